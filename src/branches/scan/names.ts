import type { DomainRef } from "../../domains/find.ts";
import type { Sql } from "../../postgres/sql.ts";
import { readFromNames } from "./reading.ts";
import { type Scan, scan } from "./scan.ts";
import { namedSubject } from "./subject.ts";

/** Takes the names for all the branches that a repository has. Throws as `namedSubject` does, and a usage error of a base that is not there. */
export async function scanNames(
  sql: Sql,
  repository: string,
  names: readonly string[],
  { domain, base }: { readonly domain: DomainRef | undefined; readonly base: string | undefined },
): Promise<Scan> {
  const subject = await namedSubject(sql, repository, domain);
  const chosen = "binding" in subject ? { binding: { ...subject.binding, base } } : subject;
  const usual = "bound" in subject ? subject.bound.base : null;
  return scan(sql, chosen, async () => readFromNames(names, base ?? usual), base);
}
