import { headerText, prepare } from "./data.ts";
import type { Shape } from "./shapes.ts";
import type { Wording } from "./template.ts";

/** A mail in words. */
export interface Worded {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** Puts data into words. Throws invalid input for data that is not what the kind is made of. */
export function worded(name: string, data: unknown, shape: Shape, { text, html, layout }: Wording): Worded {
  const prepared = prepare(name, data, shape);
  const whole = text(prepared);
  const end = whole.indexOf("\n");
  const subject = headerText(whole.slice("Subject:".length, end));
  const body = `${whole.slice(end).trim()}\n`;
  return { subject, text: body, html: html ? html(prepared) : layout({ subject, body: asHtml(body) }) };
}

/** Text as HTML: nothing in it is a tag, and a web address can be followed. */
const asHtml = (text: string): string =>
  text
    .split(/(https?:\/\/[^\s<>"'`]*[^\s<>"'`.,;:!?)\]])/)
    .map((part, i) => (i % 2 === 0 ? escapedHtml(part) : `<a href="${escapedHtml(part)}">${escapedHtml(part)}</a>`))
    .join("");

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const escapedHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? "");
