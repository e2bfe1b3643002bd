import { isDeepStrictEqual } from "node:util";
import type { Sql } from "../postgres/sql.ts";

/** How far an integration is: it can be used, is being tried out, or is not there yet. */
export type IntegrationStatus = "active" | "beta" | "coming_soon";

/** What a patch's manifest says of the integration that it brings. */
export interface Brought {
  /** A slug. */
  readonly name: string;
  readonly display_name: string;
  /** Whose list it stands in, such as backend. */
  readonly role: string;
}

/** The patch that brings it. */
export interface BroughtBy {
  readonly patch: string;
  readonly channel: "beta" | "prod";
}

/** What the catalogue says of an integration by one patch, and what it said before. */
interface Entry {
  readonly display_name: string;
  readonly role: string | null;
  readonly status: IntegrationStatus;
  /** null for what came with the platform. */
  readonly brought_by: string | null;
  /** null where there was nothing. */
  readonly replaced: Entry | null;
}

/**
 * Puts what a patch brings into the catalogue: beta by a beta patch, active by a production one. What stood there before is kept with it.
 * To be called in the transaction that records the patch; a second call for the same patch changes nothing.
 */
export async function bringIntegration(sql: Sql, brought: Brought, { patch, channel }: BroughtBy): Promise<void> {
  const { name, display_name } = brought;
  const before = await lockEntry(sql, name);
  if (patchesOf(before).includes(patch)) return;
  const role = brought.role.trim().toLowerCase();
  const status: IntegrationStatus = channel === "beta" ? "beta" : "active";
  await sql`
    insert into QUAD_integrations as i (name, display_name, role, status, brought_by, replaced, health_path)
    values (${name}, ${display_name}, ${role}, ${status}, ${patch}, ${asJson(before)}::text::jsonb, ${healthPath(name)})
    on conflict (name) do update set display_name = excluded.display_name, role = excluded.role, status = excluded.status,
      brought_by = excluded.brought_by, replaced = excluded.replaced`;
}

/**
 * Takes back what a patch has brought: the catalogue says what it said before, or what later patches made of it. To be called in the
 * transaction that records that the patch was rolled back; where there is nothing to be taken back, nothing is done.
 */
export async function takeBackIntegration(sql: Sql, patch: string): Promise<void> {
  const brought = await sql<{ name: string }[]>`
    select name from QUAD_integrations
    where brought_by = ${patch} or jsonb_path_exists(replaced, '$.**.brought_by ? (@ == $patch)', jsonb_build_object('patch', ${patch}::text))`;
  for (const { name } of brought) {
    const entry = await lockEntry(sql, name);
    const left = without(entry, patch);
    if (left === null) await sql`delete from QUAD_integrations where name = ${name}`;
    else if (!isDeepStrictEqual(left, entry)) {
      await sql`
        update QUAD_integrations set display_name = ${left.display_name}, role = ${left.role}, status = ${left.status},
          brought_by = ${left.brought_by}, replaced = ${asJson(left.replaced)}::text::jsonb
        where name = ${name}`;
    }
  }
}

/** Where the platform says whether an integration works (spec, Step 6). */
const healthPath = (name: string): string => `/api/integrations/${name}/health`;

/** What the catalogue says now, and nobody else changes it until the transaction ends. */
async function lockEntry(sql: Sql, name: string): Promise<Entry | null> {
  const [entry] = await sql<Entry[]>`
    select display_name, role, status, brought_by, replaced from QUAD_integrations where name = ${name} for update`;
  return entry ?? null;
}

const asJson = (entry: Entry | null): string | null => (entry === null ? null : JSON.stringify(entry));

/** The patches by which an entry came to be what it is, the last first. */
const patchesOf = (entry: Entry | null): readonly string[] =>
  entry === null ? [] : [...(entry.brought_by === null ? [] : [entry.brought_by]), ...patchesOf(entry.replaced)];

/** The same as if the patch had not been. */
function without(entry: Entry | null, patch: string): Entry | null {
  if (entry === null) return null;
  if (entry.brought_by === patch) return entry.replaced;
  return { ...entry, replaced: without(entry.replaced, patch) };
}
