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
  { domain, company }: { readonly domain?: string; readonly company?: string },
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
 * The day of a company's last snapshot, or the one that is asked for. Throws not found, with the days that there are, where there is no
 * snapshot of it.
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
  throw notFound(day === undefined ? "There is no snapshot yet." : `There is no snapshot of ${day}.`, {
    ...(last && day !== undefined && { detail: `The last one is of ${last.day}.` }),
    hint: day === undefined ? "Take one: quad workload snapshot" : `Take it: quad workload snapshot --date ${day}`,
  });
}

const lastDay = (sql: Sql, companyId: string) => sql<{ day: Day }[]>`
  select max(w.snapshot_date)::text as day from QUAD_workload_tracking w
  where w.domain_id in (select d.id from QUAD_domains d where d.company_id = ${companyId}) having count(*) > 0`;
