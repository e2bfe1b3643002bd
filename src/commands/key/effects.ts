import type { Context } from "../../context.ts";
import { type EffectScope, effectsOf, hasKeys, type KeyEffect } from "../../keys/effects.ts";
import { renderEffects } from "../../keys/render.ts";
import type { Sql } from "../../postgres/sql.ts";

export interface Confirmation {
  /** True: nothing is asked. */
  readonly dryRun?: boolean | undefined;
  /** Whether a script has to say `--yes` as well; otherwise only a person at a terminal is asked. */
  readonly insist?: boolean;
}

/**
 * Shows whose keys a change would change, before it is made, and has it confirmed. Asks nothing where nobody's would. Throws what
 * refuses the change itself.
 */
export async function confirmKeyEffects(
  ctx: Context,
  sql: Sql,
  scope: EffectScope,
  change: (tx: Sql) => Promise<unknown>,
  { dryRun = false, insist = false }: Confirmation,
): Promise<readonly KeyEffect[]> {
  if (!(await hasKeys(sql, scope.companyId))) return [];
  const effects = await effectsOf(sql, scope, change);
  if (effects.length === 0) return effects;
  ctx.output.note(`This changes which keys apply:\n${renderEffects(effects, ctx.output.noteStyle)}`);
  if (!dryRun && (insist || ctx.prompt.interactive)) await ctx.prompt.confirm("Go on?");
  return effects;
}
