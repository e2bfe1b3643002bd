import { type Asked, askFor, needsApproval } from "../approvals/ask.ts";
import { type DomainRef, findDomain } from "../domains/find.ts";
import { conflict, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { companyOf } from "./position.ts";
import { findKey, type Holder, lockKey, type StoredKey, storedKey } from "./stored.ts";

export interface NewKey {
  readonly provider: string;
  readonly holder: Holder;
  /** A path as `parseVaultPath` gives it. */
  readonly path: string;
  readonly expiresAt?: Date | undefined;
  /** Ask for it, whoever may do it. */
  readonly ask?: boolean | undefined;
}

/** A key that was set, and what was there before. */
export interface SetKey {
  readonly key: StoredKey;
  readonly before: StoredKey | null;
  /** Tools of like names that have keys, where this is the first key for this one: it may be misspelt. */
  readonly similar: readonly string[];
}

/**
 * Sets the key of a domain or of a person for a tool; what was there is replaced. A person's account is made where there is none.
 * Throws not allowed. Where the company wants keys approved, a domain's is asked for.
 */
export async function setKey(sql: Sql, { provider, holder, path, expiresAt, ask }: NewKey): Promise<SetKey | Asked> {
  return transaction(sql, async (tx) => {
    const similar = await similarProviders(tx, provider);
    if (holder.domain === undefined) {
      if (ask) throw onlyDomains();
      const before = (await findKey(tx, holder, provider)) ?? null;
      const companyId = await companyOf(tx, holder.user);
      const [{ account }] = await tx<[{ account: string }]>`
        select quad_account_for_keys(${companyId}, ${holder.user}) as account`;
      await tx`
        insert into QUAD_user_integration_keys as k (user_id, tool_provider, vault_path, expires_at)
        values (${account}, ${provider}, ${path}, ${expiresAt ?? null})
        on conflict (user_id, tool_provider) do update set
          vault_path = excluded.vault_path, expires_at = excluded.expires_at,
          former_vault_path = case when k.vault_path = excluded.vault_path then k.former_vault_path end,
          former_until = case when k.vault_path = excluded.vault_path then k.former_until end,
          former_expires_at = case when k.vault_path = excluded.vault_path then k.former_expires_at end`;
      return { key: await storedKey(tx, holder, provider), before, similar };
    }
    const domain = await findDomain(tx, holder.domain);
    if (ask || (await needsApproval(tx, domain.companyId, "key"))) {
      const particulars = { tool_provider: provider, expires_at: expiresAt?.toISOString() };
      return askFor(tx, domain.id, "key", particulars, path);
    }
    const before = (await findKey(tx, { domain: domain.id }, provider)) ?? null;
    await tx`select quad_put_key(${domain.id}, ${provider}, ${path}, false, ${expiresAt ?? null}, null)`;
    return { key: await storedKey(tx, { domain: domain.id }, provider), before, similar };
  });
}

/** What a domain or a person had, and has no more. */
export interface UnsetKey {
  readonly removed: StoredKey;
}

/** Takes away what a domain or a person has for a tool; what is above applies again. Throws not found, and not allowed. */
export async function unsetKey(sql: Sql, holder: Holder, provider: string): Promise<UnsetKey> {
  return transaction(sql, async (tx) => {
    const removed = await lockKey(tx, holder, provider);
    if (removed.domain === null) await tx`delete from QUAD_user_integration_keys where id = ${removed.id}`;
    else await tx`delete from QUAD_domain_integration_keys where id = ${removed.id}`;
    return { removed };
  });
}

/** A domain in which nothing applies for a tool from now on. */
export interface BlockedKey {
  readonly provider: string;
  readonly domain: string;
  /** Its own key until now. */
  readonly before: StoredKey | null;
}

/**
 * Records that no key applies in a domain and below it, whatever is above. Throws a conflict where it is blocked already. Where
 * the company wants keys approved, it is asked for.
 */
export async function blockKey(
  sql: Sql,
  reference: string,
  provider: string,
  ask: boolean | undefined,
): Promise<BlockedKey | Asked> {
  return transaction(sql, async (tx) => {
    const domain = await findDomain(tx, reference);
    if (ask || (await needsApproval(tx, domain.companyId, "key"))) {
      return askFor(tx, domain.id, "key", { tool_provider: provider });
    }
    const before = (await findKey(tx, { domain: domain.id }, provider)) ?? null;
    if (before?.state === "blocked") throw alreadyBlocked(domain, provider);
    await tx`select quad_put_key(${domain.id}, ${provider}, null, false, null, null)`;
    return { provider, domain: domain.path, before };
  });
}

/** The refusal to ask for what nobody has to approve. */
export const onlyDomains = () =>
  usage("Only a domain's key is asked for; a person's own is theirs.", { hint: "Leave out --ask." });

const alreadyBlocked = ({ path }: DomainRef, provider: string) =>
  conflict(`${path} blocks ${provider} already.`, {
    hint: `Let it pass again: quad key unset ${provider} --domain ${path.slice(1)}`,
  });

/** Where a tool has no key yet: the tools that have, and whose names differ by a letter or two. */
async function similarProviders(tx: Sql, provider: string): Promise<readonly string[]> {
  const rows = await tx<{ provider: string }[]>`
    select distinct tool_provider as provider from QUAD_domain_integration_keys
    union select tool_provider from QUAD_user_integration_keys`;
  const known = rows.map((row) => row.provider);
  if (known.includes(provider)) return [];
  const { distance } = await import("fastest-levenshtein");
  return known.filter((other) => distance(other, provider) <= (provider.length > 5 ? 2 : 1)).sort();
}
