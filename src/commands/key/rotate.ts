import { Command, Option } from "commander";
import { orAsked } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { renderRotated, renderRotationEnded } from "../../keys/render.ts";
import { endRotation, rotateKey } from "../../keys/rotate.ts";
import { askFlag, dryRunFlag, examples } from "../../terminal/help.ts";
import { parseDeadline, parseSpan } from "../../values/moment.ts";
import { parseProvider } from "../../values/provider.ts";
import { parseVaultPath } from "../../vault/path.ts";
import { domainFlag, type HolderFlags, holderOf, userFlag } from "./flags.ts";

interface Flags extends HolderFlags {
  path?: string;
  grace: number;
  expires?: Date;
  back?: boolean;
  finish?: boolean;
  ask?: boolean;
  dryRun?: boolean;
}

const week = 7 * 86_400;
const year = 366 * 86_400;

export const keyRotate = (ctx: Context): Command =>
  new Command("rotate")
    .summary("give a key another path, and keep the former for a while")
    .description(
      "Gives a key another path, notes who did it, and keeps the former path for a grace period: quad key exec --former uses it, --back returns to it, --finish forgets it.",
    )
    .argument("<provider>", "the tool, such as github", parseProvider)
    .option("-p, --path <path>", "its new path into Vaultwarden", parseVaultPath)
    .option(...domainFlag)
    .option(...userFlag)
    .addOption(
      new Option("--grace <span>", "how long the former path is kept; 0s: not at all")
        .argParser(graceOf)
        .default(week, "7d"),
    )
    .option("--expires <when>", "when the new one expires: in how long (90d), or a date", (text) => parseDeadline(text))
    .addOption(new Option("--back", "return to the former path").conflicts(["path", "finish", "expires", "ask"]))
    .addOption(new Option("--finish", "forget the former path now").conflicts(["path", "expires", "ask"]))
    .option(...askFlag)
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad key rotate github --domain massmutual --path Engineering/GitHub-2027#token --grace 14d",
        "quad key rotate github --domain massmutual --finish",
      ),
    )
    .action(async (provider: string, { path, grace, expires, back, finish, ask, dryRun, ...whose }: Flags) => {
      const holder = holderOf(whose);
      if (back || finish) {
        const ended = await ctx.withDb((sql) => endRotation(sql, holder, provider, back ? "back" : "finish"), {
          dryRun,
        });
        return ctx.output.result(ended, orAsked(renderRotationEnded));
      }
      if (path === undefined) throw usage("Missing: --path PATH.", { hint: "Or end a rotation: --back or --finish." });
      const wanted = { provider, holder, path, grace, expiresAt: expires, ask };
      const rotated = await ctx.withDb((sql) => rotateKey(sql, wanted), { dryRun });
      return ctx.output.result(rotated, orAsked(renderRotated));
    });

function graceOf(text: string): number {
  const grace = parseSpan(text);
  if (grace > year) throw usage("A former path is kept for a year at most.");
  return grace;
}
