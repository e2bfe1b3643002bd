import { conflict, QuadError, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import type { Day } from "../values/day.ts";
import { findRequest } from "./find.ts";
import type { RequestPatch } from "./patch.ts";
import { written } from "./render.ts";
import { type Effort, expectedDays, type IntegrationRequest, openStatuses } from "./request.ts";

/** What the team does with a request (spec, Step 4 to 9). */
export type Step =
  | { readonly kind: "acknowledge" }
  | { readonly kind: "start" }
  | { readonly kind: "assign"; readonly to: string }
  | { readonly kind: "estimate"; readonly effort: Effort | undefined; readonly date: Day | undefined }
  | {
      readonly kind: "beta";
      readonly patch: RequestPatch;
      /** Also where the patch is called like another tool that is asked for. */
      readonly anyway: boolean;
      /** What is to be tried out. */
      readonly tests: readonly string[];
      readonly testingTime: string | undefined;
    }
  | {
      readonly kind: "release";
      readonly patch: RequestPatch;
      readonly anyway: boolean;
      readonly included: readonly string[];
    }
  | { readonly kind: "reject"; readonly reason: string };

/**
 * Takes a request one step on, with its event, and mails whoever asked, in one transaction. Throws not found, a conflict for what it has had
 * already or is past, and not allowed without the rights of the install.
 */
export async function takeStep(sql: Sql, reference: string, step: Step): Promise<IntegrationRequest> {
  return transaction(sql, async (tx) => {
    await mustBeTeam(tx);
    const { id } = await findRequest(tx, reference);
    await tx`select from QUAD_integration_requests where id = ${id} for update`;
    const before = await findRequest(tx, id);
    if ((step.kind === "beta" || step.kind === "release") && !step.anyway) await mustBeOfTool(tx, before, step.patch);
    const fixes = step.kind === "beta" ? await fixesOf(tx, before, step.patch.name) : [];
    await change(tx, before, step);
    const after = await findRequest(tx, before.id);
    const { template, data, occasion } = await mailOf(tx, before, after, step, fixes);
    await tx`select quad_request_mails(${before.id}, false, ${template}, ${JSON.stringify(data)}::text::jsonb, ${occasion})`;
    return after;
  });
}

/** Refuses whoever is not the install itself: requests of all companies are nobody's own. From then on the team is named. */
export async function mustBeTeam(tx: Sql): Promise<void> {
  const [{ may }] = await tx<[{ may: boolean }]>`
    select quad_session_is_owner() and not exists (select from quad_me()) as may,
      set_config('quad.request_by', (select s.support_email from QUAD_request_settings s), true)`;
  if (!may) {
    throw new QuadError("notAllowed", "What the QUAD team does, it does with the rights of the install.", {
      hint: "Leave --as out, and connect as the owner of the tables.",
    });
  }
}

async function change(tx: Sql, before: IntegrationRequest, step: Step): Promise<void> {
  const { id, slug } = before;
  const already = (what: string) =>
    conflict(`${slug} is ${what} already.`, { hint: `See it: quad request show ${slug}` });
  if (!openStatuses.includes(before.status)) throw already(before.status);
  switch (step.kind) {
    case "acknowledge":
      if (before.acknowledgedAt) throw already("acknowledged");
      return void (await tx`update QUAD_integration_requests set acknowledged_at = current_timestamp where id = ${id}`);
    case "start":
      if (before.startedAt) throw already("started");
      return void (await tx`update QUAD_integration_requests set status = 'in_progress', started_at = current_timestamp where id = ${id}`);
    case "assign":
      if (before.assignedTo === step.to) throw already(`assigned to ${step.to}`);
      return void (await tx`update QUAD_integration_requests set assigned_to = ${step.to} where id = ${id}`);
    case "estimate": {
      const { effort = before.effort, date = before.estimatedReleaseDate } = step;
      if (effort === before.effort && date === before.estimatedReleaseDate) throw already("estimated so");
      if (step.date !== undefined) await mustBeAhead(tx, step.date);
      return void (await tx`
        update QUAD_integration_requests set effort = coalesce(${step.effort ?? null}, effort),
          estimated_release_date = coalesce(${step.date ?? null}::date, estimated_release_date)
        where id = ${id}`);
    }
    case "beta":
      if (before.betaPatch === step.patch.name) throw already(`in beta with ${step.patch.name}`);
      if (await hadBeta(tx, id, step.patch.name))
        throw conflict(`${slug} had the beta ${step.patch.name} before ${before.betaPatch}.`, {
          hint: "Betas only go forward: publish it under a new version.",
        });
      return void (await tx`
        update QUAD_integration_requests set status = 'beta', beta_patch = ${step.patch.name} where id = ${id}`);
    case "release":
      return void (await tx`
        update QUAD_integration_requests set status = 'released', prod_patch = ${step.patch.name} where id = ${id}`);
    case "reject":
      return void (await tx`
        update QUAD_integration_requests set status = 'rejected', closed_because = ${step.reason} where id = ${id}`);
  }
}

/** Refuses a patch whose integration is another tool that somebody asks for: whoever asked for this one would be mailed how to install it. */
async function mustBeOfTool(tx: Sql, { id, slug, tool }: IntegrationRequest, patch: RequestPatch): Promise<void> {
  const [other] = await tx<{ slug: string; tool: string }[]>`
    select o.slug, o.tool_name as tool from QUAD_integration_requests r, QUAD_integration_requests o
    where r.id = ${id} and o.tool_key = quad_tool_key(${patch.integration}) and o.tool_key <> r.tool_key
    order by o.created_at, o.slug limit 1`;
  if (other)
    throw conflict(`${patch.name} is called like ${other.tool}, which ${other.slug} asks for; ${slug} is ${tool}.`, {
      hint: "Where it is what was asked for all the same: --anyway",
    });
}

/** A day that is promised is today or later, in the database's time zone, and one that every date of Node's can be. */
async function mustBeAhead(tx: Sql, day: Day): Promise<void> {
  if (day < "1900" || day >= "3000") throw usage(`${day} is not from 1900 to 2999.`);
  const [{ today }] = await tx<[{ today: Day }]>`select to_char(current_date, 'YYYY-MM-DD') as today`;
  if (day < today) throw usage(`${day} is past: today is ${today}.`, { hint: "Nothing is ready before today." });
}

/** Whether a patch was a beta of a request already. */
async function hadBeta(tx: Sql, id: string, patch: string): Promise<boolean> {
  const had = await tx`
    select from QUAD_request_events where request_id = ${id} and kind = 'beta' and data ->> 'patch' = ${patch} limit 1`;
  return had.length > 0;
}

/** What of the feedback a patch puts right, as its mail lists it. */
interface Fix {
  readonly verb: "Fixed" | "Added";
  readonly text: string;
  /** Whether the text is the team's own, which says what there is, or the report, which says what there was not. */
  readonly isWorded: boolean;
}

const fixesOf = (tx: Sql, { id }: IntegrationRequest, patch: string | null) => tx<Fix[]>`
  select case kind when 'bug' then 'Fixed' else 'Added' end as verb, coalesce(fixed_as, said) as text, fixed_as is not null as "isWorded"
  from QUAD_request_feedback
  where request_id = ${id} and fixed_in is not null and (${patch}::text is null or fixed_in = ${patch}) order by number`;

async function mailOf(
  tx: Sql,
  before: IntegrationRequest,
  after: IntegrationRequest,
  step: Step,
  fixes: readonly Fix[],
): Promise<{ readonly template: string; readonly data: object; readonly occasion: string }> {
  const { id, tool } = after;
  // What is expedited is begun within a week, as `quad_request_dues` has it.
  const [{ releasesUrl, timeline, startDays, now, today }] = await tx<
    [{ releasesUrl: string; timeline: string; startDays: number | null; now: string; today: Day }]
  >`
    select s.releases_url as "releasesUrl", quad_request_timeline(r.company_id, r.expedited_at is not null) as timeline,
      case when r.expedited_at is null then l.max_days else least(l.max_days, 5) end as "startDays", current_timestamp::text as now,
      quad_business_day(r.company_id, current_timestamp)::text as today
    from QUAD_integration_requests r join QUAD_companies c on c.id = r.company_id
      join QUAD_sla l on l.plan = c.plan and l.stage = 'start', QUAD_request_settings s
    where r.id = ${id}`;
  switch (step.kind) {
    case "acknowledge":
      return {
        template: "request-acknowledged",
        occasion: "acknowledged",
        data: {
          timeline: timeline === "best effort" ? timeline : `${timeline} (depending on API complexity)`,
          ...(startDays !== null && { startWithin: `${startDays} business days` }),
        },
      };
    case "start": {
      const { beta, release } = expectedDays(after);
      return {
        template: "request-started",
        occasion: "started",
        data: { ...ahead("betaBy", beta, today), ...ahead("productionBy", release, today) },
      };
    }
    case "assign":
      return {
        template: "request-assigned",
        occasion: `assigned ${now}`,
        data: { engineer: step.to },
      };
    case "estimate":
      return {
        template: "request-estimated",
        occasion: `estimated ${now}`,
        data: {
          ...(after.effort && { effort: effortInWords[after.effort] }),
          ...(after.estimatedReleaseDate && { readyOn: written(after.estimatedReleaseDate) }),
        },
      };
    case "beta": {
      const { name: patch, version, integration, migrates } = step.patch;
      if (before.betaPatch === null) {
        return {
          template: "request-beta",
          occasion: `beta ${patch}`,
          data: {
            patch,
            integration,
            releasesUrl,
            keyName: `${tool} API key`,
            tests:
              step.tests.length > 0
                ? step.tests
                : [`Try ${tool} with your team`, "Report any bugs by replying to this email"],
            testingTime: step.testingTime ?? "3-5 days",
          },
        };
      }
      return {
        template: "request-beta-fixed",
        occasion: `beta ${patch}`,
        data: {
          patch,
          version,
          releasesUrl,
          intro: introOf(fixes.length),
          fixes: fixes.map(({ verb, text }) => ({ verb, text })),
          databaseChanges: migrates ?? false,
          databaseUnknown: migrates === null,
          testingTime: step.testingTime ?? "1-2 days",
        },
      };
    }
    case "release": {
      const { name: patch, version } = step.patch;
      const put = await fixesOf(tx, after, null);
      const included =
        step.included.length > 0
          ? step.included
          : [`${tool} integration`, ...put.map(({ verb, text, isWorded }) => (isWorded ? text : `${verb}: ${text}`))];
      return { template: "request-production", occasion: "released", data: { patch, version, releasesUrl, included } };
    }
    case "reject":
      return { template: "request-rejected", occasion: "rejected", data: { reason: step.reason } };
  }
}

/** A day that is expected; none that is over, which nobody can expect. */
const ahead = (key: string, day: Day | null, today: Day) =>
  day !== null && day >= today ? { [key]: written(day) } : {};

/** spec, QUAD Team Workflow, 4. */
const effortInWords: Readonly<Record<Effort, string>> = {
  simple: "1-2 weeks",
  complex: "3-4 weeks",
  none: "to be discussed",
};

/** spec, Step 8: "We've fixed both issues:". */
const introOf = (count: number): string =>
  count === 0
    ? "There is a new beta."
    : count === 1
      ? "We've fixed the issue:"
      : count === 2
        ? "We've fixed both issues:"
        : `We've fixed all ${count} issues:`;
