import { notFound } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import type { Position } from "./position.ts";

/** Whose a key is: a person's own, or that of a domain, by its place in the tree. */
export type KeySource = "user" | "subdomain" | "domain" | "root";

/** What became of one candidate on the walk. */
export interface Step {
  readonly source: KeySource;
  /** The path of the domain; null for the person's own key. */
  readonly domain: string | null;
  /**
   * applies: it is the answer. withheld: it would be, but for the obstacle. blocked: here it was decided that nothing applies.
   * shadowed: a nearer one decides. passed_on: to the parent, on purpose. nothing: there is none.
   */
  readonly outcome: "applies" | "withheld" | "blocked" | "shadowed" | "passed_on" | "nothing";
  readonly keyId: string | null;
  /** Null too where it is not for who asks. */
  readonly path: string | null;
  /** The path before the last rotation, while it is kept. */
  readonly formerPath: string | null;
  readonly expiresAt: Date | null;
}

/** Which key applies to a person in a domain, and why. */
export interface Resolution {
  readonly provider: string;
  readonly email: string;
  readonly domain: string;
  /** Null: nothing applies. */
  readonly applies: (Pick<Step, "source" | "domain" | "path" | "expiresAt"> & { readonly expired: boolean }) | null;
  /** Why nothing can: the domain is archived (or one above it), or the person is no (or not yet an active) member. */
  readonly obstacle: "archived" | "no_member" | "pending" | null;
  /** The walk, the nearest candidate first (spec, Key Priority). */
  readonly steps: readonly Step[];
}

/**
 * Which key applies to a person in a domain (spec, Key Database Functions 5), with the whole walk. Writes nothing. Throws not
 * allowed for who may not ask: everybody may for themselves, who manages keys there for others.
 */
export async function resolveKey(
  sql: Sql,
  { companyId, email, domain }: Position,
  provider: string,
): Promise<Resolution> {
  const rows = await sql<(Step & Pick<Resolution, "obstacle"> & { expired: boolean })[]>`
    select w.key_source as source, w.source_path as domain, w.outcome, w.key_id as "keyId", w.vault_path as path,
      w.former_vault_path as "formerPath", w.expires_at as "expiresAt", w.obstacle, coalesce(w.expires_at <= current_timestamp, false) as expired
    from quad_key_walk(${companyId}, ${email}, ${domain.id}, ${provider}) w`;
  const found = rows.find(({ outcome }) => outcome === "applies");
  return {
    provider,
    email,
    domain: domain.path,
    applies: found
      ? {
          source: found.source,
          domain: found.domain,
          path: found.path,
          expiresAt: found.expiresAt,
          expired: found.expired,
        }
      : null,
    obstacle: rows[0]?.obstacle ?? null,
    steps: rows.map(({ obstacle: _, expired: __, ...step }) => step),
  };
}

/** The failure that says why no key applies. */
export function nothingApplies(resolution: Resolution) {
  const { provider, email, domain } = resolution;
  return notFound(`No ${provider} key applies to ${email} in ${domain}.`, {
    detail: whyNothing(resolution),
    hint: `See the walk: quad key resolve ${provider} --user ${email} --domain ${domain.slice(1)} --explain`,
  });
}

/** In a sentence why nothing applies; undefined where something does. */
export function whyNothing({ applies, obstacle, email, domain, steps }: Resolution): string | undefined {
  if (applies) return undefined;
  if (obstacle === "archived") return `${domain} is archived, or lies below a domain that is: nothing applies there.`;
  if (obstacle === "no_member") return `${email} is a member neither of ${domain} nor of anything above it.`;
  if (obstacle === "pending") return `${email} was invited, and has not accepted yet.`;
  const block = steps.find(({ outcome }) => outcome === "blocked");
  return block
    ? `${block.domain} blocks it, on purpose.`
    : `Neither they nor ${domain}, nor anything above it, has one.`;
}
