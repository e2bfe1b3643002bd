import { Command } from "commander";
import type { Context } from "../../context.ts";
import { parsePatchName } from "../../patches/manifest.ts";
import { renderShown } from "../../patches/releases/render.ts";
import { examples } from "../../terminal/help.ts";
import { availablePatches, fromFlag, homeOf, olderIndexFlag, type SourceFlags } from "./reach.ts";

export const patchShow = (ctx: Context): Command =>
  new Command("show")
    .summary("everything about a patch")
    .description(
      "Shows what is known of a patch: here, and of one that was not applied here, or with --from, at the release server.",
    )
    .argument("<name>", "such as postman-beta-1.1", parsePatchName)
    .option(...fromFlag)
    .option(...olderIndexFlag)
    .addHelpText("after", examples("quad patch show postman-beta-1.1"))
    .action(async (name: string, flags: SourceFlags) => {
      const home = await homeOf(ctx);
      const { localPatches } = await import("../../patches/releases/local.ts");
      const known = await ctx.withDb((sql) => localPatches(sql, home));
      const local = known.find((one) => one.name === name) ?? null;
      const asked = flags.from !== undefined || local === null || local.state === "fetched";
      const found = asked ? await ctx.output.progress("Asking …", () => availablePatches(ctx, flags, name)) : undefined;
      const offered = found?.patches.find((one) => one.name === name) ?? null;
      if (local === null && offered === null) {
        const { noPatch } = await import("../../patches/releases/near.ts");
        const names = [...(found?.patches ?? []), ...known].map((one) => one.name);
        throw await noPatch(name, `here, or at ${found?.source}`, names, "See them: quad patch list --available");
      }
      await ctx.output.result({ name, local, offered, source: found?.source ?? null }, renderShown);
    });
