import { randomUUID } from "node:crypto";
import { hostname } from "node:os";
import { Command } from "commander";
import type { Context } from "../../context.ts";
import { conflict, usage } from "../../errors.ts";
import { shownServer } from "../../install/mail.ts";
import { compose } from "../../mail/message.ts";
import { connectToServer, noServer } from "../../mail/server.ts";
import { readWording, shapeOf } from "../../mail/template.ts";
import { worded } from "../../mail/wording.ts";
import { examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";
import { parseEmail } from "../../values/email.ts";

export const mailTest = (ctx: Context): Command =>
  new Command("test")
    .summary("send one mail now, to see that it works")
    .description("Sends one mail at once, past the outbox, and shows what the server said.")
    .argument("<to>", "to whom", parseEmail)
    .addHelpText("after", examples("quad mail test admin@example.com"))
    .action(async (to: string) => {
      const settings = await (await ctx.install()).mail();
      const { server, from, templates } = settings;
      if (server === undefined) throw noServer();
      if (from === undefined)
        throw usage("Nothing says whom it is from.", {
          hint: "Say it: QUAD_MAIL_FROM=quad@example.com, or mail_from in quad.yaml",
        });
      const data = { server: shownServer(server.value), host: hostname() };
      const words = worded("test", data, shapeOf("test"), await readWording("test", templates.value));
      const messageId = `<${randomUUID()}@${from.value.address.split("@")[1]}>`;
      const message = await compose(
        { to, from: from.value, sender: undefined, messageId, inReplyTo: null, thread: [], date: new Date() },
        words,
        [],
      );
      if (message === undefined) throw new Error("a test mail without a sender");
      const connection = await ctx.output.progress("Sending", () => connectToServer(settings));
      try {
        const outcome = await connection.send(message);
        if (outcome.kind !== "accepted")
          throw conflict(`The server did not take a mail to ${to}: ${visible(outcome.said)}`, {
            hint: "See what is set: quad doctor",
          });
        await ctx.output.result({ to, messageId, server: data.server, said: outcome.said }, ({ said }) =>
          visible(`Sent to ${to} through ${data.server}: ${said}`),
        );
      } finally {
        connection.close();
      }
    });
