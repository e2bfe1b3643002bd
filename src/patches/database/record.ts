import { bringIntegration, takeBackIntegration } from "../../integrations/catalogue.ts";
import type { Sql } from "../../postgres/sql.ts";
import type { Deal } from "../apply/deal.ts";

/** What a run is called in the trail. */
export const commandOf = ({ kind, name }: Pick<Deal, "kind" | "name">): string => `quad patch ${kind} ${name}`;

/** Writes down that a patch is applied, or taken back, in the transaction of whatever else it does. May be done again. */
export async function recordRun(tx: Sql, deal: Deal): Promise<void> {
  const { kind, name, reverts } = deal;
  if (kind === "rollback") {
    await tx`update QUAD_patches set rolled_back_at = current_timestamp where id = ${reverts}`;
    await takeBackIntegration(tx, name);
    return;
  }
  await tx`${inserted(tx, deal)} on conflict (id) do update set rolled_back_at = null, undone_at = null`;
  await bring(tx, deal);
}

/**
 * Writes down that a patch was tried and taken back, or that one is applied still. With `always` also where its row went with the database
 * that it was written in.
 */
export async function recordUndone(tx: Sql, deal: Deal, { always }: { readonly always: boolean }): Promise<void> {
  const { id, kind, name, reverts } = deal;
  if (kind === "rollback") {
    await tx`update QUAD_patches set rolled_back_at = null where id = ${reverts}`;
    await bring(tx, deal);
    return;
  }
  if (always) await tx`${inserted(tx, deal)} on conflict (id) do nothing`;
  await tx`
    update QUAD_patches set rolled_back_at = current_timestamp, undone_at = current_timestamp
    where id = ${id} and rolled_back_at is null`;
  await takeBackIntegration(tx, name);
}

/** Writes into a database that was restored where it is from: nobody took the trail back. */
export async function recordRestored(tx: Sql, { name, restores }: Deal): Promise<void> {
  const [{ there }] = await tx<[{ there: boolean }]>`select to_regclass('QUAD_audit') is not null as there`;
  if (!there) return;
  await tx`
    insert into QUAD_audit (table_name, row_id, action, actor, login, command, transaction_id, after)
    select 'quad_install', i.install_id::text, 'update', quad_answerable(null), session_user, ${`quad patch restore ${name}`},
      txid_current(), ${JSON.stringify({ restored: name, database: true, files: restores?.files ?? false })}::text::jsonb
    from QUAD_install i`;
}

/** Writes into a database of before a patch that it was applied, and taken back with everything since. */
export async function recordDiscarded(tx: Sql, deal: Deal): Promise<void> {
  await tx`
    ${inserted(tx, { ...deal, id: deal.reverts ?? deal.id })} on conflict (id) do nothing`;
  await tx`update QUAD_patches set rolled_back_at = current_timestamp where id = ${deal.reverts}`;
}

async function bring(tx: Sql, { integration, name, channel }: Deal): Promise<void> {
  if (integration) await bringIntegration(tx, integration, { patch: name, channel });
}

const inserted = (tx: Sql, { id, name, version, channel, sequence, sha256, keyId }: Deal) => tx`
  insert into QUAD_patches (id, name, version, channel, sequence, sha256, key_id)
  values (${id}, ${name}, ${version}, ${channel}, ${sequence}, ${sha256}, ${keyId})`;
