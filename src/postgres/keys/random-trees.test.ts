import fc from "fast-check";
import { expect, test } from "vitest";
import { createInstall } from "../../testing/install.ts";
import type { Sql } from "../sql.ts";

const people = ["admin", "ann", "bob"] as const;
const tools = ["github", "jira"] as const;
const treesAtOnce = 100;
const times = 100;

/** What a domain has for a tool. */
type Held = "none" | "key" | "block" | "pass";

/** A company: its first domain is the root, the parent of another is one before it. `admin` is in the root. */
interface Tree {
  readonly parents: readonly number[];
  readonly archived: readonly boolean[];
  readonly held: readonly (readonly Held[])[];
  readonly members: readonly { readonly who: number; readonly where: number; readonly active: boolean }[];
  /** Whether a person has a key of their own, by person and tool. */
  readonly own: readonly (readonly boolean[])[];
  /** Moves, one after the other: a domain, and its new parent. Those that the tree does not take are left out. */
  readonly moves: readonly { readonly which: number; readonly to: number }[];
}

const domains = 6;
const place = fc.nat(domains - 1);
const rarely = fc.nat(9).map((n) => n === 0);
const tree: fc.Arbitrary<Tree> = fc.record({
  parents: fc.tuple(...Array.from({ length: domains }, (_, i) => fc.nat(Math.max(0, i - 1)))),
  archived: fc.array(rarely, { minLength: domains, maxLength: domains }),
  held: fc.array(
    fc.array(fc.constantFrom<Held>("none", "none", "none", "key", "key", "block", "pass"), {
      minLength: 2,
      maxLength: 2,
    }),
    { minLength: domains, maxLength: domains },
  ),
  members: fc.uniqueArray(
    fc.record({ who: fc.integer({ min: 1, max: 2 }), where: place, active: fc.nat(4).map((n) => n > 0) }),
    { maxLength: 4, selector: ({ who, where }) => `${who} ${where}` },
  ),
  own: fc.array(fc.array(rarely, { minLength: 2, maxLength: 2 }), { minLength: 3, maxLength: 3 }),
  moves: fc.array(fc.record({ which: fc.integer({ min: 1, max: domains - 1 }), to: place }), { maxLength: 2 }),
});

/** The chain of a domain and everything above it, by walking its parents. */
function chainOf(parents: readonly number[], from: number): readonly number[] {
  const chain = [from];
  for (let at = from; at !== 0; chain.push(at)) at = parents[at] ?? 0;
  return chain;
}

/** The parents after the moves that a tree takes: none under itself. */
function moved({ parents, moves }: Tree): { parents: readonly number[]; taken: Tree["moves"] } {
  const now = [...parents];
  const taken = moves.filter(({ which, to }) => {
    if (chainOf(now, to).includes(which)) return false;
    now[which] = to;
    return true;
  });
  return { parents: now, taken };
}

/** The plain reference: whose key applies to a person in a domain, the number of a domain or `own`; undefined: none. */
function naively(
  tree: Tree,
  parents: readonly number[],
  who: number,
  where: number,
  tool: number,
): number | "own" | undefined {
  const chain = chainOf(parents, where);
  if (chain.some((domain) => tree.archived[domain])) return undefined;
  const member = (domain: number) =>
    (who === 0 && domain === 0) || tree.members.some((m) => m.who === who && m.where === domain && m.active);
  if (!chain.some(member)) return undefined;
  if (tree.own[who]?.[tool]) return "own";
  for (const domain of chain) {
    const held = tree.held[domain]?.[tool];
    if (held === "key") return domain;
    if (held === "block") return undefined;
  }
  return undefined;
}

