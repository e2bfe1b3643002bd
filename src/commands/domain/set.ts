import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { renderSettings } from "../../domains/render.ts";
import { estimations, setDomain } from "../../domains/settings.ts";
import { usage } from "../../errors.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

interface Flags {
  estimation?: keyof typeof estimations | "inherit";
  fullLoad?: number | "inherit";
  branchActiveDays?: number | "inherit";
  dryRun?: boolean;
}

const orInherit = (what: string, valid: (text: string) => boolean) => (text: string) => {
  if (text === "inherit") return text;
  if (valid(text)) return Number(text);
  throw usage(`${JSON.stringify(text.slice(0, 80))} is no ${what}, nor inherit.`);
};

export const domainSet = (ctx: Context): Command =>
  new Command("set")
    .summary("how a domain weighs its work")
    .description(
      "Sets how a domain weighs its work. What is not set, or set to inherit, is as the domain above has it: balanced (1.0), 100 points, 30 days where nobody set it.",
    )
    .argument("<domain>", "path or unique name")
    .addOption(
      new Option("--estimation <how>", "multiplier of its work: rigid 0.5, balanced 1.0, flexible 1.5").choices([
        ...Object.keys(estimations),
        "inherit",
      ]),
    )
    .option(
      "--full-load <points>",
      "how many workload points an allocation of 100 % carries",
      orInherit("number of points", (text) => /^\d{1,5}(\.\d{1,2})?$/.test(text) && Number(text) > 0),
    )
    .option(
      "--branch-active-days <days>",
      "for how long after its last commit a branch counts",
      orInherit(
        "number of days from 1 to 3650",
        (text) => /^\d{1,4}$/.test(text) && Number(text) >= 1 && Number(text) <= 3650,
      ),
    )
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad domain set insurance-division --estimation flexible",
        "quad domain set life-insurance --full-load 40",
      ),
    )
    .action(async (reference: string, { dryRun, ...wanted }: Flags) => {
      if (Object.keys(wanted).length === 0) {
        throw usage("Missing: what to set.", { hint: "--estimation, --full-load or --branch-active-days" });
      }
      const set = await ctx.withDb((sql) => setDomain(sql, reference, wanted), { dryRun });
      await ctx.output.result(set, renderSettings);
    });
