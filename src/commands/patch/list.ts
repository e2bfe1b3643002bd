import { Command } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { aboutOffer, renderAvailable, renderLocal } from "../../patches/releases/render.ts";
import { examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";
import { availablePatches, fromFlag, homeOf, olderIndexFlag, type SourceFlags } from "./reach.ts";

export const patchList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("the patches that are known here, or that there are")
    .description(
      "Lists the patches that were applied, rolled back, extracted by hand or fetched here; with --available those of the release server, and which of them can be applied.",
    )
    .option("--available", "ask the source what there is")
    .option(...fromFlag)
    .option(...olderIndexFlag)
    .addHelpText(
      "after",
      examples("quad patch list", "quad patch list --available", "quad patch list --available --from /media/usb"),
    )
    .action(async ({ available, ...flags }: SourceFlags & { available?: boolean }) => {
      if (!available) {
        if (flags.from !== undefined || flags.allowOlder) throw usage("--from and --allow-older go with --available.");
        const home = await homeOf(ctx);
        const { localPatches } = await import("../../patches/releases/local.ts");
        return ctx.output.result(await ctx.withDb((sql) => localPatches(sql, home)), renderLocal);
      }
      const found = await ctx.output.progress("Asking …", () => availablePatches(ctx, flags, undefined));
      ctx.output.note(aboutOffer(found));
      for (const { file, why } of found.unusable) ctx.output.warn(visible(`${file} cannot be used: ${why}`));
      await ctx.output.result(found, renderAvailable);
    });
