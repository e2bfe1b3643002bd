import { basename, dirname } from "node:path";
import type { Role } from "../members/roles.ts";
import { parseLabel } from "../values/label.ts";
import { createDraft, type Draft } from "./draft.ts";
import { domainName } from "./names.ts";
import { type Place, type Problems, placed } from "./problems.ts";
import type { Source } from "./sources.ts";
import { depthOf, type Rules, type Wanted } from "./wanted.ts";
import { type Field, openYaml, quoted, type Value, type Yaml } from "./yaml.ts";

/** One level of a file: an organisation or a team. */
type Fields = ReadonlyMap<string, Field>;

interface Org {
  readonly path: string;
  readonly directory: string;
}

interface Reading {
  readonly draft: Draft;
  readonly problems: Problems;
  readonly rules: Rules;
}

const orgKeys = ["name", "description", "admins", "members", "teams", "repos"];
const teamKeys = ["description", "privacy", "previously", "maintainers", "members", "teams", "repos"];

/**
 * Reads an organisation in the format of Kubernetes' peribolos: files with `orgs:`, or the split layout, in which an
 * `org.yaml` says what its directory is called and every `teams.yaml` at or below it adds teams.
 */
export function parsePeribolos(sources: readonly Source[], rules: Rules, problems: Problems): Wanted {
  const draft = createDraft(rules, problems, { renames: false, oneRole: true });
  const reading = { draft, problems, rules };
  const orgs: Org[] = [];
  const teamFiles: { source: Source; yaml: Yaml; top: Fields }[] = [];
  for (const source of sources) {
    const yaml = openYaml(source, problems);
    if (yaml === undefined) continue;
    if (source.found && !["map", "empty"].includes(yaml.kind(yaml.root))) {
      draft.note(passedOver(source));
      continue;
    }
    const name = basename(source.file).replace(/\.ya?ml$/, "");
    const top = byKey(yaml.fields(yaml.root, "the file"));
    if (top.has("orgs")) {
      for (const field of yaml.fields(entry(top, "orgs"), "orgs")) {
        readOrg(reading, yaml, field, byKey(yaml.fields(field, quoted(field.key))));
      }
    } else if (source.directory !== "" && (name === "org" || top.has("admins") || top.has("members"))) {
      const field = { ...yaml.root, key: basename(source.directory) };
      const path = readOrg(reading, yaml, field, top);
      if (path !== undefined) orgs.push({ path, directory: source.directory });
    } else if (top.has("teams") || name === "teams") {
      teamFiles.push({ source, yaml, top });
    } else if (source.found) {
      draft.note(passedOver(source));
    } else {
      problems.add(
        { file: source.file, line: 1 },
        "This is no peribolos file: it has neither orgs: nor admins:, members: or teams: at its top.",
      );
    }
  }
  for (const { source, yaml, top } of teamFiles) {
    const org = nearest(orgs, source.directory);
    if (org) readTeams(reading, yaml, entry(top, "teams"), org.path);
    else problems.add(yaml.root.at, "There is no org.yaml in its directory or above it among the files.");
  }
  return draft.finish();
}

function readOrg(reading: Reading, yaml: Yaml, field: Field, fields: Fields): string | undefined {
  const { draft, problems, rules } = reading;
  const slug = problems.attempt(field.at, () => domainName(parseLabel(field.key)));
  if (slug === undefined) return undefined;
  const { target } = rules;
  const path = slug === target.name ? target.path : `${target.path}/${slug}`;
  const displayName = readLabel(reading, yaml, fields.get("name")) ?? (slug === field.key ? null : field.key);
  if (!draft.declare({ path, displayName, archived: null, kind: "organisation", at: field.at }, field.key))
    return undefined;
  noteUnknown(reading, yaml, fields, orgKeys);
  readPeople(reading, yaml, fields.get("admins"), path, rules.roles.orgAdmin);
  readPeople(reading, yaml, fields.get("members"), path, rules.roles.orgMember);
  readTeams(reading, yaml, fields.get("teams"), path);
  return path;
}

function readTeams(reading: Reading, yaml: Yaml, value: Value | undefined, parent: string): void {
  if (value === undefined) return;
  const { draft, problems, rules } = reading;
  for (const field of yaml.fields(value, "teams")) {
    const label = problems.attempt(field.at, () => parseLabel(field.key));
    const slug = label === undefined ? undefined : problems.attempt(field.at, () => domainName(label));
    if (label === undefined || slug === undefined) continue;
    const path = `${parent}/${slug}`;
    if (!draft.declare({ path, displayName: label, archived: null, kind: "team", at: field.at }, label)) continue;
    const fields = byKey(yaml.fields(field, quoted(label)));
    noteUnknown(reading, yaml, fields, teamKeys);
    const lead = rules.roles.maintainer ?? (depthOf(path) === 1 ? "DOMAIN_ADMIN" : "SUBDOMAIN_ADMIN");
    readPeople(reading, yaml, fields.get("maintainers"), path, lead);
    readPeople(reading, yaml, fields.get("members"), path, rules.roles.member);
    readTeams(reading, yaml, fields.get("teams"), path);
  }
}

function readPeople({ draft }: Reading, yaml: Yaml, field: Field | undefined, domain: string, role: Role): void {
  if (field === undefined) return;
  for (const item of yaml.items(field, field.key)) {
    const person = yaml.text(item, "a login");
    if (person !== undefined)
      draft.member({ person, domain, role, allocation: null, primary: null, status: null, at: item.at });
  }
}

function readLabel({ problems }: Reading, yaml: Yaml, field: Field | undefined): string | undefined {
  if (field === undefined) return undefined;
  const text = yaml.text(field, field.key);
  return text === undefined || text.trim() === "" ? undefined : problems.attempt(field.at, () => parseLabel(text));
}

/** A setting of GitHub's may be left out; what holds more than one value could be people, under a misspelt key. */
function noteUnknown({ draft }: Reading, yaml: Yaml, fields: Fields, known: readonly string[]): void {
  for (const field of fields.values()) {
    if (!known.includes(field.key) && !["text", "empty"].includes(yaml.kind(field))) {
      draft.note(`${placed(field.at)}: ${quoted(field.key)} is no key of peribolos; what it holds was left out.`);
    }
  }
}

function nearest(orgs: readonly Org[], directory: string): Org | undefined {
  for (let here = directory; ; here = dirname(here)) {
    const org = orgs.find((one) => one.directory === here);
    if (org || here === dirname(here)) return org;
  }
}

const passedOver = ({ file }: Source): string => `${file} was passed over: it has no orgs, members or teams.`;

const byKey = (fields: readonly Field[]): Fields => new Map(fields.map((field) => [field.key, field]));

const nowhere: Place = { file: "", line: 0 };
const entry = (fields: Fields, key: string): Value => fields.get(key) ?? { at: nowhere, node: null };
