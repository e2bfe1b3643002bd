import { Command } from "commander";
import type { Context } from "../../context.ts";
import { parsePatchName } from "../../patches/manifest.ts";
import { renderShown } from "../../patches/releases/render.ts";
import { examples } from "../../terminal/help.ts";
import { availablePatches, fromFlag, homeOf, olderIndexFlag, type SourceFlags } from "./reach.ts";

export const patchShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("everything about a patch")
    .description(
      "Shows what is known of a patch here; of one that is not known here, or with --from, what the release server says of it.",
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
      // Of one that was fetched and not applied, its archive tells.
      const fetched = local?.state === "fetched" ? local.archive?.path : undefined;
      const from = flags.from ?? fetched;
      const source = { ...flags, ...(from !== undefined && { from }) };
      const found =
        local === null || from !== undefined
          ? await ctx.output.progress("Asking …", () => availablePatches(ctx, source, name))
          : undefined;
      const offered = found?.patches.find((one) => one.name === name) ?? null;
      if (local === null && offered === null) {
        const { noPatch } = await import("../../patches/releases/near.ts");
        const names = [...(found?.patches ?? []), ...known].map((one) => one.name);
        throw await noPatch(name, `here, or at ${found?.source}`, names, "See them: quad patch list --available");
      }
      await ctx.output.result({ name, local, offered, source: found?.source ?? null }, renderShown);
    });