/** Makes a batch of trees, each a company of its own, a statement for each kind of row; gives the ids of the companies. */
async function plant(sql: Sql, trees: readonly Tree[]): Promise<void> {
  const json = (rows: readonly object[]) => JSON.stringify(rows);
  const all = <T extends object>(of: (tree: Tree, n: number) => readonly T[]) => json(trees.flatMap(of));
  await sql`
    insert into QUAD_companies (name, admin_email, plan)
    select 'c' || n, 'admin@x.com', 'enterprise' from generate_series(0, ${trees.length - 1}::int) n`;
  await sql`insert into QUAD_domains (name, company_id) select c.name || '-d0', c.id from QUAD_companies c`;
  for (let level = 1; level < domains; level += 1) {
    await sql`
      insert into QUAD_domains (name, parent_domain_id)
      select t.name, p.id
      from json_to_recordset(${all(({ parents }, n) => [{ name: `c${n}-d${level}`, parent: `c${n}-d${parents[level]}` }])}::text::json)
        t (name text, parent text) join QUAD_domains p on p.name = t.parent`;
  }
  await sql`
    insert into QUAD_domain_members (domain_id, email, role) select id, 'admin@x.com', 'QUAD_ADMIN' from QUAD_domains where depth = 0`;
  await sql`
    insert into QUAD_domain_members (domain_id, email, role, status)
    select d.id, t.email, 'DEVELOPER', t.status
    from json_to_recordset(${all(({ members }, n) =>
      members.map(({ who, where, active }) => ({
        name: `c${n}-d${where}`,
        email: `${people[who]}@x.com`,
        status: active ? "active" : "pending",
      })),
    )}::text::json) t (name text, email text, status text) join QUAD_domains d using (name)`;
  await sql`
    insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path, inherit_from_parent)
    select d.id, t.tool, t.path, t.passes
    from json_to_recordset(${all(({ held }, n) =>
      held.flatMap((tools_, domain) =>
        tools_.flatMap((what, tool) =>
          what === "none"
            ? []
            : [
                {
                  name: `c${n}-d${domain}`,
                  tool: tools[tool],
                  path: what === "key" ? `d/${domain}` : null,
                  passes: what === "pass",
                },
              ],
        ),
      ),
    )}::text::json) t (name text, tool text, path text, passes boolean) join QUAD_domains d using (name)`;
  await sql`
    with own as (
      select c.id as company_id, t.email, t.tool
      from json_to_recordset(${all(({ own }, n) =>
        own.flatMap((has, who) =>
          has.flatMap((yes, tool) =>
            yes ? [{ company: `c${n}`, email: `${people[who]}@x.com`, tool: tools[tool] }] : [],
          ),
        ),
      )}::text::json) t (company text, email text, tool text) join QUAD_companies c on c.name = t.company
    ), users as (
      insert into QUAD_users (company_id, email) select distinct company_id, email from own returning id, company_id, email
    )
    insert into QUAD_user_integration_keys (user_id, tool_provider, vault_path)
    select u.id, o.tool, 'own/' || o.email from users u join own o using (company_id, email)`;
  for (const step of [0, 1]) {
    await sql`
      update QUAD_domains d set parent_domain_id = p.id
      from json_to_recordset(${all((one, n) =>
        moved(one)
          .taken.slice(step, step + 1)
          .map(({ which, to }) => ({ name: `c${n}-d${which}`, parent: `c${n}-d${to}` })),
      )}::text::json)
        t (name text, parent text) join QUAD_domains p on p.name = t.parent
      where d.name = t.name`;
  }
  await sql`
    update QUAD_domains set archived_at = now()
    where name in (select name from json_to_recordset(${all(({ archived }, n) => archived.flatMap((yes, i) => (yes ? [{ name: `c${n}-d${i}` }] : [])))}::text::json) t (name text))`;
}

/** An answer as a line: company, person, domain, tool, and whose key it is. */
const line = (n: number, who: string, domain: number, tool: string, whose: number | "own") =>
  `c${n} ${who} d${domain} ${tool} ${whose === "own" ? "own" : `d${whose}`}`;

