import { conflict, notFound, QuadError } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { localDay } from "../terminal/style.ts";
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
  const step = resolution.steps.find(({ outcome }) => outcome === "applies");
  if (!applies || !step?.keyId) throw nothingApplies(resolution);
  const [{ me }] = await sql<[{ me: string }]>`select quad_answerable(${position.companyId}) as me`;
  if (applies.path === null || (applies.source === "user" && me !== email)) {
    throw new QuadError(
      "notAllowed",
      `The ${provider} key of ${email} is their own, and nobody else takes it out of the vault.`,
      {
        hint: `Use the one that applies to you: quad key exec --provider ${provider} --domain ${domain.slice(1)} -- COMMAND`,
      },
    );
  }
  const holder = applies.domain === null ? `--user ${email}` : `--domain ${applies.domain.slice(1)}`;
  if (applies.expired && !expired) {
    throw conflict(
      `The ${provider} key of ${applies.domain ?? email} has expired on ${applies.expiresAt && localDay(applies.expiresAt)}.`,
      {
        hint: [`Rotate it: quad key rotate ${provider} ${holder} --path PATH`, "Use it all the same: --even-expired"],
      },
    );
  }
  if (!former) return { resolution, keyId: step.keyId, path: applies.path };
  if (step.formerPath !== null) return { resolution, keyId: step.keyId, path: step.formerPath };
  throw notFound(`No former path of the ${provider} key of ${applies.domain ?? email} is kept.`, {
    hint: "Leave out --former.",
  });
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
