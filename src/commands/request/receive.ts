import { Command } from "commander";
import type { Context } from "../../context.ts";
import { type Received, receiveLetter } from "../../requests/receive.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { counted, visible } from "../../terminal/style.ts";
import { readInput } from "./input.ts";

interface Flags {
  ack: boolean;
  dryRun?: boolean;
}

export const requestReceive = (ctx: Context): Command =>
  new Command("receive")
    .summary("the team's side: take in what came by mail")
    .description(
      "Takes in the attachment of a mail that asks for an integration, and acknowledges it to whoever asked; or that of a mail with feedback, a comment, votes, a withdrawal, or another address. The same a second time changes nothing.",
    )
    .argument("<file>", "the attachment, or - for standard input")
    .option("--no-ack", "without the acknowledgement; send it later with quad request ack")
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad request receive postman-1234.json",
        "quad request receive - <postman-1234.json",
        "quad request receive postman-1234-feedback-1.json",
      ),
    )
    .action(async (file: string, { ack, dryRun }: Flags) => {
      const { text, from } = await readInput(ctx, file);
      const received = await ctx.withDb((sql) => receiveLetter(sql, text, from, { acknowledge: ack }), { dryRun });
      for (const one of received.differs) ctx.output.warn(`What is known here stays: ${visible(one)}.`);
      await ctx.output.result(received, renderReceived);
    });

function renderReceived({ request, isNew, findings, news }: Received): string {
  const { slug, tool, company, plan, votes } = request;
  const what = findings ? `this feedback to ${slug}` : news ? `this of ${slug}` : slug;
  if (!isNew) return `Nothing to do: ${what} has come before.`;
  if (findings) return `Received: feedback ${findings.join(", ")} to ${slug}.`;
  switch (news) {
    case "comment":
      return `Received: a comment on ${slug}.`;
    case "withdrawn":
      return `Received: ${slug} is withdrawn.`;
    case "address":
      return `Received: ${visible(request.requestedBy)} is told of ${slug} from now on.`;
    case "votes":
      return `Received: ${slug} has ${counted(votes, "vote")}.`;
    default:
      return `Received: ${slug}, ${visible(tool)} for ${visible(company)} (${plan}).`;
  }
}
