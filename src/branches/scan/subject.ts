import type { DomainRef } from "../../domains/find.ts";
import { usage } from "../../errors.ts";
import type { Sql } from "../../postgres/sql.ts";
import { shellWord } from "../../terminal/shell-word.ts";
import { boundElsewhere } from "../bind.ts";
import type { GitOptions } from "../git/git.ts";
import { type Location, parseLocation } from "../git/location.ts";
import {
  boundRepository,
  handedOver,
  isHandedOver,
  mustReport,
  parseRepositoryName,
  type Repository,
  usualName,
} from "../repository.ts";
import type { Subject } from "./scan.ts";

/** A repository that git reads, and what is known of it. */
export interface Readable {
  readonly subject: Subject;
  readonly location: Location;
}

/**
 * The repository that somebody means by its path, its URL, or the name under which it is bound; where it is not, it is to be bound to
 * `domain`. Throws a usage error where no domain is said, a conflict where it is another's, not found and not allowed.
 */
export async function readableSubject(
  sql: Sql,
  text: string,
  domain: DomainRef | undefined,
  git: GitOptions,
): Promise<Readable> {
  const companyId = domain?.companyId;
  const isPlain = !/[/:]/.test(text) && !/^\.+$/.test(text);
  const named = isPlain ? await boundRepository(sql, { name: text }, companyId) : undefined;
  const location = named ? locationOf(named) : await parseLocation(text, git);
  const bound = named ?? (await boundRepository(sql, { location: location.text }, companyId));
  if (bound) return { subject: await known(sql, bound, domain), location };
  if (!domain) throw notBound(location.text, `--repo ${shellWord(text)}`);
  await mustReport(sql, domain);
  return { subject: { binding: { domain, name: usualName(location), location: location.text } }, location };
}

/** Where git reads a bound repository. Throws a usage error where its names are handed over. */
export function locationOf(repository: Repository): Location {
  const { name, location: text } = repository;
  if (!isHandedOver(repository)) return { kind: text.startsWith("/") ? "local" : "remote", text, name };
  throw usage(`git does not read ${name} here; its branches are handed over.`, {
    hint: `As in: git ls-remote --heads … | quad branch scan --stdin --repo ${name}`,
  });
}

/** The repository of a name whose branches are handed over. Throws as `readableSubject` does. */
export async function namedSubject(sql: Sql, text: string, domain: DomainRef | undefined): Promise<Subject> {
  const name = parseRepositoryName(text);
  const bound = await boundRepository(sql, { name }, domain?.companyId);
  if (bound) return known(sql, bound, domain);
  if (!domain) throw notBound(name, `--stdin --repo ${name}`);
  await mustReport(sql, domain);
  return { binding: { domain, name, location: handedOver(name) } };
}

async function known(sql: Sql, bound: Repository, domain: DomainRef | undefined): Promise<Subject> {
  if (domain && bound.domainId !== domain.id) throw boundElsewhere(bound.location, bound);
  await mustReport(sql, { id: bound.domainId, path: bound.domain, archivedAt: bound.archivedAt });
  return { bound };
}

const notBound = (what: string, flags: string) =>
  usage(`${what} is not bound to a domain yet.`, {
    hint: `Say whose work its branches are: quad branch scan ${flags} --domain DOMAIN`,
  });
