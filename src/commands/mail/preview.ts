import { readFile } from "node:fs/promises";
import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { compose } from "../../mail/message.ts";
import { shownText } from "../../mail/render.ts";
import { readWording, shapeOf } from "../../mail/template.ts";
import { worded } from "../../mail/wording.ts";
import { examples } from "../../terminal/help.ts";
import { shortened } from "../../terminal/style.ts";

interface Flags {
  data?: string;
  format: "text" | "html" | "eml";
}

export const mailPreview = (ctx: Context): Command =>
  new Command("preview")
    .summary("a template, filled in")
    .description(
      "Fills a template in with data of its kind, and shows it; with --json the data and the words. Nothing is sent. Templates of an install are files in .quad/mail: NAME.txt, NAME.html, layout.html.",
    )
    .argument("<template>", "its name, such as request-beta")
    .option("--data <file>", "a JSON file with data of your own, - for standard input")
    .addOption(
      new Option("--format <format>", "which part, or all of it").choices(["text", "html", "eml"]).default("text"),
    )
    .addHelpText(
      "after",
      examples("quad mail preview request-beta", "quad mail preview request-beta --data data.json --format html"),
    )
    .action(async (name: string, { data: file, format }: Flags) => {
      const { templates, from } = await (await ctx.install()).mail();
      const shape = shapeOf(name);
      const data = file === undefined ? shape.sample : await readData(file, ctx);
      const words = worded(name, data, shape, await readWording(name, templates.value));
      const message = await compose(
        {
          ...{ to: "somebody@example.com", from: from?.value ?? { address: "quad@example.com" }, sender: undefined },
          ...{ messageId: "<preview@example.com>", inReplyTo: null, thread: [], date: new Date() },
        },
        words,
        [],
      );
      await ctx.output.result({ template: name, data, ...words }, () => {
        if (format === "html") return shownText(words.html);
        if (format === "eml") return shownText(String(message?.raw).replaceAll("\r\n", "\n"));
        return `Subject: ${words.subject}\n\n${shownText(words.text)}`;
      });
    });

async function readData(file: string, ctx: Context): Promise<unknown> {
  const text =
    file === "-"
      ? await ctx.readStdin()
      : await readFile(file, "utf8").catch((error: NodeJS.ErrnoException) => {
          throw usage(`${shortened(file)} cannot be read (${error.code}).`, { cause: error });
        });
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw usage(`${file === "-" ? "Standard input" : shortened(file)} is no JSON: ${(error as Error).message}.`);
  }
}
