import { type Asked, askFor, needsApproval } from "../approvals/ask.ts";
import { findDomain } from "../domains/find.ts";
import { conflict } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { type NewKey, onlyDomains } from "./set.ts";
import { type Holder, lockKey, type StoredKey, storedKey } from "./stored.ts";

/** The new path of a key that there is. */
export interface Rotation extends NewKey {
  /** For how many seconds the path that is there now is kept; 0: not at all. */
  readonly grace: number;
}

export interface RotatedKey {
  readonly key: StoredKey;
}

/**
 * Gives a key another path, and keeps the one it had for a grace period; who did it is noted with it. Throws not found where there
 * is no key, and a conflict where the path is the same. Where the company wants keys approved, a domain's is asked for.
 */
export async function rotateKey(sql: Sql, wanted: Rotation): Promise<RotatedKey | Asked> {
  const { provider, holder, path, grace, expiresAt } = wanted;
  return transaction(sql, async (tx) => {
    if (holder.domain === undefined && wanted.ask) throw onlyDomains();
    if (holder.domain !== undefined) {
      const { id, companyId } = await findDomain(tx, holder.domain);
      if (wanted.ask || (await needsApproval(tx, companyId, "key"))) {
        const particulars = {
          tool_provider: provider,
          expires_at: expiresAt?.toISOString(),
          grace_hours: grace / 3600,
        };
        return askFor(tx, id, "key", particulars, path);
      }
    }
    const key = await lockKey(tx, holder, provider);
    if (key.state !== "key") throw noKey(key);
    if (key.path === path) {
      throw conflict(`The ${provider} key of ${whose(key)} is at that path already.`, {
        hint: `See it: quad key show ${provider} ${flagOf(key)}`,
      });
    }
    await tx`
      update ${tableOf(tx, key)} k set vault_path = ${path}, expires_at = ${expiresAt ?? null},
        former_vault_path = case when ${grace > 0} then k.vault_path end,
        former_until = case when ${grace > 0} then current_timestamp + ${grace}::float * interval '1 second' end,
        former_expires_at = case when ${grace > 0} then k.expires_at end
      where id = ${key.id}`;
    return { key: await storedKey(tx, holder, provider) };
  });
}

/**
 * Ends a rotation: `back` takes the former path again, with the expiry that it had, in place of the new one; `finish` forgets it. Throws
 * a conflict without one. Where the company wants keys approved, going back is asked for.
 */
export async function endRotation(
  sql: Sql,
  holder: Holder,
  provider: string,
  how: "back" | "finish",
): Promise<RotatedKey | Asked> {
  return transaction(sql, async (tx) => {
    const key = await lockKey(tx, holder, provider);
    if (key.formerPath === null) {
      throw conflict(`No former path is kept of the ${provider} key of ${whose(key)}.`, {
        hint: `See it: quad key show ${provider} ${flagOf(key)}`,
      });
    }
    if (how === "back" && key.domain !== null) {
      const { id, companyId } = await findDomain(tx, key.domain);
      if (await needsApproval(tx, companyId, "key")) {
        return askFor(tx, id, "key", { tool_provider: provider }, key.formerPath);
      }
    }
    const back = how === "back";
    await tx`
      update ${tableOf(tx, key)} set vault_path = ${back ? tx`former_vault_path` : tx`vault_path`},
        expires_at = ${back ? tx`former_expires_at` : tx`expires_at`},
        former_vault_path = null, former_until = null, former_expires_at = null
      where id = ${key.id}`;
    return { key: await storedKey(tx, holder, provider) };
  });
}

const tableOf = (tx: Sql, { domain }: StoredKey) =>
  domain === null ? tx`QUAD_user_integration_keys` : tx`QUAD_domain_integration_keys`;
const whose = ({ domain, user }: StoredKey): string => domain ?? user ?? "";
export const flagOf = ({ domain, user }: Pick<StoredKey, "domain" | "user">): string =>
  domain === null ? `--user ${user}` : `--domain ${domain.slice(1)}`;

const noKey = (key: StoredKey) =>
  conflict(
    `${whose(key)} ${key.state === "blocked" ? "blocks" : "passes on"} ${key.provider}, and has no key to rotate.`,
    {
      hint: `Set one: quad key set ${key.provider} ${flagOf(key)} --path PATH`,
    },
  );
