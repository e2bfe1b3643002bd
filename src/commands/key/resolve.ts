import { Command } from "commander";
import type { Context } from "../../context.ts";
import { ExitCode } from "../../errors.ts";
import { positionOf } from "../../keys/position.ts";
import { renderResolution, renderWalk } from "../../keys/render-walk.ts";
import { nothingApplies, resolveKey } from "../../keys/resolve.ts";
import { examples } from "../../terminal/help.ts";
import { parseProvider } from "../../values/provider.ts";
import { forUserFlag, inDomainFlag } from "./flags.ts";

interface Flags {
  user?: string;
  domain?: string;
  explain?: boolean;
}

export const keyResolve = (ctx: Context): Command =>
  new Command("resolve")
    .alias("which")
    .summary("which key applies to a person in a domain, and why")
    .description(
      "Tells which key applies: the person's own, else the nearest domain's upwards. With --explain every candidate and what became of it. Exit code 4: none applies.",
    )
    .argument("<provider>", "the tool, such as github", parseProvider)
    .option(...forUserFlag)
    .option(...inDomainFlag)
    .option("--explain", "show the whole walk")
    .addHelpText(
      "after",
      examples(
        "quad key resolve github --user john@massmutual.com --domain life-insurance",
        "quad key resolve github --user john@massmutual.com --domain life-insurance --explain",
      ),
    )
    .action(async (provider: string, { explain, ...flags }: Flags) => {
      const resolution = await ctx.withDb(async (sql) => resolveKey(sql, await positionOf(sql, flags), provider));
      if (!resolution.applies && !explain) throw nothingApplies(resolution);
      if (resolution.applies?.expired && !explain) ctx.output.warn("It has expired.");
      const exitCode = resolution.applies ? ExitCode.done : ExitCode.notFound;
      await ctx.output.result(resolution, explain ? renderWalk : renderResolution, exitCode);
    });
