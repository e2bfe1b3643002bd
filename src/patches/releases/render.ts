import { counted, localDay, type Style, sizeOf, visible } from "../../terminal/style.ts";
import { type Column, table } from "../../terminal/table.ts";
import type { Fetched } from "./fetch.ts";
import type { LocalPatch } from "./local.ts";
import type { Offer } from "./offer.ts";
import type { Offered } from "./offered.ts";
import type { PublishedIndex } from "./publish.ts";

/** What a source offers, held against the install. */
export interface Available extends Omit<Offer, "patches"> {
  readonly patches: readonly Offered[];
}

const paints = {
  available: "good",
  applied: "accent",
  superseded: "faint",
  refused: "warn",
  withdrawn: "bad",
} as const;

export const renderAvailable = ({ patches }: Available, style: Style): Promise<string> => {
  const columns: Column<Offered>[] = [
    { title: "patch", value: ({ name }) => name },
    { title: "number", value: ({ sequence }) => String(sequence), align: "right" },
    { title: "channel", value: ({ channel }) => channel },
    { title: "size", value: ({ size }) => sizeOf(size), align: "right" },
    { title: "state", value: ({ state }) => state, paint: (text, { state }) => style.paint[paints[state]](text) },
    { title: "why", value: ({ because }) => because },
  ];
  return table(style, columns, patches);
};

/** Which index it was, and what could not be used: beside the list. */
export const aboutOffer = ({ source, sequence, expires, keyId }: Available): string =>
  visible(
    sequence === null || expires === null
      ? `Archives of ${source}; there is no index.`
      : `Index ${sequence} of ${source}, signed by ${keyId}, until ${localDay(new Date(expires))}.`,
  );

export const renderLocal = (patches: readonly LocalPatch[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "patch", value: ({ name }) => name },
      { title: "number", value: ({ sequence }) => (sequence === null ? "" : String(sequence)), align: "right" },
      { title: "channel", value: ({ channel }) => channel ?? "" },
      { title: "state", value: ({ state }) => state },
      { title: "applied", value: ({ appliedAt }) => (appliedAt === null ? "" : localDay(appliedAt)) },
      { title: "fetched", value: ({ archive }) => (archive === null ? "" : sizeOf(archive.size)) },
    ],
    patches,
  );

/** All that is known of a patch. */
export interface Shown {
  readonly name: string;
  readonly local: LocalPatch | null;
  readonly offered: Offered | null;
  /** Where it is offered; null where nobody was asked. */
  readonly source: string | null;
}

export function renderShown({ name, local, offered, source }: Shown, { paint }: Style): string {
  const said = offered ?? local?.manifest;
  const lines: (readonly [string, string | undefined])[] = [
    ["number", String(said?.sequence ?? local?.sequence ?? "")],
    ["channel", said?.channel ?? local?.channel ?? ""],
    ["created", said?.created],
    ["expires", said?.expires],
    ["platform", said?.platform],
    ["requires", said?.requires.join(", ")],
    ["conflicts", said?.conflicts.join(", ")],
    ["supersedes", said?.supersedes.join(", ")],
    ["integration", said?.integration && `${said.integration.display_name} (${said.integration.role})`],
    ["files", local?.manifest ? counted(local.manifest.files.length, "file") : undefined],
    ["size", offered ? `${offered.size.toLocaleString("en")} bytes` : undefined],
    ["sha256", offered?.sha256],
    ["here", local ? here(local) : "not known"],
    ["archive", local?.archive?.path],
    ["offered", offered ? inWords(offered) : undefined],
    ["by", source ?? undefined],
  ];
  return [
    `${paint.bold(visible(name))} ${said?.version ?? local?.version ?? ""}`.trimEnd(),
    ...(said?.notes ?? []).map((note) => `  ${visible(note)}`),
    ...lines.flatMap(([key, value]) => (value ? [`  ${paint.faint(key.padEnd(11))}  ${visible(value)}`] : [])),
  ].join("\n");
}

const here = ({ state, appliedAt, signedBy }: LocalPatch): string =>
  appliedAt === null ? state : `${state}, on ${localDay(appliedAt)}, signed by ${signedBy ?? "nobody"}`;

export const renderFetched = ({ name, archive, size, signedBy, source, fetched }: Fetched, { paint }: Style): string =>
  [
    fetched
      ? `${paint.good("Fetched")} ${name} from ${visible(source)}: ${size.toLocaleString("en")} bytes, signed by ${signedBy}`
      : `${name} is here already, and as it should be.`,
    `  ${visible(archive)}`,
  ].join("\n");

export const renderPublished = (
  { index, sequence, expires, keyId, patches, gone }: PublishedIndex,
  { paint }: Style,
): string =>
  [
    `${paint.good("Published")} index ${sequence} of ${counted(patches.length, "patch", "patches")}, signed by ${keyId}, until ${localDay(new Date(expires))}: ${visible(index)}`,
    ...patches.map((one) => `  ${one.sequence}  ${one.name}${one.withdrawn ? `  ${paint.bad("withdrawn")}` : ""}`),
    ...(gone.length > 0 ? [`No longer there: ${gone.map(visible).join(", ")}`] : []),
  ].join("\n");

/** What a source offers, and why not; "superseded by …" says both. */
const inWords = ({ state, because }: Offered): string =>
  because === "" || because.startsWith(state) ? because || state : `${state}: ${because}`;
