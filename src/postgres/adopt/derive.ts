import { type Change, ident, type Rule } from "./change.ts";
import type { Shape } from "./shape.ts";

const derivedColumns: readonly string[] = [
  "quad_domains.path",
  "quad_domains.depth",
  "quad_domains.domain_type",
  "quad_domains.display_name",
  "quad_domain_members.company_id",
  "quad_approval_workflows.company_id",
];

/** Whether existing rows can be given this column's value when it is missing. */
export const isDerived = (table: string, column: string): boolean =>
  column === "company_id" || derivedColumns.includes(`${table}.${column}`);

const tree = `tree as (
  select d.id, d.company_id, '/' || d.name as path, 0 as depth
  from quad_domains d where d.parent_domain_id is null
  union all
  select d.id, t.company_id, t.path || '/' || d.name, t.depth + 1
  from tree t join quad_domains d on d.parent_domain_id = t.id
)`;

const treeColumns = ["id", "name", "parent_domain_id", "company_id", "path", "depth", "domain_type", "display_name"];
const memberColumns = ["domain_id", "company_id", "user_id", "email", "role", "allocation_percentage"];
const of = (table: string, columns: readonly string[]) => [table, ...columns.map((column) => `${table}.${column}`)];

export const domainsSound: readonly string[] = of("quad_domains", treeColumns);
export const membersSound: readonly string[] = of("quad_domain_members", memberColumns);
const usersSound = of("quad_users", ["id", "company_id", "email"]);

/**
 * Gives rows what follows from other rows, where they do not have it: the company where there is only one, what follows
 * from a domain's parents, a member's company and user, and what a fresh install has in the rows of its own lookup tables.
 */
export function fillDerived(
  wanted: Shape,
  found: Shape,
  scratch: string,
  seeded: ReadonlySet<string>,
): readonly Change[] {
  const missing = (table: string, column: string) =>
    found.relations.some(({ name }) => name === table) &&
    !found.columns.some((theirs) => theirs.table === table && theirs.name === column);
  const companies = wanted.constraints.filter(
    ({ table, references, columns }) =>
      references === "quad_companies" && columns.join() === "company_id" && missing(table, "company_id"),
  );
  const seeds = wanted.columns.filter(
    (column) => column.default === null && seeded.has(column.table) && missing(column.table, column.name),
  );
  return [
    ...companies.map(({ table }) => onlyCompany(table)),
    ...seeds.map(({ table, name }) => fromSeed(table, name, wanted, scratch)),
    domainsFromParents,
    ...["quad_domain_members", "quad_approval_workflows"].map(companyOfDomain),
    membersFromUsers,
    ...(missing("quad_branch_ticket_mapping", "is_orphan") ? [orphansByTicket] : []),
  ];
}

const counted = (what: string) => (rows: number) => (rows === 0 ? undefined : `${what} (rows: ${rows})`);

const onlyCompany = (table: string): Change => ({
  table,
  statement: `update ${ident(table)} set company_id = (select id from quad_companies)
    where company_id is null and (select count(*) from quad_companies) = 1`,
  added: counted("the one company there is"),
  needs: [...of(table, ["company_id"]), ...of("quad_companies", ["id"])],
});

const fromSeed = (table: string, column: string, wanted: Shape, scratch: string): Change => {
  const key =
    wanted.constraints.find((constraint) => constraint.table === table && constraint.kind === "p")?.columns ?? [];
  const same = key.map((name) => `s.${ident(name)} = t.${ident(name)}`).join(" and ");
  return {
    table,
    statement: `update ${ident(table)} t set ${ident(column)} = s.${ident(column)} from ${scratch}.${ident(table)} s where ${same}`,
    added: counted(`values of ${column}`),
    needs: of(table, [column, ...key]),
  };
};

const domainsFromParents: Change = {
  table: "quad_domains",
  statement: `
    with recursive ${tree}
    update quad_domains d set
      company_id = coalesce(d.company_id, t.company_id),
      path = coalesce(d.path, t.path),
      depth = coalesce(d.depth, t.depth),
      domain_type = coalesce(d.domain_type, case t.depth when 0 then 'root' when 1 then 'domain' else 'subdomain' end),
      display_name = coalesce(d.display_name, d.name)
    from tree t
    where t.id = d.id and not ((d.company_id, d.path, d.depth, d.domain_type, d.display_name) is not null)`,
  added: counted("what follows from the parents"),
  needs: domainsSound,
};

const companyOfDomain = (table: string): Change => ({
  table,
  statement: `update ${ident(table)} t set company_id = d.company_id
    from quad_domains d where d.id = t.domain_id and t.company_id is null and d.company_id is not null`,
  added: counted("the company of the domain"),
  needs: [...of(table, ["domain_id", "company_id"]), ...of("quad_domains", ["id", "company_id"])],
});

const membersFromUsers: Change = {
  table: "quad_domain_members",
  statement: `update quad_domain_members m set user_id = u.id
    from quad_users u where u.company_id = m.company_id and u.email = m.email and m.user_id is null`,
  added: counted("links to users"),
  needs: [...membersSound, ...usersSound],
};

const orphansByTicket: Change = {
  table: "quad_branch_ticket_mapping",
  statement: "update quad_branch_ticket_mapping set is_orphan = false where ticket_id is not null",
  added: counted("branches that have a ticket"),
  needs: of("quad_branch_ticket_mapping", ["is_orphan", "ticket_id"]),
};

/** What existing rows say of the tree and its members has to be what the rules would have made of it. */
export const derivedRules: readonly Rule[] = [
  {
    needs: domainsSound,
    query: `with recursive ${tree}
      select format('The domain %s has the path %s and the depth %s; its parents make it %s and %s.',
        d.name, d.path, d.depth, t.path, t.depth)
      from quad_domains d join tree t using (id) where (d.path, d.depth) <> (t.path, t.depth)`,
    hint: "Let path and depth be derived: alter table QUAD_domains drop column path, drop column depth",
  },
  {
    needs: domainsSound,
    query: `with recursive ${tree}
      select format('The domain %s is below no root: its parents go in a circle.', d.name)
      from quad_domains d
      where d.id not in (select t.id from tree t)
        and exists (select from quad_domains p where p.id = d.parent_domain_id)`,
  },
  {
    needs: [...domainsSound, ...membersSound],
    query: `
      select format('%s is QUAD_ADMIN of %s, which is not a root.', m.email, d.path)
      from quad_domain_members m join quad_domains d on d.id = m.domain_id
      where m.role = 'QUAD_ADMIN' and d.parent_domain_id is not null`,
  },
  {
    needs: [...membersSound, ...usersSound],
    query: `
      select format('The member %s is linked to the user %s.', m.email, u.email)
      from quad_domain_members m join quad_users u on u.id = m.user_id
      where u.email <> m.email`,
  },
];
