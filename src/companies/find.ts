import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";

/** A company as it is shown and named. */
export interface Company {
  readonly id: string;
  readonly name: string;
  readonly adminEmail: string;
  readonly size: string | null;
  readonly plan: string;
  /** Distinct people with a membership, active or pending. */
  readonly people: number;
  /** Null: as many as they like. */
  readonly seatLimit: number | null;
  readonly roots: readonly string[];
  /** Whether it is counted how often keys are taken out of the vault. */
  readonly countsKeyUses: boolean;
}

/** Every company, by name. */
export async function listCompanies(sql: Sql): Promise<readonly Company[]> {
  return sql<Company[]>`
    select c.id, c.name, c.admin_email as "adminEmail", c.size, c.plan, s.used as people, s.seat_limit as "seatLimit",
      (select coalesce(json_agg(d.name order by d.name), '[]')
       from QUAD_domains d where d.company_id = c.id and d.depth = 0) as roots,
      c.counts_key_uses as "countsKeyUses"
    from QUAD_companies c join QUAD_seats s on s.company_id = c.id
    order by lower(c.name), c.id`;
}

/**
 * The company that a person means by its name (any case), the name of its root, or its id; the only one when nothing
 * is said. Throws not found, and a usage error that lists the candidates.
 */
export async function findCompany(sql: Sql, reference: string | undefined): Promise<Company> {
  const all = await listCompanies(sql);
  if (all.length === 0) throw notFound("There is no company yet.", { hint: "Make one: quad init" });
  const wanted = reference?.trim().toLowerCase();
  const found =
    wanted === undefined
      ? ownOf(all)
      : all.filter(
          ({ id, name, roots }) =>
            id === wanted || name.toLowerCase() === wanted || roots.includes(wanted.replace(/^\//, "")),
        );
  const [first, ...others] = found;
  if (first && others.length === 0) return first;
  if (first) {
    throw usage(
      wanted === undefined ? "There are several companies." : `${shortened(reference ?? "")} names several companies.`,
      {
        detail: found.slice(0, 20).map(({ id, name, roots }) => `  ${name} (${roots.join(", ") || `no root; ${id}`})`),
        hint: found.some(({ roots }) => roots.length === 0)
          ? "Say which, by the name of its root or by its id: --company ROOT"
          : "Say which, by the name of its root: --company ROOT",
      },
    );
  }
  throw notFound(`There is no company ${JSON.stringify(shortened(reference ?? ""))}.`, {
    hint: "See them: quad company list",
  });
}

/** Companies that work here: customers, of whom there are only requests, have no root. All of them, where none has one yet. */
function ownOf(companies: readonly Company[]): readonly Company[] {
  const rooted = companies.filter(({ roots }) => roots.length > 0);
  return rooted.length > 0 ? rooted : companies;
}
