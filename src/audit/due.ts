import { existsSync } from "node:fs";
import { QuadError } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { checkpointFiles } from "./checkpoint-places.ts";

/**
 * Seals the trail after a command that wrote, where a thousand entries wait for it. What goes wrong is returned as a sentence
 * and never thrown: the command is done. Where another run seals, or the checkpoints are kept elsewhere, nothing is.
 */
export async function sealWhenDue(sql: Sql, directory: () => Promise<string>): Promise<string | undefined> {
  try {
    const [{ due }] = await sql<[{ due: boolean }]>`select quad_audit_is_due() as due`;
    if (!due) return undefined;
    const [{ install, begun }] = await sql<[{ install: string; begun: boolean }]>`
      select (select install_id from QUAD_install) as install, exists (select from QUAD_audit_seals) as begun`;
    const kept = await directory();
    if (begun && !existsSync(checkpointFiles(kept, install).checkpoints)) return undefined;
    const { sealTrail } = await import("./seal.ts");
    await sealTrail(sql, kept, { recent: true });
    return undefined;
  } catch (error) {
    if (error instanceof QuadError && error.code === "locked") return undefined;
    const why = error instanceof Error ? error.message : String(error);
    return `The trail was not sealed; seal it by hand: quad audit seal. ${why}`;
  }
}
