import { keyMatrix } from "../keys/matrix.ts";
import { listKeys } from "../keys/stored.ts";
import type { Sql } from "../postgres/sql.ts";
import { findIntegration, type Integration } from "./list.ts";

/** Which keys there are for an integration, as far as who acts may see; never where they lead to. */
export interface IntegrationKeys {
  /** The paths of the domains that have one of their own. */
  readonly domains: readonly string[];
  /** The paths of those in which none applies, on purpose. */
  readonly blocked: readonly string[];
  /** How many people have one of their own. */
  readonly people: number;
  /** In how many memberships one applies, and in how many none does. */
  readonly memberships: { readonly with: number; readonly without: number };
}

export interface ShownIntegration extends Integration {
  readonly keys: IntegrationKeys;
}

/** One integration as a company has it, with its keys. Throws not found, with what comes near. */
export async function showIntegration(sql: Sql, companyId: string, reference: string): Promise<ShownIntegration> {
  const integration = await findIntegration(sql, companyId, reference);
  return { ...integration, keys: await keysOf(sql, companyId, integration.name) };
}

/** The keys of a company for an integration: a tool's keys are under the name that it has in the catalogue. */
export async function keysOf(sql: Sql, companyId: string, name: string): Promise<IntegrationKeys> {
  const stored = await listKeys(sql, { provider: name, companyId });
  const { rows } = await keyMatrix(sql, companyId, { provider: name });
  const domainsIn = (state: string) =>
    stored.flatMap((key) => (key.domain !== null && key.state === state ? [key.domain] : []));
  const covered = rows.filter(({ keys }) => name in keys).length;
  return {
    domains: domainsIn("key"),
    blocked: domainsIn("blocked"),
    people: stored.filter(({ user }) => user !== null).length,
    memberships: { with: covered, without: rows.length - covered },
  };
}
