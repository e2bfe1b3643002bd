import { Command } from "commander";
import type { Context } from "../../../context.ts";
import { usage } from "../../../errors.ts";
import { revokeKey } from "../../../patches/trust/keys.ts";
import { renderRevoked } from "../../../patches/trust/render.ts";
import { dryRunFlag, examples } from "../../../terminal/help.ts";
import { parseLabel } from "../../../values/label.ts";

export const patchTrustRevoke = (ctx: Context): Command =>
  new Command("revoke")
    .summary("believe a key no more, nor any that it vouched for")
    .description("Revokes a key, for good. What was applied with it stays; quad patch history shows it.")
    .argument("<key>", "its id, as quad patch trust list shows it", parseKeyId)
    .requiredOption("--because <reason>", "why; it stands in the list", parseLabel)
    .option(...dryRunFlag)
    .addHelpText("after", examples('quad patch trust revoke 8A1B2C3D4E5F6071 --because "the vendor lost it"'))
    .action(async (id: string, { because, dryRun }: { because: string; dryRun?: boolean }) => {
      if (!dryRun) await ctx.prompt.confirm(`Believe the key ${id} no more, for good?`);
      const revoked = await ctx.withDb((sql) => revokeKey(sql, id, because), { dryRun });
      await ctx.output.result(revoked, renderRevoked);
    });

function parseKeyId(text: string): string {
  if (/^[0-9a-f]{1,16}$/i.test(text)) return text.toUpperCase();
  throw usage(`${JSON.stringify(text.slice(0, 50))} is no id of a key.`, { hint: "See them: quad patch trust list" });
}
