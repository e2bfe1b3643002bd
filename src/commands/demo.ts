import { rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { Command } from "commander";
import type { Context } from "../context.ts";
import { story } from "../demo/story.ts";
import { isEmbedded } from "../postgres/cluster.ts";
import { stopEmbedded } from "../postgres/embedded.ts";
import { examples } from "../terminal/help.ts";
import { shellWord } from "../terminal/shell-word.ts";
import type { Style } from "../terminal/style.ts";

export const demoCommand = (ctx: Context): Command =>
  new Command("demo")
    .description("Runs the main job on an embedded install of its own, and leaves it there to go on with.")
    .argument("[dir]", "where to make it; a directory of its own when left out")
    .option("--reset", "delete the demo that stands there, and begin anew")
    .addHelpText("after", examples("quad demo", "quad demo --reset"))
    .action(async (dir: string | undefined, { reset }: { reset?: boolean }) => {
      const install = await ctx.install();
      const directory = dir === undefined ? join(install.state, "demo") : resolve(dir);
      const there = isEmbedded(directory);
      if (there && reset) {
        await stopEmbedded(directory);
        await rm(directory, { recursive: true });
      }
      if (!there || reset) {
        await ctx.output.progress("Making an embedded Postgres …", () => install.makeEmbedded(directory));
        // Held open, so that the server runs on from one command to the next.
        await ctx.withBareDb(() => tell(ctx, `pg:${directory}`));
      }
      await ctx.output.result({ url: `pg:${directory}`, created: !there || reset === true }, renderDemo);
    });

async function tell(ctx: Context, url: string): Promise<void> {
  for (const { about, line, refused, stdin } of story) {
    if (about) ctx.output.note(`\n# ${about}`);
    ctx.output.note(`$ quad ${line.map(shellWord).join(" ")}${stdin === undefined ? "" : " < …"}`);
    const code = await ctx.run(line, { QUAD_DATABASE_URL: url }, stdin);
    if (code !== (refused ?? 0)) throw new Error(`The demo's "${line.join(" ")}" ended with ${code}.`);
    if (refused) ctx.output.note(`(exit code ${code})`);
  }
}

function renderDemo({ url, created }: { url: string; created: boolean }, { paint }: Style): string {
  return [
    "",
    created ? `${paint.good("This install is yours")} to go on with:` : "The demo stands already. Go on with it:",
    `  export QUAD_DATABASE_URL=${shellWord(url)}`,
    "  quad domain tree",
    "  quad member show shared-dev@massmutual.com",
    "Begin anew: quad demo --reset",
  ].join("\n");
}
