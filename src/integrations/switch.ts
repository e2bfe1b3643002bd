import { conflict } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { findIntegration, type Integration } from "./list.ts";
import { type IntegrationKeys, keysOf } from "./show.ts";

/** A switch of a company, and whether it was another way before. */
export interface Switched extends Integration {
  readonly changed: boolean;
  /** The name of the company's root; null where it has none. */
  readonly root: string | null;
  readonly keys: IntegrationKeys;
}

/**
 * Switches an integration of a company on or off. Throws not found, not allowed for who does not manage the company's keys, and a conflict
 * where one that is not there yet is switched on.
 */
export async function switchIntegration(
  sql: Sql,
  { id, roots }: { readonly id: string; readonly roots: readonly string[] },
  reference: string,
  on: boolean,
): Promise<Switched> {
  return transaction(sql, async (tx) => {
    const integration = await findIntegration(tx, id, reference);
    const { name, displayName, status } = integration;
    if (on && status === "coming_soon") {
      throw conflict(`${displayName} is coming soon: it is not there yet to be switched on.`, {
        hint: [
          `Say that you want it: quad request submit --tool ${name}`,
          "A patch will bring it: quad patch apply ./NAME.tar.gz",
        ],
      });
    }
    const [{ changed }] = await tx<[{ changed: boolean }]>`
      select quad_switch_integration(${id}, ${name}, ${on}) as changed`;
    return { ...integration, enabled: on, changed, root: roots[0] ?? null, keys: await keysOf(tx, id, name) };
  });
}
