import { conflict, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { shortened } from "../terminal/style.ts";
import { parseEmail } from "../values/email.ts";
import { parseLabel } from "../values/label.ts";
import { findRequest } from "./find.ts";
import { parseDetails, parsedBy, parseTool } from "./form.ts";
import type { IntegrationRequest } from "./request.ts";
import { mustBeTeam, takeStep } from "./steps.ts";

/** A request as it comes with the mail to the team (`quad_request_letter` in migrations/rules/requests.sql). */
interface Letter {
  readonly id: string;
  readonly slug: string;
  readonly toolName: string;
  readonly category: string;
  readonly teamSize: number | null;
  readonly details: string | null;
  readonly userEmail: string;
  readonly submittedAt: string;
  readonly messageId: string;
  readonly company: {
    readonly id: string;
    readonly name: string;
    readonly adminEmail: string;
    readonly plan: string;
    readonly users: number;
    readonly deploymentModel: "self-hosted" | "cloud";
    readonly version?: string | null | undefined;
  };
}

/** What became of a letter. */
export interface Received {
  readonly request: IntegrationRequest;
  /** False where it had come before. */
  readonly isNew: boolean;
  /** What it says of its company, and this install knows otherwise: it stays as it is known here. */
  readonly differs: readonly string[];
}

/**
 * Takes in a request that was made on somebody else's install: its company, when it is new, and the request with the id that it has there,
 * so that a second time changes nothing; with `acknowledge` whoever asked is told that it has come. What a letter says of a company that is known already is not believed: nobody has signed it. Throws
 * a usage error that names every problem of the letter, a conflict where its company is one of this install's own, and not allowed.
 */
export async function receiveRequest(
  sql: Sql,
  text: string,
  from: string,
  { acknowledge }: { readonly acknowledge: boolean },
): Promise<Received> {
  const letter = await readLetter(text, from);
  return transaction(sql, async (tx) => {
    await mustBeTeam(tx);
    const differs = await takeInCompany(tx, letter.company);
    const [row] = await tx<{ id: string }[]>`
      insert into QUAD_integration_requests
        (id, company_id, tool_name, category, team_size, details, requested_by_email, created_at, slug, received_at, mail_thread)
      values (${letter.id}, ${letter.company.id}, ${letter.toolName}, ${letter.category}, ${letter.teamSize}, ${letter.details},
        ${letter.userEmail}, least(${letter.submittedAt}::timestamptz, current_timestamp), ${letter.slug}, current_timestamp,
        ${letter.messageId})
      on conflict (id) do nothing returning id`;
    const request = await findRequest(tx, letter.id);
    if (request.company !== letter.company.name && !differs.some((field) => field.startsWith("name")))
      throw conflict(`The request ${letter.id} is another company's here.`);
    if (row === undefined || !acknowledge) return { request, isNew: row !== undefined, differs };
    return { request: await takeStep(tx, request.id, { kind: "acknowledge" }), isNew: true, differs };
  });
}

async function takeInCompany(tx: Sql, company: Letter["company"]): Promise<readonly string[]> {
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

async function readLetter(text: string, from: string): Promise<Letter> {
  const { z } = await import("zod");
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw usage(`${from} is not JSON.`, {
      detail: (error as Error).message,
      hint: "It is the attachment of the mail that asks for an integration.",
    });
  }
  const by = parsedBy(z);
  const shape = z.object({
    format: z.literal("quad-request/1"),
    id: z.uuid(),
    slug: z
      .string()
      .max(63)
      .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
    toolName: by(parseTool),
    category: by(parseLabel),
    teamSize: z.int().min(1).max(10_000_000).nullable(),
    details: by(parseDetails).nullable(),
    userEmail: by(parseEmail),
    submittedAt: z.iso.datetime(),
    messageId: z
      .string()
      .max(400)
      .regex(/^<[!-;=?-~]+>$/),
    company: z.object({
      id: z.uuid(),
      name: by(parseLabel),
      adminEmail: by(parseEmail),
      plan: z.enum(["free", "pro", "enterprise"]),
      users: z.int().min(0).max(10_000_000),
      deploymentModel: z.enum(["self-hosted", "cloud"]),
      version: z
        .string()
        .max(100)
        .regex(/^[ -~]*$/)
        .nullish(),
    }),
  });
  const { success, data, error } = shape.safeParse(value);
  if (success) return data;
  throw usage(`${from} is no request of quad's.`, {
    detail: error.issues.slice(0, 20).map(({ path, message }) => `  ${path.join(".") || "the whole"}: ${message}`),
    hint: "It is the attachment of the mail that asks for an integration.",
  });
}
