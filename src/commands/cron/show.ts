import { Command } from "commander";
import type { Context } from "../../context.ts";
import { placesOf, type Wanted } from "../../cron/places.ts";
import { renderShown } from "../../cron/render.ts";
import { installedJobs } from "../../cron/show.ts";
import { examples } from "../../terminal/help.ts";
import { cronHost, placeFlags } from "./host.ts";

export const cronShow = (ctx: Context): Command =>
  new Command("show")
    .summary("which jobs are installed, where, and when they are next")
    .description(
      "Lists the jobs of this install that are in this user's crontab and among systemd's units: when they are next, where they are, and whether quad cron install would write the same again, from here.",
    )
    .option(...placeFlags.crontab)
    .option(...placeFlags.systemd)
    .option(...placeFlags.directory)
    .addHelpText("after", examples("quad cron show", "quad cron show --json"))
    .action(async (wanted: Wanted, command: Command) => {
      const { host, surroundings } = await cronHost(ctx, command);
      const places = await placesOf(wanted, host);
      const { jobs, problems } = await installedJobs(places, surroundings, new Date());
      await ctx.output.result(jobs, renderShown);
      for (const { message } of problems) ctx.output.warn(message);
      if (jobs.length === 0) {
        ctx.output.note(`No jobs of ${surroundings.home} are installed.\nInstall them: quad cron install`);
      }
      const old = jobs.find(({ upToDate }) => !upToDate);
      if (old !== undefined) {
        ctx.output.note(
          `What is there differs from what would be written now.\nWrite it: ${old.writtenBy ?? "quad cron install"}`,
        );
      }
    });
