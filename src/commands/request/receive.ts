import { Command } from "commander";
import type { Context } from "../../context.ts";
import { receiveRequest } from "../../requests/receive.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";
import { readInput } from "./input.ts";

interface Flags {
  ack: boolean;
  dryRun?: boolean;
}

export const requestReceive = (ctx: Context): Command =>
  new Command("receive")
    .summary("the team's side: take in a request that came by mail")
    .description(
      "Takes in the attachment of a mail that asks for an integration, and acknowledges it to whoever asked. The same a second time changes nothing.",
    )
    .argument("<file>", "the attachment, or - for standard input")
    .option("--no-ack", "without the acknowledgement; send it later with quad request ack")
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples("quad request receive postman-1234.json", "quad request receive - <postman-1234.json"),
    )
    .action(async (file: string, { ack, dryRun }: Flags) => {
      const { text, from } = await readInput(ctx, file);
      const received = await ctx.withDb((sql) => receiveRequest(sql, text, from, { acknowledge: ack }), { dryRun });
      for (const one of received.differs) ctx.output.warn(`What is known here stays: ${visible(one)}.`);
      await ctx.output.result(received, ({ request, isNew }) =>
        isNew
          ? `Received: ${request.slug}, ${visible(request.tool)} for ${visible(request.company)} (${request.plan}).`
          : `Nothing to do: ${request.slug} has come before.`,
      );
    });
