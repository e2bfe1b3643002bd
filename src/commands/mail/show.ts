import { Command } from "commander";
import type { Context } from "../../context.ts";
import { QuadError } from "../../errors.ts";
import { findMail } from "../../mail/outbox.ts";
import { renderMail } from "../../mail/render.ts";
import { readWording, shapeOf } from "../../mail/template.ts";
import { worded } from "../../mail/wording.ts";
import { examples } from "../../terminal/help.ts";

export const mailShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("a mail: its words, and what became of it")
    .description("Shows a mail as it is or would be worded, from whom to whom, and what became of it.")
    .argument("<mail>", "its id, or how that begins")
    .addHelpText("after", examples("quad mail show 3f2a91c0"))
    .action(async (reference: string) => {
      const mail = await ctx.withDb((sql) => findMail(sql, reference));
      const { templates } = await (await ctx.install()).mail();
      const { template, data } = mail;
      const words = await readWording(template, templates.value)
        .then((wording) => ({ worded: worded(template, data, shapeOf(template), wording), unworded: null }))
        .catch((error: unknown) => {
          if (!(error instanceof QuadError)) throw error;
          return { worded: null, unworded: [error.message, ...error.detail].join(" ") };
        });
      await ctx.output.result({ ...mail, ...words }, renderMail);
    });
