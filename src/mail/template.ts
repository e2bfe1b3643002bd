import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { notFound, usage } from "../errors.ts";
import { packageRoot } from "../install/package.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import { prepare } from "./data.ts";
import { type Data, type Shape, shapes } from "./shapes.ts";
import { mistakesIn, type Scope } from "./template-mistakes.ts";

/** The text of a template, ready to be filled in. */
type Fill = (data: Data) => string;

/** How a kind of mail is worded: a text whose first line is its subject, and HTML where an install words that by itself. */
export interface Wording {
  readonly text: Fill;
  readonly html: Fill | undefined;
  /** What HTML that is made from the text stands in. */
  readonly layout: Fill;
}

/** The kind of a mail. Throws a usage error with what there is. */
export function shapeOf(name: string): Shape {
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  if (shape) return shape;
  throw usage(`There is no template ${JSON.stringify(name.slice(0, 80))}.`, {
    hint: `There are ${Object.keys(shapes).join(", ")}.`,
  });
}

/**
 * Reads the wording of a kind of mail: the install's own files NAME.txt, NAME.html and layout.html where it has them, else those that come with
 * the program. Throws a usage error for a kind that there is not, and one that lists every mistake with file and line.
 */
export async function readWording(name: string, directory: string): Promise<Wording> {
  const shape = shapeOf(name);
  const scope = prepare(name, shape.sample, shape);
  const own = (file: string) => readIfThere(join(directory, file));
  const shipped = (file: string) => readIfThere(join(packageRoot(), "src/mail/templates", file));
  const text = (await own(`${name}.txt`)) ?? (await shipped(`${name}.txt`));
  const html = await own(`${name}.html`);
  const layout = (await own("layout.html")) ?? (await shipped("layout.html"));
  if (!text || !layout) throw notFound(`The template ${name} did not come with this program.`);
  return {
    text: await compiled(text, { scope, html: false }),
    html: html && (await compiled(html, { scope, html: true })),
    layout: await compiled(layout, { scope: { subject: "", body: "" }, html: true, raw: ["body"] }),
  };
}

interface Source {
  readonly path: string;
  readonly text: string;
}

const readIfThere = (path: string): Promise<Source | undefined> =>
  onDisk(() =>
    readFile(path, "utf8").then(
      (text) => ({ path, text: text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n") }),
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
        if (error.code === "EISDIR")
          throw usage(`The template ${path} is a directory.`, { hint: "Remove it, or put a file in its place." });
        throw error;
      },
    ),
  );

async function compiled({ path, text }: Source, scope: Scope): Promise<Fill> {
  const { default: Handlebars } = await import("handlebars");
  const mistakes = mistakesIn(text, scope, (source) => Handlebars.parse(source));
  if (!scope.html && !/^Subject: *\S.*\n(\n|$)/.test(text))
    mistakes.unshift({ line: 1, message: "begins with no line of the form Subject: …, and an empty one." });
  if (mistakes.length > 0)
    throw usage(`The template ${path} has ${mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`}.`, {
      detail: mistakes.map(({ line, message }) => `${path}:${line}: ${message}`),
    });
  const fill = Handlebars.compile(text, { noEscape: !scope.html, knownHelpersOnly: true });
  return (data) => fill(data);
}
