import { conflict, notFound } from "../../errors.ts";
import type { Sql } from "../../postgres/sql.ts";
import { transaction } from "../../postgres/transaction.ts";
import { fingerprintOf, type PublicKey, parsePublicKey, publicKeyLine } from "../signature/public-key.ts";

/** A vendor's key as it stands here. */
export interface TrustedKey {
  readonly id: string;
  readonly label: string;
  readonly fingerprint: string;
  /** The key in one line, as `minisign -P` takes it. */
  readonly publicKey: string;
  /** The key that vouched for it; null where it was added by hand. */
  readonly vouchedBy: string | null;
  readonly addedAt: Date;
  readonly revokedAt: Date | null;
  readonly revokedBecause: string | null;
}

/** Every key that was ever trusted, the newest last. */
export async function listKeys(sql: Sql): Promise<readonly TrustedKey[]> {
  const rows = await sql<Omit<TrustedKey, "fingerprint">[]>`
    select key_id as id, label, public_key as "publicKey", vouched_by as "vouchedBy", created_at as "addedAt",
      revoked_at as "revokedAt", revoked_because as "revokedBecause"
    from QUAD_patch_keys order by created_at, key_id`;
  return rows.map((row) => ({ ...row, fingerprint: fingerprintOf(parsePublicKey(row.publicKey, row.id)) }));
}

/** The keys whose signatures are believed now. */
export async function trustedKeys(sql: Sql): Promise<readonly PublicKey[]> {
  const rows = await sql<{ id: string; key: string }[]>`
    select key_id as id, public_key as key from QUAD_patch_keys where revoked_at is null order by created_at`;
  return rows.map(({ id, key }) => parsePublicKey(key, id));
}

/**
 * Trusts a key from now on. `vouchedBy` is the key that signed its file. Throws a conflict where it is here already, or was revoked: what
 * was revoked once stays so.
 */
export async function addKey(
  sql: Sql,
  key: PublicKey,
  { label, vouchedBy = null }: { readonly label: string; readonly vouchedBy?: string | null | undefined },
): Promise<TrustedKey> {
  return transaction(sql, async (tx) => {
    const added = await tx`
      insert into QUAD_patch_keys (key_id, public_key, label, vouched_by)
      values (${key.id}, ${publicKeyLine(key)}, ${label}, ${vouchedBy})
      on conflict do nothing returning key_id`;
    const known = (await listKeys(tx)).find(({ id }) => id === key.id);
    if (!known)
      throw conflict(`The key ${key.id} is here under another id.`, { hint: "See them: quad patch trust list" });
    if (added.length > 0) return known;
    const hint = "See them: quad patch trust list";
    if (known.publicKey !== publicKeyLine(key)) throw conflict(`Another key has the id ${key.id} here.`, { hint });
    throw conflict(
      known.revokedAt === null
        ? `The key ${key.id} is trusted already.`
        : `The key ${key.id} was revoked on ${known.revokedAt.toISOString().slice(0, 10)}: ${known.revokedBecause}`,
      { hint },
    );
  });
}

/** Believes a key no more, nor what it vouched for. Throws not found, and a conflict where that is so already. */
export async function revokeKey(sql: Sql, id: string, because: string): Promise<readonly TrustedKey[]> {
  return transaction(sql, async (tx) => {
    const revoked = await tx<{ id: string }[]>`
      with recursive doomed as (
        select key_id from QUAD_patch_keys where key_id = ${id}
        union
        select k.key_id from doomed d join QUAD_patch_keys k on k.vouched_by = d.key_id
      )
      update QUAD_patch_keys k set revoked_at = current_timestamp, revoked_because = ${because}
      from doomed d where d.key_id = k.key_id and k.revoked_at is null
      returning k.key_id as id`;
    const all = await listKeys(tx);
    if (!all.some((key) => key.id === id))
      throw notFound(`There is no key ${id}.`, { hint: "See them: quad patch trust list" });
    if (revoked.length === 0)
      throw conflict(`The key ${id} was revoked already.`, { hint: "See them: quad patch trust list" });
    const ids = revoked.map((one) => one.id);
    return all.filter((key) => ids.includes(key.id));
  });
}
