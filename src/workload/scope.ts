import { findCompany } from "../companies/find.ts";
import { findDomain } from "../domains/find.ts";
import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";

/** The part of a company that is looked at: a domain with everything below it. */
export interface Scope {
  readonly companyId: string;
  readonly company: string;
  readonly domainId: string;
  readonly path: string;
  readonly displayName: string;
}

/** The domain that is named, or the company's only root. Throws not found, and a usage error that lists the candidates. */
export async function findScope(
  sql: Sql,
  { domain, company }: { readonly domain?: string | undefined; readonly company?: string | undefined },
): Promise<Scope> {
  const { id } = await findDomain(sql, domain ?? (await onlyRoot(sql, company)));
  const [scope] = await sql<[Scope]>`
    select c.id as "companyId", c.name as company, d.id as "domainId", d.path, d.display_name as "displayName"
    from QUAD_domains d join QUAD_companies c on c.id = d.company_id where d.id = ${id}`;
  return scope;
}

async function onlyRoot(sql: Sql, company: string | undefined): Promise<string> {
  const { name, roots } = await findCompany(sql, company);
  const [root, ...others] = roots;
  if (root && others.length === 0) return `/${root}`;
  throw usage(root ? `${name} has several roots.` : `${name} has no root yet.`, {
    detail: roots.map((path) => `  ${path}`),
    hint: root ? "Say which: --domain ROOT" : "Make one: quad domain create NAME",
  });
}

/**
 * The day of a company's last snapshot, or the one that is asked for. Throws not found, with the last one that there is, where there is no
 * snapshot of it, and a usage error for a day to come.
 */
export async function snapshotDay(sql: Sql, { companyId }: Scope, day: Day | undefined): Promise<Day> {
  const days = await sql<{ day: Day }[]>`
    select distinct w.snapshot_date::text as day
    from QUAD_workload_tracking w
    where w.domain_id in (select d.id from QUAD_domains d where d.company_id = ${companyId})
      and ${day === undefined ? sql`w.snapshot_date > current_date - 62` : sql`w.snapshot_date = ${day}`}
    order by 1 desc limit 1`;
  const [found] = days.length > 0 ? days : day === undefined ? await lastDay(sql, companyId) : [];
  if (found) return found.day;
  const [last] = await lastDay(sql, companyId);
  if (day === undefined) throw notFound("There is no snapshot yet.", { hint: "Take one: quad workload snapshot" });
  const takeable = await canBeTaken(sql, companyId, day);
  throw notFound(`There is no snapshot of ${day}.`, {
    ...(last && { detail: `The last one is of ${last.day}.` }),
    hint: takeable
      ? `Take it: quad workload snapshot --date ${day}`
      : last
        ? "See the last one: leave out --date."
        : "Take one of today: quad workload snapshot",
  });
}

/** Throws a usage error for a day to come; it is today in the time zone of the install. */
export async function mustHaveBegun(sql: Sql, day: Day): Promise<void> {
  await sql`select quad_moment_of(${day})`;
}

/** Whether whoever asks could take that day: it was observed, and they have the rights of the install. Throws a usage error for one to come. */
async function canBeTaken(sql: Sql, companyId: string, day: Day): Promise<boolean> {
  await mustHaveBegun(sql, day);
  const [{ takeable }] = await sql<[{ takeable: boolean }]>`
    select not exists (select from quad_me())
      and (${day}::date = current_date or coalesce(quad_moment_of(${day}) > quad_observed_since(${companyId}), false)) as takeable`;
  return takeable;
}

const lastDay = (sql: Sql, companyId: string) => sql<{ day: Day }[]>`
  select max(w.snapshot_date)::text as day from QUAD_workload_tracking w
  where w.domain_id in (select d.id from QUAD_domains d where d.company_id = ${companyId}) having count(*) > 0`;
