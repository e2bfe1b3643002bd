import { Command } from "commander";
import type { Context } from "../../context.ts";
import { parseText } from "../../requests/form.ts";
import { commentOn } from "../../requests/take-part.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";

interface Flags {
  team?: boolean;
  dryRun?: boolean;
}

export const requestComment = (ctx: Context): Command =>
  new Command("comment")
    .summary("say something about a request")
    .description("Adds a remark to the tracking page, and mails it to the other side.")
    .argument("<request>", "its slug, such as postman-1234")
    .argument("<text>", "what to say, at most 2,000 characters; - takes it from standard input")
    .option("--team", "as the QUAD team, to whoever asked")
    .option(...dryRunFlag)
    .addHelpText("after", examples('quad request comment postman-1234 "We need it for the release in May."'))
    .action(async (reference: string, given: string, { team, dryRun }: Flags) => {
      const text = parseText(given === "-" ? await ctx.readStdin() : given, 2000);
      const request = await ctx.withDb((sql) => commentOn(sql, reference, text, team ?? false), { dryRun });
      await ctx.output.result(request, ({ slug }) => `Said: it stands on the page of ${slug}.`);
    });