/** What the reference says of every person, domain and tool; and an eighth of the questions, for the walk. */
function answersOf(trees: readonly Tree[]) {
  const expected: string[] = [];
  const asked: { company: string; email: string; domain: string; tool: string }[] = [];
  for (const [n, one] of trees.entries()) {
    const { parents } = moved(one);
    for (const [who, name] of people.entries()) {
      for (let where = 0; where < domains; where += 1) {
        for (const [tool, provider] of tools.entries()) {
          const whose = naively(one, parents, who, where, tool);
          if (whose !== undefined) expected.push(line(n, name, where, provider, whose));
          if ((n + who + where + tool) % 8 === 0)
            asked.push({ company: `c${n}`, email: `${name}@x.com`, domain: `c${n}-d${where}`, tool: provider });
        }
      }
    }
  }
  return { expected: expected.sort(), asked };
}

/** What the matrix says of everybody everywhere, as lines. */
async function matrixOf(sql: Sql): Promise<readonly string[]> {
  const rows = await sql<{ line: string }[]>`
    select concat_ws(' ', c.name, split_part(k.email, '@', 1), split_part(d.name, '-', 2), k.tool_provider,
      case when k.key_source = 'user' then 'own' else split_part(s.name, '-', 2) end) as line
    from QUAD_companies c, quad_effective_keys(c.id, 'below') k
    join QUAD_domains d on d.id = k.domain_id left join QUAD_domains s on s.path = k.source_path
    where k.tool_provider is not null`;
  return rows.map((row) => row.line).sort();
}

/** What the walk says to each question, as lines, and the path it ends at. */
const walksOf = (sql: Sql, asked: readonly object[]) => sql<{ line: string; path: string }[]>`
  select concat_ws(' ', t.company, split_part(t.email, '@', 1), split_part(t.domain, '-', 2), t.tool,
    case when k.key_source = 'user' then 'own' else split_part(s.name, '-', 2) end) as line, k.vault_path as path
  from json_to_recordset(${JSON.stringify(asked)}::text::json) t (company text, email text, domain text, tool text)
  join QUAD_companies c on c.name = t.company join QUAD_domains d on d.name = t.domain,
    quad_resolve_key(c.id, t.email, d.id, t.tool) k left join QUAD_domains s on s.id = k.source_domain_id`;

test(`in ${treesAtOnce * times} random trees the walk and the matrix agree with a walk from parent to parent`, {
  timeout: 600_000,
}, async () => {
  const agree = (trees: readonly Tree[]) => async (sql: Sql) => {
    await sql`update QUAD_install set deployment_model = 'cloud'`;
    // What the trail writes about them is not what is looked at.
    await sql.unsafe(`
      alter table QUAD_domains disable trigger quad_audit_insert; alter table QUAD_domains disable trigger quad_audit_update;
      alter table QUAD_domain_members disable trigger quad_audit_insert; alter table QUAD_domain_members disable trigger quad_audit_update;
      alter table QUAD_domain_integration_keys disable trigger quad_audit_insert`);
    await plant(sql, trees);
    const { expected, asked } = answersOf(trees);
    expect(await matrixOf(sql)).toEqual(expected);
    const questions = new Set(
      asked.map(
        ({ company, email, domain, tool }) => `${company} ${email.split("@")[0]} ${domain.split("-")[1]} ${tool}`,
      ),
    );
    const walks = await walksOf(sql, asked);
    expect(walks.map((row) => row.line).sort()).toEqual(
      expected.filter((one) => questions.has(one.split(" ").slice(0, 4).join(" "))),
    );
    const astray = walks.filter(
      ({ line: said, path }) =>
        path !== (said.endsWith("own") ? `own/${said.split(" ")[1]}@x.com` : `d/${said.slice(-1)}`),
    );
    expect(astray).toEqual([]);
  };
  const batch = fc.array(tree, { minLength: treesAtOnce, maxLength: treesAtOnce });
  // A database for each batch: what one leaves behind makes the next slower.
  const property = fc.asyncProperty(batch, async (trees) => {
    const { withSql, drop } = await createInstall();
    await withSql(agree(trees)).finally(drop);
  });
  await fc.assert(property, { numRuns: times });
});
