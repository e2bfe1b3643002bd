import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";
import { didYouMean, nearest } from "../values/near.ts";

/** A domain as far as it takes to name it and work on it. */
export interface DomainRef {
  readonly id: string;
  readonly companyId: string;
  readonly name: string;
  readonly path: string;
  readonly depth: number;
  readonly archivedAt: Date | null;
}

/**
 * The domain that a person means by its path (leading slash optional), by its id, or by its bare name where that is
 * unique. Throws not found with what comes near, and a usage error that lists the candidates of an ambiguous name.
 */
export async function findDomain(sql: Sql, reference: string): Promise<DomainRef> {
  const wanted = reference.trim().replace(/\/+$/, "");
  if (!/^\/?[A-Za-z0-9-]+(\/[A-Za-z0-9-]+)*$/.test(wanted) || wanted.length > 2000) {
    throw usage(`${JSON.stringify(shortened(reference))} is not the path or the name of a domain.`, {
      hint: "See the tree: quad domain tree",
    });
  }
  const path = `/${wanted.replace(/^\//, "").toLowerCase()}`;
  const name = wanted.includes("/") ? null : wanted.toLowerCase();
  const id = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(wanted) ? wanted : null;
  const found = await sql<DomainRef[]>`
    select id, company_id as "companyId", name, path, depth, archived_at as "archivedAt"
    from QUAD_domains
    where path = ${path} or name = ${name} or id = ${id}
    order by path <> ${path}, path limit 9`;
  const [first] = found;
  if (first && (found.length === 1 || first.path === path)) return first;
  if (first) {
    throw usage(`${shortened(wanted)} could be any of several domains.`, {
      detail: found.slice(0, 8).map((domain) => `  ${domain.path}${domain.archivedAt ? " (archived)" : ""}`),
      hint: "Name it by its path.",
    });
  }
  const near = await nearNames(sql, path);
  throw notFound(`There is no domain ${shortened(wanted)}.`, {
    hint: didYouMean(near, "See the tree: quad domain tree"),
  });
}

async function nearNames(sql: Sql, path: string): Promise<readonly string[]> {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const candidates = await sql<{ path: string; name: string }[]>`
    select path, name from QUAD_domains order by depth, path limit 5000`;
  // People remember a name whole, its beginning, or one word of it.
  const near = await nearest(name, candidates, {
    spellings: (one) => [one.name, one.name.slice(0, name.length), ...one.name.split("-")],
  });
  return near.map((one) => one.path.slice(1));
}
