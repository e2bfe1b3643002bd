import { conflict, notFound } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { shortened } from "../terminal/style.ts";
import { findRequest } from "./find.ts";
import { type FeedbackLetter, type NewsLetter, type RequestLetter, readLetter } from "./letter.ts";
import type { IntegrationRequest } from "./request.ts";
import { mustBeTeam, takeStep } from "./steps.ts";

/** What became of a letter. */
export interface Received {
  readonly request: IntegrationRequest;
  /** False where it had come before. */
  readonly isNew: boolean;
  /** What it says of its company, and this install knows otherwise: it stays as it is known here. */
  readonly differs: readonly string[];
  /** Of a letter with feedback: the numbers of what is new here. */
  readonly findings?: readonly number[];
  /** Of a letter with news: what they are about. */
  readonly news?: NewsLetter["kind"];
}

/**
 * Takes in what came by mail from somebody else's install: a request, feedback to a beta, a remark, a withdrawal, votes, or another address. A second time
 * changes nothing. Throws a usage error that names every problem of the letter, and what taking in each of them does.
 */
export async function receiveLetter(
  sql: Sql,
  text: string,
  from: string,
  options: { readonly acknowledge: boolean },
): Promise<Received> {
  const letter = await readLetter(text, from);
  return transaction(sql, async (tx) => {
    await mustBeTeam(tx);
    switch (letter.format) {
      case "quad-request/1":
        return receiveRequest(tx, letter, options);
      case "quad-feedback/1":
        return receiveFeedback(tx, letter);
      case "quad-news/1":
        return receiveNews(tx, letter);
    }
  });
}

/**
 * Takes in a request: its company, when it is new, and the request with the id that it has there; with `acknowledge` whoever asked is told
 * that it has come. What a letter says of a company that is known already is not believed: nobody has signed it. Throws a conflict where
 * its company is one of this install's own, and not allowed.
 */
async function receiveRequest(
  tx: Sql,
  letter: RequestLetter,
  { acknowledge }: { readonly acknowledge: boolean },
): Promise<Received> {
  const differs = await takeInCompany(tx, letter.company);
  const [row] = await tx<{ id: string }[]>`
    insert into QUAD_integration_requests
      (id, company_id, tool_name, category, team_size, details, requested_by_email, created_at, slug, received_at, mail_thread)
    values (${letter.id}, ${letter.company.id}, ${letter.toolName}, ${letter.category}, ${letter.teamSize}, ${letter.details},
      ${letter.userEmail}, least(${letter.submittedAt}::timestamptz, current_timestamp), ${letter.slug}, current_timestamp,
      ${letter.messageId})
    on conflict (id) do nothing returning id`;
  const request = await findRequest(tx, letter.id);
  const [theirs] = await tx`
    select from QUAD_integration_requests where (id, company_id) = (${letter.id}, ${letter.company.id})`;
  if (!theirs) throw conflict(`The request ${letter.id} is another company's here.`);
  if (row === undefined || !acknowledge) return { request, isNew: row !== undefined, differs };
  return { request: await takeStep(tx, request.id, { kind: "acknowledge" }), isNew: true, differs };
}

/**
 * A request that came before, locked. Throws not found where it has not been taken in, and a conflict where it is this install's own.
 */
async function receivedRequest(tx: Sql, id: string): Promise<IntegrationRequest> {
  const [known] = await tx<{ isOwn: boolean }[]>`
    select received_at is null as "isOwn" from QUAD_integration_requests where id = ${id} for update`;
  if (!known)
    throw notFound(`There is no request ${id} here, which the letter is about.`, {
      hint: "Take in its letter before: quad request receive FILE",
    });
  const request = await findRequest(tx, id);
  if (known.isOwn) throw conflict(`${request.slug} is this install's own; nothing comes to it by mail.`);
  return request;
}

/**
 * Takes in a remark, that a request is withdrawn, who votes for it now, or where whoever asked is written to. Throws as `receivedRequest`
 * does, and a conflict for what is over already when it is withdrawn, or was asked for by somebody else.
 */
