import { counted, localDay, type Style, visible } from "../terminal/style.ts";
import { type Column, table } from "../terminal/table.ts";
import type { CheckedKey } from "./check.ts";
import type { KeyEffect } from "./effects.ts";
import type { ExpiringKey } from "./expiring.ts";
import type { LegacyKey } from "./legacy.ts";
import type { KeyMatrix, KeyOrigin, MatrixRow } from "./matrix.ts";
import { flagOf, type RotatedKey } from "./rotate.ts";
import type { BlockedKey, SetKey, UnsetKey } from "./set.ts";
import type { StoredKey } from "./stored.ts";

const whose = ({ domain, user }: Pick<StoredKey, "domain" | "user">): string => domain ?? user ?? "";
const day = localDay;

const states: Readonly<Record<StoredKey["state"], string>> = {
  key: "key",
  blocked: "blocked",
  passes_on: "passes on",
};

export function renderSet({ key, before, similar }: SetKey, { paint }: Style): string {
  const ends = key.expiresAt === null ? "" : `, until ${day(key.expiresAt)}`;
  const was =
    before === null
      ? ""
      : before.state === "key" && before.path
        ? `; it was ${visible(before.path)}`
        : before.state === "blocked"
          ? "; it was blocked"
          : "; it passed on to its parent";
  return [
    `${paint.good("Set")} the ${key.provider} key of ${whose(key)}: ${visible(key.path ?? "")}${ends}${was}.`,
    ...(similar.length > 0
      ? [`It is the first one for ${key.provider}; there are keys for ${similar.join(" and ")}.`]
      : []),
  ].join("\n");
}

export const renderUnset = ({ removed }: UnsetKey, { paint }: Style): string =>
  `${paint.good("Unset")} the ${removed.provider} key of ${whose(removed)}${removed.path === null ? ` (${states[removed.state]})` : `; it was ${visible(removed.path)}`}.`;

export const renderBlocked = ({ provider, domain, before }: BlockedKey, { paint }: Style): string =>
  `${paint.good("Blocked")} ${provider} in ${domain}: no key applies there, nor below it unless one is set${before?.path ? `; its own was ${visible(before.path)}` : ""}.`;

export function renderRotated({ key }: RotatedKey, { paint }: Style): string {
  const former =
    key.formerPath === null || key.formerUntil === null
      ? "The former path is not kept."
      : `The former one, ${visible(key.formerPath)}, is kept until ${day(key.formerUntil)}: back to it with quad key rotate ${key.provider} ${flagOf(key)} --back`;
  return `${paint.good("Rotated")} the ${key.provider} key of ${whose(key)}: ${visible(key.path ?? "")}.\n${former}`;
}

export const renderRotationEnded = ({ key }: RotatedKey, { paint }: Style): string =>
  `${paint.good("Done")}: the ${key.provider} key of ${whose(key)} is ${visible(key.path ?? "")}, and no other path of it is kept.`;

export const renderKeys = (keys: readonly StoredKey[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "tool", value: ({ provider }) => provider },
      { title: "of", value: whose },
      {
        title: "state",
        value: ({ state }) => states[state],
        paint: (text, { state }) => (state === "blocked" ? style.paint.warn(text) : text),
      },
      { title: "path", value: ({ path }) => path ?? "" },
      { title: "expires", value: ({ expiresAt }) => (expiresAt ? day(expiresAt) : "") },
      { title: "uses", value: ({ uses }) => (uses === 0 ? "" : String(uses)), align: "right" },
      { title: "last used", value: ({ lastUsedAt }) => (lastUsedAt ? day(lastUsedAt) : "") },
    ],
    keys,
  );

export function renderKey(key: StoredKey, { paint }: Style): string {
  const times = (at: Date | null, by: string | null) =>
    at === null ? undefined : `${at.toISOString()}${by === null ? "" : `, by ${by}`}`;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ["state", states[key.state]],
    ["path", key.path ?? undefined],
    ["expires", key.expiresAt?.toISOString()],
    [
      "former path",
      key.formerPath === null ? undefined : `${key.formerPath}, kept until ${key.formerUntil?.toISOString()}`,
    ],
    ["rotated", times(key.rotatedAt, key.rotatedBy)],
    ["used", key.uses === 0 ? "never" : `${counted(key.uses, "time")}, last ${times(key.lastUsedAt, key.lastUsedBy)}`],
    ["set", key.createdAt.toISOString()],
  ];
  return [
    paint.bold(`The ${key.provider} key of ${whose(key)}`),
    ...facts.flatMap(([name, text]) => (text === undefined ? [] : [`  ${name.padEnd(11)}  ${visible(text)}`])),
  ].join("\n");
}

