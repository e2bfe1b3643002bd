import { existsSync } from "node:fs";
import { Command } from "commander";
import type { Context } from "../../context.ts";
import { type Choices, commandOf } from "../../cron/choices.ts";
import { jobs } from "../../cron/jobs.ts";
import { placeForInstall, type Wanted } from "../../cron/places.ts";
import { renderInstalled } from "../../cron/render.ts";
import { parseSchedule, type Schedule } from "../../cron/schedule.ts";
import { proxiesLeftOut, requireWritable } from "../../cron/surroundings.ts";
import { usage } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";
import { shortened } from "../../terminal/style.ts";
import { cronHost, placeFlags } from "./host.ts";

export const cronInstall = (ctx: Context): Command =>
  new Command("install")
    .summary("write the regular jobs, or bring them up to date")
    .description(
      "Writes quad's regular jobs: into this user's crontab, or as timers where there is no crontab. What is there of this install is replaced by what the flags say, and nothing else is touched; a second run changes nothing. No password is written.",
    )
    .option(...placeFlags.crontab)
    .option(...placeFlags.systemd)
    .option(...placeFlags.directory)
    .option("--only <jobs>", `only these: ${jobs.map(({ name }) => name).join(", ")}`, (text) => text.split(","))
    .option("--at <job=time>", "when a job runs: 22:30 for each day, :05 for each hour; again for each", parseAt)
    .option("--mail-to <address>", "whom cron mails what a job prints (default: the crontab's owner)", parseMailTo)
    .option("--dry-run", "print what would be written")
    .addHelpText(
      "after",
      examples(
        "quad cron install",
        "quad cron install --at snapshot=22:30 --mail-to it@massmutual.com",
        "quad cron install --systemd --only seal,keys --dry-run",
      ),
    )
    .action(async (flags: Choices & Wanted & { dryRun?: true }, command: Command) => {
      const { host, given, surroundings } = await cronHost(ctx, command);
      requireWritable(given, surroundings);
      const place = await placeForInstall(flags, host, surroundings);
      if (flags.mailTo !== undefined && place.kind === "systemd") {
        throw usage("systemd mails nothing; --mail-to is for a crontab.", {
          hint: "See what failed: systemctl --failed",
        });
      }
      const dryRun = flags.dryRun ?? false;
      const { where } = place;
      const change = await place.install(flags, surroundings, dryRun);
      await ctx.output.result({ where, dryRun, ...change }, renderInstalled);
      for (const name of proxiesLeftOut(given)) {
        ctx.output.warn(`${name} has a password, and no password is written: the jobs go without that proxy.`);
      }
      if (change.jobs.some(({ job }) => job === "backup") && !existsSync(surroundings.home)) {
        ctx.output.warn(
          `There is no install directory ${surroundings.home} to back up: name it (--home DIR), or leave the job out (--only).`,
        );
      }
      if (dryRun) ctx.output.note("Nothing was changed: --dry-run.");
      if (change.before !== undefined && change.before !== commandOf(flags)) {
        ctx.output.note(`Before, it was: ${change.before}`);
      }
      if (dryRun || change.toRun.length === 0) return;
      ctx.output.note(["To make the timers run, where systemd does:", ...change.toRun].join("\n"));
    });

function parseAt(text: string, before: Readonly<Record<string, Schedule>> = {}): Readonly<Record<string, Schedule>> {
  const [, job, time] = /^([^=]+)=(.*)$/.exec(text) ?? [];
  if (job !== undefined && time !== undefined) return { ...before, [job]: parseSchedule(time) };
  throw usage(`${JSON.stringify(shortened(text))} is no job and its time.`, { hint: "Write it: --at snapshot=22:30" });
}

/** E-mail addresses, or names of users of this host. */
function parseMailTo(text: string): string {
  if (/^(?!-)[\w.+-]+(@[\w.-]+)?(,[\w.+-]+(@[\w.-]+)?)*$/.test(text)) return text;
  throw usage(`${JSON.stringify(shortened(text))} is nobody cron could mail.`, {
    hint: "Write an address, or several: --mail-to it@massmutual.com,ops@massmutual.com",
  });
}
