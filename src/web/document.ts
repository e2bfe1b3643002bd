import { html, Markup } from "./markup.ts";

// Nothing is loaded and nothing runs, whatever a name may hold.
const policy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** A web page: one file, without scripts, that asks nobody for anything. */
export const document = (page: {
  readonly title: string;
  readonly style: string;
  readonly body: Markup;
}): Markup => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${page.title}</title>
<style>${new Markup(page.style)}</style>
</head>
<body>
${page.body}
</body>
</html>`;
