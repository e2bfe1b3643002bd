import { Command } from "commander";
import type { Context } from "../../context.ts";
import { placesOf, type Wanted } from "../../cron/places.ts";
import { removeJobs } from "../../cron/remove.ts";
import { renderRemoved } from "../../cron/render.ts";
import { examples } from "../../terminal/help.ts";
import { cronHost, placeFlags } from "./host.ts";

export const cronRemove = (ctx: Context): Command =>
  new Command("remove")
    .summary("take the regular jobs out")
    .description(
      "Takes the jobs of this install out of this user's crontab and of systemd's units, wherever they are. What quad has not written stays as it is.",
    )
    .option(...placeFlags.crontab)
    .option(...placeFlags.systemd)
    .option(...placeFlags.directory)
    .option("--dry-run", "say what would be removed")
    .addHelpText("after", examples("quad cron remove", "quad cron remove --systemd --dry-run"))
    .action(async ({ dryRun = false, ...wanted }: Wanted & { dryRun?: boolean }, command: Command) => {
      const { host, surroundings } = await cronHost(ctx, command);
      const done = await removeJobs(await placesOf(wanted, host), surroundings, dryRun);
      await ctx.output.result(done, renderRemoved);
      const toRun = done.flatMap((each) => each.toRun);
      if (dryRun) ctx.output.note("Nothing was changed: --dry-run.");
      else if (toRun.length > 0) ctx.output.note(["Where systemd runs them:", ...toRun].join("\n"));
    });
