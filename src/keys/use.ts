import { conflict, notFound, QuadError } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import type { Position } from "./position.ts";
import { nothingApplies, type Resolution, resolveKey } from "./resolve.ts";

/** A key that may be taken out of the vault. */
export interface UsableKey {
  readonly resolution: Resolution;
  readonly keyId: string;
  /** Its path into the vault. */
  readonly path: string;
}

export interface UseOptions {
  /** The path before the last rotation, while it is kept. */
  readonly former?: boolean | undefined;
  /** One that has expired as well. */
  readonly expired?: boolean | undefined;
}

/**
 * The key that applies, where the one who acts may take it out of the vault: their own, or where they manage keys, though never
 * another person's own. Throws not found where none applies, not allowed, and a conflict for one that has expired.
 */
export async function usableKey(
  sql: Sql,
  position: Position,
  provider: string,
  { former = false, expired = false }: UseOptions,
): Promise<UsableKey> {
  const resolution = await resolveKey(sql, position, provider);
  const { applies, email, domain } = resolution;
  const keyId = resolution.steps.find(({ outcome }) => outcome === "applies")?.keyId;
  if (!applies || !keyId) throw nothingApplies(resolution);
  if (applies.path === null) {
    throw new QuadError(
      "notAllowed",
      `The ${provider} key of ${email} is their own, and nobody else takes it out of the vault.`,
      {
        hint: `Use the one of a domain, as yourself: quad key exec --provider ${provider} --domain ${domain.slice(1)} -- COMMAND`,
      },
    );
  }
  const holder = applies.domain === null ? `--user ${email}` : `--domain ${applies.domain.slice(1)}`;
  if (applies.expired && !expired) {
    throw conflict(
      `The ${provider} key of ${applies.domain ?? email} has expired on ${applies.expiresAt?.toISOString().slice(0, 10)}.`,
      {
        hint: [`Rotate it: quad key rotate ${provider} ${holder} --path PATH`, "Use it all the same: --even-expired"],
      },
    );
  }
  return {
    resolution,
    keyId,
    path: former ? await formerPath(sql, keyId, `${provider} key of ${applies.domain ?? email}`) : applies.path,
  };
}

async function formerPath(sql: Sql, keyId: string, which: string): Promise<string> {
  const [row] = await sql<{ path: string | null }[]>`
    select k.former_vault_path as path
    from (select id, former_vault_path, former_until from QUAD_domain_integration_keys
          union all select id, former_vault_path, former_until from QUAD_user_integration_keys) k
    where k.id = ${keyId} and k.former_until > current_timestamp`;
  if (row?.path) return row.path;
  throw notFound(`No former path of the ${which} is kept, or none that you may see.`, { hint: "Leave out --former." });
}

/**
 * Writes into the trail that a key was taken out of the vault, and counts it where the company counts. Comes before it is handed
 * out. Throws a conflict where the key is another by now.
 */
export async function recordUse(
  sql: Sql,
  { companyId, email, domain }: Position,
  { resolution, keyId, path }: UsableKey,
  way: "exec" | "reveal",
): Promise<void> {
  await transaction(
    sql,
    async (tx) =>
      tx`select quad_use_key(${companyId}, ${email}, ${domain.id}, ${resolution.provider}, ${way}, ${keyId}, ${path})`,
  );
}
