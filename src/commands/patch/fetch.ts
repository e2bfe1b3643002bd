import { Command } from "commander";
import type { Context } from "../../context.ts";
import { type NamedPatch, namedBy } from "../../patches/releases/meant.ts";
import { renderFetched } from "../../patches/releases/render.ts";
import { examples } from "../../terminal/help.ts";
import { parsePath } from "../../values/path.ts";
import { fetching, fromFlag, homeOf, olderIndexFlag, reachOf, type SourceFlags } from "./reach.ts";

export const patchFetch = (ctx: Context): Command =>
  new Command("fetch")
    .summary("bring a patch's archive here, and check it")
    .description(
      "Fetches an archive with its signature, from the release server, a directory or a file. What was broken off is gone on with; what is here already is not fetched again. Applies nothing.",
    )
    .argument("<name>", "such as postman-beta-1.1, or the URL of its archive", namedBy)
    .option(...fromFlag)
    .option("--out <dir>", "where it goes (default: .quad/downloads of the install directory)", parsePath)
    .option(...olderIndexFlag)
    .addHelpText(
      "after",
      examples(
        "quad patch fetch postman-beta-1.1",
        "quad patch fetch https://releases.quadframe.work/patches/postman-beta-1.1.tar.gz",
        "quad patch fetch postman-beta-1.1 --from /media/usb --out /tmp",
      ),
    )
    .action(async (named: NamedPatch, { out, ...flags }: SourceFlags & { out?: string }) => {
      const { downloadsOf, fetchPatch } = await import("../../patches/releases/fetch.ts");
      const directory = out ?? downloadsOf(await homeOf(ctx));
      const { name } = named;
      const reach = await reachOf(ctx, { ...flags, ...named });
      const fetched = await fetching(ctx, name)((say) => fetchPatch(name, directory, reach, say));
      await ctx.output.result(fetched, renderFetched);
    });
