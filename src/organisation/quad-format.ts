import { parseRole } from "../members/roles.ts";
import { parsePercentage } from "../values/percentage.ts";
import { parseSlug } from "../values/slug.ts";
import { createDraft, type Draft } from "./draft.ts";
import { quadFormat } from "./export.ts";
import type { Problems } from "./problems.ts";
import { parseMembershipStatus, parseMoment, parseStoredLabel, parseYesNo } from "./row-values.ts";
import type { Source } from "./sources.ts";
import type { Rules, Wanted } from "./wanted.ts";
import { type Field, openYaml, quoted, type Value, type Yaml } from "./yaml.ts";

const domainKeys = ["path", "display_name", "archived", "members"];
const memberKeys = ["email", "role", "allocation", "primary", "status"];

/** Reads an organisation as `quad org export` writes it: a list of domains, each with its members. */
export function parseQuad(sources: readonly Source[], rules: Rules, problems: Problems): Wanted {
  const draft = createDraft(rules, problems, { renames: true, oneRole: false });
  for (const source of sources) {
    const yaml = openYaml(source, problems);
    if (yaml === undefined) continue;
    const top = keyed(yaml, yaml.root, "the file", ["format", "domains"], problems);
    const format = top.get("format");
    const version = format && yaml.text(format, "format");
    if (version !== quadFormat) {
      problems.add(
        format?.at ?? { file: source.file, line: 1 },
        version === undefined
          ? `It does not say format: ${quadFormat}, as what quad org export writes does.`
          : `Its format is ${quoted(version)}; this quad reads ${quadFormat}.`,
      );
      continue;
    }
    const domains = top.get("domains");
    for (const item of domains ? yaml.items(domains, "domains") : []) readDomain(draft, yaml, item, rules, problems);
  }
  return draft.finish();
}

function readDomain(draft: Draft, yaml: Yaml, item: Value, { target }: Rules, problems: Problems): void {
  const fields = keyed(yaml, item, "a domain", domainKeys, problems);
  const read = reader(yaml, fields, problems);
  const relative = read("path", (text) => (text === "." ? "." : text.split("/").map(parseSlug).join("/")));
  const displayName = read("display_name", parseStoredLabel);
  const archived = read("archived", parseMoment);
  if (!fields.has("path")) problems.add(item.at, "A domain has no path.");
  if (relative === null) return;
  const path = relative === "." ? target.path : `${target.path}/${relative}`;
  const kind = relative === "." ? ("organisation" as const) : ("team" as const);
  if (!draft.declare({ path, displayName, archived, kind, at: item.at }, relative)) return;
  const members = fields.get("members");
  for (const member of members ? yaml.items(members, "members") : []) {
    const cells = keyed(yaml, member, "a member", memberKeys, problems);
    const value = reader(yaml, cells, problems);
    const role = value("role", parseRole);
    const person = value("email", (text) => text);
    const allocation = value("allocation", parsePercentage);
    const primary = value("primary", parseYesNo);
    const status = value("status", parseMembershipStatus);
    for (const key of ["email", "role"]) if (!cells.has(key)) problems.add(member.at, `A member has no ${key}.`);
    if (role && person !== null)
      draft.member({ person, domain: path, role, allocation, primary, status, at: member.at });
  }
}

/** The entries of a map by key. In our own format a key that nobody knows is a mistake. */
function keyed(yaml: Yaml, value: Value, what: string, known: readonly string[], problems: Problems) {
  const fields = yaml.fields(value, what);
  for (const { key, at } of fields) {
    if (!known.includes(key)) problems.add(at, `${quoted(key)} is no key of ${what}; those are ${known.join(", ")}.`);
  }
  return new Map(fields.map((field) => [field.key, field]));
}

/** Reads one value of a map; null where it is left out, or wrong and thereby a problem. */
const reader =
  (yaml: Yaml, fields: ReadonlyMap<string, Field>, problems: Problems) =>
  <T>(key: string, parse: (text: string) => T): T | null => {
    const field = fields.get(key);
    const text = field && yaml.text(field, key);
    return field === undefined || text === undefined ? null : (problems.attempt(field.at, () => parse(text)) ?? null);
  };
