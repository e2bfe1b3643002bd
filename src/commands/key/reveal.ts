import { Command } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";
import { parseProvider } from "../../values/provider.ts";
import { forUserFlag, inDomainFlag, useFlags } from "./flags.ts";

interface Flags {
  user?: string;
  domain?: string;
  former?: boolean;
  evenExpired?: boolean;
}

export const keyReveal = (ctx: Context): Command =>
  new Command("reveal")
    .summary("show a key on this terminal")
    .description(
      "Shows the key that applies, to a person at a terminal and to nobody else, after a confirmation. Each use is in the trail.",
    )
    .argument("<provider>", "the tool, such as github", parseProvider)
    .option(...forUserFlag)
    .option(...inDomainFlag)
    .option(...useFlags.former)
    .option(...useFlags.expired)
    .addHelpText("after", examples("quad key reveal github --domain massmutual"))
    .action(async (provider: string, flags: Flags) => {
      if (ctx.output.json || !ctx.output.tty || !ctx.prompt.interactive) {
        throw usage("A key is revealed on a terminal only.", {
          hint: `For a script: quad key exec --provider ${provider} -- COMMAND`,
        });
      }
      await ctx.prompt.confirm(`Show the ${provider} key here, for whoever can see this screen?`);
      const { fetchKey } = await import("./fetch.ts");
      const secret = await fetchKey(ctx, provider, flags, "reveal");
      await ctx.output.result(secret, (text) => text.split("\n").map(visible).join("\n"));
    });