/** The matrix, a column a tool while it fits the terminal; otherwise, and for scripts, the tools in one column. */
export function renderMatrix({ tools, rows }: KeyMatrix, style: Style): Promise<string> {
  const cell = (row: MatrixRow, tool: string) => {
    const origin = row.keys[tool];
    return origin === undefined ? "·" : origin.domain === null ? "own" : lastName(origin.domain);
  };
  const widest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, text.length), 0) + 2;
  const width =
    widest(rows.map(({ email }) => email)) +
    widest(rows.map(({ domain }) => domain)) +
    tools.reduce((sum, tool) => sum + widest([tool, ...rows.map((row) => cell(row, tool))]), 0);
  const each: readonly Column<MatrixRow>[] =
    style.tty && width <= style.columns
      ? tools.map((tool) => ({
          title: tool,
          value: (row) => cell(row, tool),
          paint: (text, row) => (row.keys[tool]?.source === "user" ? style.paint.accent(text) : text),
        }))
      : [
          {
            title: "keys",
            value: (row) =>
              tools
                .filter((tool) => row.keys[tool])
                .map((tool) => `${tool}=${row.keys[tool]?.domain ?? "own"}`)
                .join(","),
          },
        ];
  return table(
    style,
    [{ title: "person", value: ({ email }) => email }, { title: "domain", value: ({ domain }) => domain }, ...each],
    rows,
  );
}

const lastName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** Whose keys would be others, people with the same change together. Empty where nobody's would. */
export function renderEffects(effects: readonly KeyEffect[], { paint }: Style): string {
  const alike = new Map<string, KeyEffect[]>();
  for (const effect of effects) {
    const which = `${effect.provider}: ${turnOf(effect)}`;
    alike.set(which, [...(alike.get(which) ?? []), effect]);
  }
  // First who loses one, then who gets another, last who gets one.
  const weight = ([{ before, after } = { before: null, after: null }]: readonly Pick<
    KeyEffect,
    "before" | "after"
  >[]) => (after === null ? 0 : before === null ? 2 : 1);
  return [...alike]
    .sort(([, a], [, b]) => weight(a) - weight(b))
    .map(([which, group]) => {
      const people = [...new Set(group.map(({ email }) => email))];
      const places = [...new Set(group.map(({ domain }) => domain))];
      const some = people.length > 4 ? [...people.slice(0, 3), `${people.length - 3} others`] : people;
      const where = places.length === 1 ? places.join() : `${counted(places.length, "domain")} from ${places[0]} on`;
      return `  ${paint.warn(which)}\n    ${some.join(", ")} in ${where}`;
    })
    .join("\n");
}

function turnOf({ before, after }: KeyEffect): string {
  if (after === null) return `no key any more, in place of ${keyOf(before)}`;
  return before === null ? `${keyOf(after)}, where there was none` : `${keyOf(after)}, in place of ${keyOf(before)}`;
}

const keyOf = (origin: KeyOrigin | null): string => (origin?.domain ? `that of ${origin.domain}` : "their own");

export const renderUsage =
  (provider: string, domain: string) =>
  (effects: readonly KeyEffect[], style: Style): string => {
    if (effects.length === 0) return `Nobody uses the ${provider} key of ${domain}.`;
    const people = new Set(effects.map(({ email }) => email)).size;
    return `Without the ${provider} key of ${domain}, ${counted(people, "person", "people")} would have:\n${renderEffects(effects, style)}`;
  };

export const renderExpiring = (keys: readonly ExpiringKey[], { paint }: Style): string =>
  keys
    .map(({ key, what, at, over }) => {
      const which = `the ${key.provider} key of ${whose(key)}`;
      if (what === "former")
        return `The former path of ${which} is kept until ${day(at)}: revoke it by then, quad key rotate ${key.provider} ${flagOf(key)} --finish`;
      const when = over ? paint.bad(`has expired on ${day(at)}`) : `expires on ${day(at)}`;
      return `${which.replace(/^t/, "T")} ${when}: quad key rotate ${key.provider} ${flagOf(key)} --path PATH`;
    })
    .join("\n");

export function renderLegacy(keys: readonly LegacyKey[], { paint }: Style): string {
  if (keys.length === 0) return "Nothing to move: no legacy integration has a key.";
  return keys
    .map(({ integration, root, outcome, why }) => {
      if (outcome === "moved") return `${paint.good("Moved")} the ${visible(integration)} key to ${root}.`;
      if (outcome === "there")
        return `${paint.good("Moved")} the ${visible(integration)} key to ${root}, which had it already.`;
      return `${paint.warn("Stays")}: ${visible(integration)}; ${why}`;
    })
    .join("\n");
}

/** The paths that lead nowhere, a line each, and how many lead to a value. */
export function renderChecked(keys: readonly CheckedKey[], { paint }: Style): string {
  const bad = keys.filter(({ problem }) => problem !== null);
  const good = keys.length - bad.length;
  return [
    ...bad.map(
      (key) =>
        `${paint.bad("✗")} the ${key.former ? "former " : ""}${key.provider} key of ${whose(key)}, ${visible(key.path)}: ${visible(key.problem ?? "")}`,
    ),
    ...(bad.length === 0
      ? [`${paint.good("✓")} ${good === 1 ? "The path leads" : `All ${good} paths lead`} to an item with that field.`]
      : []),
  ].join("\n");
}
