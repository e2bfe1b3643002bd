/** HTML that is safe to put into a page as it is. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = Markup | string | number | false | readonly Part[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text as it is written in HTML, in quoted attributes as well. Characters that no document may hold become �. */
export const escapeText = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "\ufffd")
    .replace(/[&<>"']/g, (character) => entities[character] ?? character);

/** HTML from a template: whatever is put in is escaped, unless it is markup itself. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  new Markup(strings.map((text, at) => text + written(parts[at] ?? "")).join(""));

function written(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (part === false) return "";
  if (typeof part === "object") return part.map(written).join("");
  return escapeText(String(part));
}

/** A name from the data: isolated, so that its direction does not turn what is around it; cut where long, whole as its title. */
export function named(text: string, most = 48): Markup {
  const shown = cut(text, most);
  return shown === text ? html`<bdi>${text}</bdi>` : html`<bdi title="${text}">${shown}</bdi>`;
}

/** A text of at most so many characters, its middle left out. */
export function cut(text: string, most: number): string {
  const characters = [...text];
  if (characters.length <= most) return text;
  const head = Math.ceil((most - 1) * 0.6);
  return `${characters.slice(0, head).join("")}…${characters.slice(characters.length - (most - 1 - head)).join("")}`;
}

/** A path below `root` as it is read inside a report about that: without what all of them begin with. */
export function below(root: string, path: string): string {
  if (path.startsWith(`${root}/`)) return path.slice(root.length + 1);
  return path.slice(path.lastIndexOf("/") + 1) || path;
}
