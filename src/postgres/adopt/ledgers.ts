import { type Change, ident, type Rule } from "./change.ts";
import { domainsSound, membersSound } from "./derive.ts";
import type { Shape } from "./shape.ts";
import { rowsOf } from "./tables.ts";

const peopleSound = ["quad_people", "quad_people.company_id", "quad_people.email", "quad_people.memberships"];
const plansSound = ["quad_plans", "quad_plans.plan", "quad_plans.seat_limit"];
const companiesSound = ["quad_companies", "quad_companies.id", "quad_companies.plan"];
const seatsSound = ["quad_seats", "quad_seats.company_id", "quad_seats.used", "quad_seats.seat_limit"];
const installSound = ["quad_install", "quad_install.root_count", "quad_install.deployment_model"];

/** The rows of a fresh install's lookup tables that existing ones lack. */
export function seedRows(wanted: Shape, scratch: string, tables: readonly string[]): readonly Change[] {
  return tables.map((table) => {
    const columns = wanted.columns.filter((column) => column.table === table).map(({ name }) => name);
    const key =
      wanted.constraints.find((constraint) => constraint.table === table && constraint.kind === "p")?.columns ?? [];
    const list = columns.map(ident).join(", ");
    const same = key.map((name) => `t.${ident(name)} = s.${ident(name)}`).join(" and ");
    return {
      table,
      statement: `insert into ${ident(table)} (${list}) select ${list} from ${scratch}.${ident(table)} s
        where not exists (select from ${ident(table)} t where ${same})`,
      added: (rows) => (rows === 0 ? undefined : `rows that were missing (${rows})`),
      needs: [table, rowsOf(table), ...columns.map((column) => `${table}.${column}`)],
    };
  });
}

/** What the ledgers' checks would refuse, with the values that lead to it. */
export const ledgerRules = (missing: { readonly plan: boolean; readonly install: boolean }): readonly Rule[] => [
  {
    needs: [...membersSound, ...domainsSound],
    query: `
      select format('%s is allocated %s %%, and nobody can be above 100 %%: %s.', m.email, trim_scale(sum(m.allocation_percentage)),
        string_agg(format('%s %% in %s', trim_scale(m.allocation_percentage), d.path), ', ' order by d.path)
          filter (where m.allocation_percentage <> 0))
      from quad_domain_members m join quad_domains d on d.id = m.domain_id
      group by m.company_id, m.email having sum(m.allocation_percentage) > 100`,
  },
  {
    needs: [...membersSound, ...companiesSound, ...plansSound, "quad_companies.name"],
    query: `
      select format('%s has %s people, more than the %s of the %s plan: %s.', c.name, count(distinct m.email), p.seat_limit,
        c.plan, string_agg(distinct m.email, ', '))
      from quad_companies c join quad_plans p using (plan) join quad_domain_members m on m.company_id = c.id
      group by c.id, c.name, c.plan, p.seat_limit having count(distinct m.email) > p.seat_limit`,
    ...(missing.plan && {
      hint: "Say the plan first, where it is not free: alter table QUAD_companies add column plan text; update QUAD_companies set plan = 'enterprise'",
    }),
  },
  {
    needs: [...domainsSound, ...installSound],
    query: `
      select format('This install is self-hosted and has %s roots, where there can be one: %s.', count(*),
        string_agg(d.path, ', ' order by d.path))
      from quad_domains d
      where d.parent_domain_id is null and not exists (select from quad_install i where i.deployment_model = 'cloud')
      having count(*) > 1`,
    ...(missing.install && {
      hint: "Say first that it is in the cloud, where it is: create table QUAD_install (deployment_model text); insert into QUAD_install values ('cloud')",
    }),
  },
];

/** Brings the ledgers to what the existing rows say; from here on triggers keep them. */
export const fillLedgers: readonly Change[] = [
  {
    table: "quad_people",
    statement: `
      insert into quad_people (company_id, email, memberships, allocated)
      select company_id, email, count(*), sum(allocation_percentage) from quad_domain_members group by 1, 2
      on conflict (company_id, email) do update set memberships = excluded.memberships, allocated = excluded.allocated`,
    added: (rows) => `people counted (${rows})`,
    needs: [...peopleSound, ...membersSound],
  },
  {
    table: "quad_seats",
    statement: `
      insert into quad_seats (company_id, used, seat_limit)
      select c.id, (select count(*) from quad_people p where p.company_id = c.id and p.memberships > 0), l.seat_limit
      from quad_companies c join quad_plans l using (plan)
      on conflict (company_id) do update set used = excluded.used, seat_limit = excluded.seat_limit`,
    added: (rows) => `companies counted (${rows})`,
    needs: [...seatsSound, ...companiesSound, ...plansSound, ...peopleSound],
  },
  {
    table: "quad_install",
    statement: `
      update quad_install set root_count = n.roots
      from (select count(*) as roots from quad_domains where parent_domain_id is null) n
      where root_count <> n.roots`,
    added: (rows) => (rows === 0 ? undefined : "roots counted"),
    needs: [...installSound, ...domainsSound],
  },
];
