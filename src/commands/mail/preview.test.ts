import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { expect, test } from "vitest";
import { shapes } from "../../mail/shapes.ts";
import { runQuad } from "../../testing/install.ts";
import { scratchDirectory } from "../../testing/processes.ts";

/** An install directory with templates of its own. */
function host(files: Readonly<Record<string, string>> = {}) {
  const home = scratchDirectory();
  const templates = join(home, ".quad/mail");
  mkdirSync(templates, { recursive: true });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(templates, name), text);
  return {
    templates,
    preview: (line: string, stdin = "") => runQuad(`mail preview ${line}`, { env: { QUAD_HOME: home }, stdin }),
  };
}

test.each(Object.keys(shapes))("%s has a wording, and all its keys are in it", async (name) => {
  const { preview } = host();
  const { code, stdout, stderr } = await preview(name);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^Subject: .+\n\n\S/);
  const shown = stdout.replace(/\s+/g, " ");
  // scope says which of two sentences it is; the rest is said as it is.
  for (const [key, value] of Object.entries(shapes[name]?.sample ?? {}))
    if (typeof value === "string" && key !== "scope")
      expect([key, shown]).toEqual([key, expect.stringContaining(value)]);
});

test("with data of one's own, from a file or standard input", async () => {
  const { preview, templates } = host();
  const data = JSON.stringify({ tool: "Asana", company: "Beta", reason: "No API.\r\n\r\nSorry." });
  writeFileSync(join(templates, "data.json"), data);
  const expected = `Subject: Re: Integration Request: Asana (Beta)

Hi Beta team,

We've looked at Asana carefully, and we won't be able to build this
integration.

Why:
No API.

Sorry.

If that changes what you need, or if we got something wrong, reply to this
email and let's discuss alternatives.

Best,
QUAD Platform Support Team
`;
  expect(await preview("request-rejected --data -", data)).toEqual({ code: 0, stdout: expected, stderr: "" });
  expect((await preview(`request-rejected --data ${join(templates, "data.json")}`)).stdout).toBe(expected);
});

test.each([
  ["nope", "", 2, /^There is no template "nope"\.\nThere are request-submitted, /],
  ["__proto__", "", 2, /^There is no template "__proto__"\./],
  ["request-rejected --data -", "{", 2, /^Standard input is no JSON: /],
  ["request-rejected --data -", "[]", 2, /^The data of request-rejected is no map\.\n$/],
  [
    "request-rejected --data -",
    '{"tool":"A","company":"B"}',
    2,
    /^A mail request-rejected says its reason, and there is none\.\nSee what it is made of: /,
  ],
  [
    "request-rejected --data -",
    '{"tool":["A"],"company":"B","reason":"C"}',
    2,
    /^The tool of a mail request-rejected is of another kind\.\n$/,
  ],
  [
    "request-beta-fixed --data -",
    JSON.stringify({ ...shapes["request-beta-fixed"]?.sample, fixes: ["x"] }),
    2,
    /^The fixes of a mail/,
  ],
  ["request-rejected --data /nowhere.json", "", 2, /^\/nowhere\.json cannot be read \(ENOENT\)\.\n$/],
])("preview %s", async (line, stdin, code, stderr) => {
  const { preview } = host();
  const run = await preview(line, stdin);
  expect([run.code, run.stdout]).toEqual([code, ""]);
  expect(run.stderr).toMatch(stderr);
});

test("the HTML is made from the text, in one layout; the whole mail is one that a mail program reads", async () => {
  const { preview } = host();
  const { stdout } = await preview("request-beta --format html");
  expect(stdout).toMatch(/^<!doctype html>\n/);
  expect(stdout).toContain("<title>Beta Ready: Postman Integration (Acme Corp)</title>");
  expect(stdout).toContain(
    'wget <a href="https://releases.quadframe.work/patches/postman-beta-1.0.tar.gz">https://releases.quadframe.work/patches/postman-beta-1.0.tar.gz</a>',
  );
  expect(stdout).toContain("→ Should return: {&quot;status&quot;: &quot;ok&quot;}");
  expect(stdout).toContain("\n────────────────────────────────────\n");
  const mail = await simpleParser((await preview("request-beta --format eml")).stdout);
  expect(mail.subject).toBe("Beta Ready: Postman Integration (Acme Corp)");
  expect(mail.text).toContain("1. Backup your current deployment:\n   docker exec quad-platform /scripts/backup.sh\n");
  expect(mail.html).toContain("<!doctype html>");
});

