import { Command } from "commander";
import type { Context } from "../../../context.ts";
import { listKeys } from "../../../patches/trust/keys.ts";
import { renderKeys } from "../../../patches/trust/render.ts";
import { examples } from "../../../terminal/help.ts";

export const patchTrustList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("every key that was ever trusted")
    .description("Lists the keys that are trusted, and those that were revoked, with their fingerprints.")
    .addHelpText("after", examples("quad patch trust list"))
    .action(async () => {
      await ctx.output.result(await ctx.withDb(listKeys), renderKeys);
    });
