import { Command } from "commander";
import type { Context } from "../../context.ts";
import { renderAdopted, renderAdoption } from "../../patches/adopt/render.ts";
import type { Meant } from "../../patches/releases/meant.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { archiveArgument, archiveNamed } from "./archive-argument.ts";
import { type ArchiveFlags, wantedOf } from "./flags.ts";
import { fromFlag, type SourceFlags } from "./reach.ts";

type Flags = Pick<ArchiveFlags, "unsigned" | "sha256" | "allowOlder"> & { readonly dryRun?: boolean };

export const patchAdopt = (ctx: Context): Command =>
  new Command("adopt")
    .summary("finish a patch that was extracted by hand")
    .description(
      "Verifies the archive of a patch that was extracted with tar, holds every file of it against what lies here, restarts the services, waits until they are healthy, and takes it on record. What it replaced was not kept: it cannot be rolled back.",
    )
    .argument(...archiveArgument)
    .option(...fromFlag)
    .option("--unsigned", "take an archive that nobody signed, by its hash")
    .option("--sha256 <hex>", "the hash that an unsigned archive has to have")
    .option("--allow-older", "take a patch that has expired, or is older than one that was applied")
    .option(dryRunFlag[0], "check all of it, and change nothing")
    .addHelpText("after", examples("quad patch status", "quad patch adopt ./postman-beta-1.0.tar.gz"))
    .action(async (meant: Meant, { dryRun, ...flags }: Flags & SourceFlags) => {
      const wanted = await wantedOf(meant, flags, () => archiveNamed(ctx, meant, flags));
      const [{ adoptPatch, planAdoption }, { patchInstall }] = await Promise.all([
        import("../../patches/adopt/adopt.ts"),
        import("./install.ts"),
      ]);
      const install = await patchInstall(ctx);
      const adoption = await planAdoption(wanted, install);
      if (dryRun) return ctx.output.result(adoption, renderAdoption);
      const restarts = adoption.services.length === 0 ? "" : `, and restart ${adoption.services.join(", ")}`;
      await ctx.prompt.confirm(`Take ${adoption.name} ${adoption.version} on record in ${install.home}${restarts}?`);
      await ctx.output.result(await ctx.unhurried(() => adoptPatch(wanted, install)), renderAdopted);
    });
