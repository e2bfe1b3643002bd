import { Command } from "commander";
import type { Context } from "../../context.ts";
import { renderKey } from "../../keys/render.ts";
import { storedKey } from "../../keys/stored.ts";
import { examples } from "../../terminal/help.ts";
import { parseProvider } from "../../values/provider.ts";
import { domainFlag, type HolderFlags, holderOf, userFlag } from "./flags.ts";

export const keyShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("one key: path, expiry, rotation, uses")
    .description(
      "Shows what a domain or a person has for a tool: its path, when it expires, who rotated it, how often it is used.",
    )
    .argument("<provider>", "the tool, such as github", parseProvider)
    .option(...domainFlag)
    .option(...userFlag)
    .addHelpText("after", examples("quad key show github --domain massmutual"))
    .action(async (provider: string, flags: HolderFlags) => {
      const key = await ctx.withDb((sql) => storedKey(sql, holderOf(flags), provider));
      await ctx.output.result(key, renderKey);
    });
