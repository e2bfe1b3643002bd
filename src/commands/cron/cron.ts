import { Command } from "commander";
import type { Context } from "../../context.ts";
import { cronInstall } from "./install.ts";
import { cronRemove } from "./remove.ts";
import { cronShow } from "./show.ts";

export const cronCommand = (ctx: Context): Command =>
  new Command("cron")
    .description("What has to run regularly, as entries of a crontab or as timers of systemd.")
    .addCommand(cronInstall(ctx))
    .addCommand(cronShow(ctx))
    .addCommand(cronRemove(ctx));
