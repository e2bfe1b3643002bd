import { Command } from "commander";
import type { Context } from "../../context.ts";
import type { Meant } from "../../patches/releases/meant.ts";
import { renderChecked } from "../../patches/render-vendor.ts";
import { examples } from "../../terminal/help.ts";
import { archiveArgument, archiveNamed } from "./archive-argument.ts";
import { wantedOf } from "./flags.ts";
import { fromFlag, olderIndexFlag, type SourceFlags } from "./reach.ts";

export const patchVerify = (ctx: Context): Command =>
  new Command("verify")
    .summary("check an archive: whose it is, and that all in it is as announced")
    .description(
      "Checks the signature of an archive by the keys that are trusted here, then every file in it. What is named and not here yet is fetched; nothing else changes.",
    )
    .argument(...archiveArgument)
    .option(...fromFlag)
    .option(...olderIndexFlag)
    .option("--unsigned", "take an archive that nobody signed, by its hash")
    .option("--sha256 <hex>", "the hash that an unsigned archive has to have")
    .addHelpText("after", examples("quad patch verify ./postman-beta-1.1.tar.gz", "quad patch verify postman-beta-1.1"))
    .action(async (meant: Meant, flags: SourceFlags & { unsigned?: boolean; sha256?: string }) => {
      const { archive, unsigned } = await wantedOf(meant, flags, () => archiveNamed(ctx, meant, flags));
      const { verifyArchive } = await import("../../patches/vendor.ts");
      const checked = await ctx.output.progress("Verifying …", () =>
        ctx.withDb((sql) => verifyArchive(sql, archive, unsigned)),
      );
      await ctx.output.result(checked, renderChecked);
    });
