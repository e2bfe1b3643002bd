import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";
import { didYouMean, nearest } from "../values/near.ts";
import type { IntegrationStatus } from "./catalogue.ts";

/** An integration as a company has it. */
export interface Integration {
  readonly name: string;
  readonly displayName: string;
  /** Whose list it stands in, such as backend; null where nobody says. */
  readonly role: string | null;
  /** unknown: the company has a switch for it, and the catalogue does not name it. */
  readonly status: IntegrationStatus | "unknown";
  /** Whether the company has it on. */
  readonly enabled: boolean;
  /** The patch by which it stands in the catalogue as it does; null for what came with the platform. */
  readonly patch: string | null;
}

export interface IntegrationFilter {
  readonly role?: string | undefined;
  /** With the switches of the company for what the catalogue does not name. */
  readonly all?: boolean | undefined;
}

/**
 * The catalogue as a company has it (without a company nothing of it is on), in the order of the spec's list: role by role, what can be
 * used first. Throws a usage error for a role that there is not.
 */
export async function listIntegrations(
  sql: Sql,
  companyId: string | null,
  { role, all = false }: IntegrationFilter = {},
): Promise<readonly Integration[]> {
  const wanted = role?.trim().toLowerCase();
  if (wanted !== undefined) await mustBeKnown(sql, wanted);
  const named = await sql<Integration[]>`
    select i.name, i.display_name as "displayName", i.role, i.status, coalesce(s.is_enabled, false) as enabled,
      i.brought_by as patch
    from (
      select name, display_name, role, status, brought_by, position,
        min(position) over (partition by role) as first from QUAD_integrations
    ) i left join quad_integration_switches(${companyId}) s on s.integration = i.name
    where ${wanted === undefined ? sql`true` : sql`i.role = ${wanted}`}
    order by i.role is null, i.first, array_position(array['active', 'beta', 'coming_soon'], i.status), i.position`;
  return all && wanted === undefined ? [...named, ...(await unnamed(sql, companyId))] : named;
}

/** What a company has a switch for, and the catalogue does not name. */
const unnamed = (sql: Sql, companyId: string | null) => sql<Integration[]>`
  select s.integration as name, s.integration as "displayName", null as role, 'unknown' as status, s.is_enabled as enabled,
    null as patch
  from quad_integration_switches(${companyId}) s
  where not exists (select from QUAD_integrations i where i.name = s.integration) order by 1`;

/** One integration as a company has it, by its name in any case. Throws not found, with what comes near. */
export async function findIntegration(sql: Sql, companyId: string | null, reference: string): Promise<Integration> {
  const wanted = reference.trim().toLowerCase();
  const all = await listIntegrations(sql, companyId, { all: true });
  const found =
    all.find(({ name }) => name === wanted) ?? all.find(({ displayName }) => displayName.toLowerCase() === wanted);
  if (found) return found;
  const near = await nearest(wanted, all, { spellings: ({ name }) => [name], most: Math.max(1, wanted.length / 3) });
  throw notFound(`There is no integration ${JSON.stringify(shortened(reference))}.`, {
    hint: didYouMean(
      near.map(({ name }) => name),
      "See them: quad integration list",
    ),
  });
}

async function mustBeKnown(sql: Sql, role: string): Promise<void> {
  const rows = await sql<{ role: string }[]>`
    select role from QUAD_integrations where role is not null group by role order by min(position)`;
  if (rows.some((one) => one.role === role)) return;
  throw usage(`There is no list of integrations for ${JSON.stringify(shortened(role))}.`, {
    hint: `There is one for: ${rows.map((one) => one.role).join(", ")}`,
  });
}