async function receiveNews(tx: Sql, { request: id, kind, by, at, said, voters }: NewsLetter): Promise<Received> {
  const request = await receivedRequest(tx, id);
  const news = async (isNew: boolean) => ({ request: await findRequest(tx, id), isNew, differs: [], news: kind });
  switch (kind) {
    case "comment": {
      const { count } = await tx`
        insert into QUAD_request_events (request_id, kind, said, by_email, happened_at)
        select ${id}, 'comment', ${said}, ${by}, ${at}
        where ${said !== null} and not exists (
          select from QUAD_request_events e
          where (e.request_id, e.kind, e.said, e.by_email, e.happened_at) = (${id}, 'comment', ${said}, ${by}, ${at}::timestamptz))`;
      return news(count > 0);
    }
    case "withdrawn": {
      if (request.status === "withdrawn") return news(false);
      await tx`select set_config('quad.request_by', ${by}, true)`;
      await tx`
        update QUAD_integration_requests set status = 'withdrawn', closed_because = coalesce(left(${said}, 500), 'withdrawn')
        where id = ${id}`;
      return news(true);
    }
    case "address": {
      if (request.requestedBy === by) return news(false);
      if (request.requestedBy !== said)
        throw conflict(
          `${request.slug} was asked for by ${request.requestedBy} here, and not by ${shortened(said ?? "")}.`,
          {
            hint: "Take in the letters before this one: quad request receive FILE",
          },
        );
      await tx`update QUAD_integration_requests set requested_by_email = ${by} where id = ${id}`;
      return news(true);
    }
    case "votes": {
      // Mails arrive in any order: who voted before what is known already is no news. No clock of theirs is ahead of ours.
      const { count } = await tx`
        update QUAD_request_events e
        set data = e.data || jsonb_build_object('votesAt', least(${at}::timestamptz, current_timestamp))
        where (e.request_id, e.kind) = (${id}, 'submitted')
          and coalesce((e.data ->> 'votesAt')::timestamptz, '-infinity') <= ${at}::timestamptz`;
      if (count === 0) return news(false);
      const now = tx`select json_array_elements_text(${JSON.stringify(voters)}::text::json)`;
      const gone = await tx`delete from QUAD_request_votes v where v.request_id = ${id} and v.email not in (${now})`;
      const come = await tx`
        insert into QUAD_request_votes (request_id, company_id, email)
        select r.id, r.company_id, n.email from QUAD_integration_requests r, (${now}) n (email) where r.id = ${id}
        on conflict do nothing`;
      return news(gone.count + come.count > 0);
    }
  }
}

/**
 * Takes in what somebody found in a beta, under the numbers that it has there. Throws not found where their request has not been taken in,
 * and a conflict where a number is something else's here.
 */
async function receiveFeedback(tx: Sql, letter: FeedbackLetter): Promise<Received> {
  const request = await receivedRequest(tx, letter.request);
  const findings = JSON.stringify(letter.findings);
  const added = await tx<{ number: number }[]>`
    insert into QUAD_request_feedback (id, request_id, number, kind, said, patch, reported_by_email)
    select (f ->> 'id')::uuid, ${request.id}, (f ->> 'number')::integer, f ->> 'kind', f ->> 'text', f ->> 'patch', ${letter.reportedBy}
    from json_array_elements(${findings}::text::json) f
    on conflict do nothing returning number`;
  const others = await tx<{ number: number }[]>`
    select (f ->> 'number')::integer as number from json_array_elements(${findings}::text::json) f
    where not exists (
      select from QUAD_request_feedback k where (k.id, k.request_id) = ((f ->> 'id')::uuid, ${request.id}))
    order by 1`;
  if (others.length > 0)
    throw conflict(`${request.slug} has other feedback under ${others.map(({ number }) => number).join(", ")}.`, {
      hint: `Compare: quad request show ${request.slug}`,
    });
  const numbers = added.map(({ number }) => number).sort((a, b) => a - b);
  if (numbers.length > 0) {
    const said = numbers.length === 1 ? "One issue reported" : `${numbers.length} issues reported`;
    await tx`
      insert into QUAD_request_events (request_id, kind, said, by_email, happened_at)
      values (${request.id}, 'feedback', ${said}, ${letter.reportedBy}, least(${letter.reportedAt}::timestamptz, current_timestamp))`;
  }
  return { request, isNew: numbers.length > 0, differs: [], findings: numbers };
}

async function takeInCompany(tx: Sql, company: RequestLetter["company"]): Promise<readonly string[]> {
  const { id, name, adminEmail, plan, users, deploymentModel, version } = company;
  const [added] = await tx<{ id: string }[]>`
    insert into QUAD_companies (id, name, admin_email, plan) values (${id}, ${name}, ${adminEmail}, ${plan})
    on conflict (id) do nothing returning id`;
  const [known] = await tx<{ name: string; plan: string; isCustomer: boolean }[]>`
    select c.name, c.plan, exists (select from QUAD_customers u where u.company_id = c.id) as "isCustomer"
    from QUAD_companies c where c.id = ${id}`;
  if (!added && known && !known.isCustomer)
    throw conflict(`The company ${known.name} is one of this install's own; its requests do not come by mail.`);
  await tx`
    insert into QUAD_customers (company_id, users, deployment_model, platform_version)
    values (${id}, ${users}, ${deploymentModel}, ${version ?? null})
    on conflict (company_id) do update set users = excluded.users, deployment_model = excluded.deployment_model,
      platform_version = excluded.platform_version`;
  return known
    ? (["name", "plan"] as const)
        .filter((key) => known[key] !== company[key])
        .map((key) => `${key}: ${known[key]} here, ${shortened(company[key])} in the letter`)
    : [];
}