test("an install words a mail by itself; what it leaves alone is as it comes", async () => {
  const { preview } = host({
    "request-beta.txt":
      "Subject: {{tool}} is ready\r\n\r\nHello {{company}},\r\n{{#each tests}}\r\n{{@index}} {{this}}\r\n{{/each}}\r\n",
    "request-acknowledged.html": "<p>Thanks, <b>{{company}}</b>: {{{{trackingUrl}}}}</p>"
      .replace("{{{{", "{{")
      .replace("}}}}", "}}"),
    "layout.html": "<h1>{{subject}}</h1><div>{{{body}}}</div>\n",
  });
  expect((await preview("request-beta")).stdout).toBe(
    "Subject: Postman is ready\n\nHello Acme Corp,\n0 Try creating a Postman collection from your API\n1 Verify agents can read/update collections\n2 Report any bugs by replying to this email\n",
  );
  expect((await preview("request-beta --format html")).stdout).toMatch(
    /^<h1>Postman is ready<\/h1><div>Hello Acme Corp,\n0 Try creating/,
  );
  const data = JSON.stringify({ ...shapes["request-acknowledged"]?.sample, company: "<i>" });
  expect((await preview("request-acknowledged --format html --data -", data)).stdout).toBe(
    "<p>Thanks, <b>&lt;i&gt;</b>: https://quadframe.work/integrations/requests/postman-1234</p>\n",
  );
  expect((await preview("request-acknowledged --data -", data)).stdout).toContain("Hi <i> team,\n");
});

test("every mistake in a template is named with file and line, and nothing is sent with it", async () => {
  const { preview, templates } = host({
    "request-beta.txt": `Subject: {{toll}}

{{#each tests}}
{{name}} {{../company}}
{{/each}}
{{#each tool}}x{{/each}}
{{upper tool}}
{{> footer}}
{{#with tool}}{{/with}}
{{@root}}
{{company.name}}
`,
    "request-started.txt": "Hello\n",
    "request-rejected.txt": "Subject: x\n\n{{#if tool}}\n",
    "request-estimated.html": "<p>\n{{{company}}} {{&tool}}</p>\n",
  });
  const path = join(templates, "request-beta.txt");
  expect(await preview("request-beta")).toEqual({
    code: 2,
    stdout: "",
    stderr: `The template ${path} has 8 mistakes.
${path}:1: {{toll}} is no key here; there are tool, company, releasesUrl, patch, integration, keyName, tests, testingTime.
${path}:4: {{name}} is no key here; there are this.
${path}:6: {{#each}} goes through a list, and tool is none.
${path}:7: {{upper …}} is not known; a key stands alone.
${path}:8: is neither a key nor one of {{#if}}, {{#unless}} and {{#each}}.
${path}:9: {{#with}} is not known; there are {{#if KEY}}, {{#unless KEY}} and {{#each KEY}}.
${path}:10: {{@root}} is known only as @index, @first and @last, within each.
${path}:11: {{company.name}} is no key here; there are this.
`,
  });
  expect((await preview("request-started")).stderr).toMatch(
    /request-started\.txt:1: begins with no line of the form Subject: …, and an empty one\.\n$/,
  );
  expect((await preview("request-rejected")).stderr).toMatch(/request-rejected\.txt:\d: cannot be read: /);
  expect((await preview("request-estimated")).stderr).toMatch(
    /html:2: \{\{\{company\}\}\} would put what others wrote into the mail as HTML; write \{\{company\}\}\.\n.*html:2: \{\{\{tool\}\}\}/,
  );
});

test("a directory in the place of a template is named", async () => {
  const { templates, preview } = host();
  const path = join(templates, "request-beta.txt");
  mkdirSync(path);
  expect(await preview("request-beta")).toEqual({
    code: 2,
    stdout: "",
    stderr: `The template ${path} is a directory.\nRemove it, or put a file in its place.\n`,
  });
});
