import { type Asked, askFor, needsApproval } from "../approvals/ask.ts";
import { findCompany } from "../companies/find.ts";
import { findDomain } from "../domains/find.ts";
import { conflict, QuadError } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import type { RequestForm } from "./form.ts";
import { findSimilar, type Similar } from "./similar.ts";

/** The answer to a request, key for key as the platform's own API gives it (spec, API Endpoint). */
export interface Submitted {
  readonly requestId: string;
  readonly status: "submitted";
  /** From the earliest beta to the latest production by the SLA of the company's plan, as in "2-4 weeks". */
  readonly estimatedTime: string;
  readonly trackingUrl: string;
}

interface Submission extends RequestForm {
  /** Also where the tool is there, or asked for, already. */
  readonly anyway?: boolean | undefined;
  /** Asks for approval first. */
  readonly ask?: boolean | undefined;
  /** In which domain it is to be approved; the company's root when left out. */
  readonly domain?: string | undefined;
  /** The version of the platform, which the team is told. */
  readonly version: string | undefined;
}

/**
 * Asks the QUAD team for an integration: the request, its first event and the mail in one transaction; where the company wants requests
 * approved, asks for that. `comingSoon` names what of it is on its way. Throws a conflict for what is there or asked for already, and not
 * allowed.
 */
export async function submitRequest(
  sql: Sql,
  wanted: Submission,
): Promise<{ readonly answer: Submitted | Asked; readonly comingSoon: readonly string[] }> {
  return transaction(sql, async (tx) => {
    const company = await findCompany(tx, wanted.company);
    // One at a time in a company, so that of two who ask for the same at once the second sees the first.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`request ${company.id}`}, 1903522148))`;
    const similar = await findSimilar(tx, company.id, wanted.tool);
    if (!wanted.anyway) mustBeNew(wanted.tool, similar);
    const comingSoon = similar.integrations
      .filter(({ status }) => status === "coming_soon")
      .map(({ displayName }) => displayName);
    const { tool, category, teamSize, details } = wanted;
    const [{ me, isPerson }] = await tx<[{ me: string | null; isPerson: boolean }]>`
      select quad_acts_as(${company.id}) as me, exists (select from quad_me()) as "isPerson"`;
    const by = wanted.userEmail ?? me;
    if (isPerson && by !== me)
      throw new QuadError("notAllowed", `${me} asks in their own name, and not in that of ${by}.`);
    if (wanted.ask || (await needsApproval(tx, company.id, "integration_request"))) {
      if (by !== me)
        throw conflict(`What is to be approved is asked for in one's own name, and not in that of ${by}.`, {
          hint: `Act as them: --as ${by}`,
        });
      const domain = await findDomain(tx, wanted.domain ?? company.roots[0] ?? "");
      const particulars = { tool_name: tool, category, team_size: teamSize, details };
      return { answer: await askFor(tx, domain.id, "integration_request", particulars), comingSoon };
    }
    await tx`select set_config('quad.platform_version', ${wanted.version ?? ""}, true)`;
    const [{ id }] = await tx<[{ id: string }]>`
      insert into QUAD_integration_requests (id, company_id, tool_name, category, team_size, details, requested_by_email)
      values (gen_random_uuid(), ${company.id}, ${tool}, ${category}, ${teamSize}, ${details ?? null}, ${by})
      returning id`;
    const [answer] = await tx<[Submitted]>`
      select 'req-' || r.slug as "requestId", r.status, quad_request_timeline(r.company_id, r.expedited_at is not null) as "estimatedTime",
        s.tracking_url || '/' || r.slug as "trackingUrl"
      from QUAD_integration_requests r, QUAD_request_settings s where r.id = ${id}`;
    return { answer, comingSoon };
  });
}

function mustBeNew(tool: string, { integrations, requests }: Similar): void {
  const there = integrations.find(({ status }) => status !== "coming_soon");
  const [asked] = requests;
  const hint = "If it is another tool, or another matter: --anyway";
  if (there) {
    throw conflict(`${there.displayName} is there already (${there.status}).`, {
      hint: [`See it: quad integration show ${there.name}`, hint],
    });
  }
  if (asked) {
    throw conflict(`${asked.tool} was asked for by ${asked.requestedBy} already: ${asked.slug}.`, {
      detail: asked.tool === tool ? [] : `${tool} is spelled nearly like it.`,
      hint: [
        `See it: quad request show ${asked.slug}`,
        `Say that you want it too: quad request vote ${asked.slug}`,
        hint,
      ],
    });
  }
}
