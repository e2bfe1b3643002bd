import { plain } from "../terminal/style.ts";
import { document } from "../web/document.ts";
import { html } from "../web/markup.ts";
import { renderTracked } from "./render.ts";
import type { TrackedRequest } from "./show.ts";

/** The tracking page as a web page. */
export function htmlOf(request: TrackedRequest): string {
  const [title = "", , ...rest] = renderTracked(request, plain).split("\n");
  const body = html`<h1>${title}</h1>
<pre>${rest.join("\n").trim()}</pre>`;
  return `${document({ title, style, body }).text}\n`;
}

const style = `:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; border-bottom: 1px solid; padding-bottom: 0.5rem; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }`;
