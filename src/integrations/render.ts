import { counted, type Style, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { IntegrationHealth } from "./health.ts";
import type { Integration } from "./list.ts";
import type { ShownIntegration } from "./show.ts";
import type { Switched } from "./switch.ts";

/** As the platform draws them (spec, UI Design). */
const drawn: Readonly<Record<Integration["status"], string>> = {
  active: "✅ Active",
  beta: "🧪 Beta",
  coming_soon: "🔜 Coming Soon",
  unknown: "not in the catalogue",
};

// Where the platform draws the status, counted from the name.
const nameWidth = 14;

/** The list as the platform draws it; elsewhere than on a terminal name, title, role, status, on or off, and patch, a line each. */
export async function renderIntegrations(integrations: readonly Integration[], style: Style): Promise<string> {
  if (!style.tty) {
    return table(
      style,
      [
        { title: "name", value: ({ name }) => name },
        { title: "title", value: ({ displayName }) => displayName },
        { title: "role", value: ({ role }) => role ?? "" },
        { title: "status", value: ({ status }) => status },
        { title: "switch", value: ({ enabled }) => (enabled ? "on" : "off") },
        { title: "patch", value: ({ patch }) => patch ?? "" },
      ],
      integrations,
    );
  }
  const width = Math.max(nameWidth, ...integrations.map(({ displayName }) => visible(displayName).length + 2));
  const headings = [...new Set(integrations.map(headingOf))];
  const paragraphs = headings.map((heading) =>
    [
      style.paint.bold(visible(heading)),
      ...integrations
        .filter((one) => headingOf(one) === heading)
        .map(
          ({ displayName, enabled, status }) =>
            `  [${enabled ? "x" : " "}] ${visible(displayName).padEnd(width)}${drawn[status]}`,
        ),
    ].join("\n"),
  );
  return [...paragraphs, `Don't see the tool you need?\n  Ask for it: quad request submit`].join("\n\n");
}

function headingOf({ role, status }: Integration): string {
  if (status === "unknown") return "Not in the Catalogue";
  if (role === null) return "Other Integrations";
  // The one list that the platform's design names.
  return role === "backend" ? "Backend Developer Integrations" : `Integrations for ${role}`;
}

export function renderIntegration(shown: ShownIntegration, { paint }: Style): string {
  const { name, displayName, role, status, enabled, patch, keys } = shown;
  const { domains, blocked, people, memberships } = keys;
  const where = [
    ...domains,
    ...blocked.map((path) => `${path} (blocked)`),
    ...(people > 0 ? [`${counted(people, "person", "people")} of their own`] : []),
  ];
  const all = memberships.with + memberships.without;
  return [
    `${paint.bold(visible(displayName))}  ${drawn[status]}`,
    `  name    ${visible(name)}`,
    `  role    ${role === null ? "none is named" : visible(role)}`,
    `  since   ${patch === null ? (status === "unknown" ? "not known" : "the platform itself") : `the patch ${visible(patch)}`}`,
    `  switch  ${enabled ? "on" : "off"}`,
    `  keys    ${where.length === 0 ? "none" : where.map(visible).join(", ")}`,
    `  apply   ${all === 0 ? "to nobody" : `in ${memberships.with} of ${counted(all, "membership")}`}`,
    ...(status === "coming_soon" ? [`Say that you want it: quad request submit --tool ${name}`] : []),
    ...(status === "active" || status === "beta" ? [`See whose key applies: quad key matrix --provider ${name}`] : []),
  ].join("\n");
}

export function renderSwitched({ displayName, enabled, changed }: Switched, { paint }: Style): string {
  const name = visible(displayName);
  if (!changed) return `Nothing to do: ${name} is ${enabled ? "on" : "off"} already.`;
  return `${paint.good(`Switched ${enabled ? "on" : "off"}`)}: ${name}.`;
}

/** What there is to be said where an integration is on, and keys for it are missing; undefined where none is. */
export function missingKeys({ name, displayName, enabled, root, keys }: Switched): string | undefined {
  const { with: covered, without } = keys.memberships;
  if (!enabled || covered > 0 || without === 0) return undefined;
  const shown = visible(name);
  return [
    `No key for ${visible(displayName)} applies to anybody yet.`,
    `Set one: quad key set ${shown} --domain ${root ?? "DOMAIN"} --path PATH`,
  ].join("\n");
}

/** A line each; what was answered is somebody else's text. */
export async function renderHealth(answers: readonly IntegrationHealth[], style: Style): Promise<string> {
  const { good, bad, warn } = style.paint;
  const colours = { healthy: good, unhealthy: bad, unreachable: warn };
  return table(
    style,
    [
      { title: "integration", value: ({ name }) => name },
      { title: "health", value: ({ health }) => health, paint: (text, { health }) => colours[health](text) },
      { title: "answer", value: ({ said }) => said },
    ],
    answers,
  );
}
