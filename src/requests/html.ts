import { plain } from "../terminal/style.ts";
import { html } from "../web/markup.ts";
import { renderTracked } from "./render.ts";
import type { TrackedRequest } from "./show.ts";

/** The tracking page as a web page: one file, without scripts, that asks nobody for anything. */
export function htmlOf(request: TrackedRequest): string {
  const [title = "", , ...rest] = renderTracked(request, plain).split("\n");
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; border-bottom: 1px solid; padding-bottom: 0.5rem; }
pre { font: inherit; white-space: pre-wrap; overflow-wrap: anywhere; }
</style>
</head>
<body>
<h1>${title}</h1>
<pre>${rest.join("\n").trim()}</pre>
</body>
</html>
`.text;
}
