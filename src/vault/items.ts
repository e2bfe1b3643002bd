import { notFound, type QuadError } from "../errors.ts";
import { shortened, visible } from "../terminal/style.ts";
import type { VaultPath } from "./path.ts";

/** An item of the vault, as far as the Bitwarden CLI's JSON is read. */
export interface Item {
  readonly id: string;
  readonly name: string;
  readonly notes?: string | null;
  readonly login?: {
    readonly username?: string | null;
    readonly password?: string | null;
    readonly totp?: string | null;
  } | null;
  readonly fields?: readonly { readonly name: string | null; readonly value: string | null }[] | null;
  readonly folderId?: string | null;
  readonly collectionIds?: readonly string[] | null;
  readonly deletedDate?: string | null;
}

/** What is in the vault, with the names of its folders and collections by their ids. */
export interface Contents {
  readonly items: readonly Item[];
  readonly places: ReadonlyMap<string, string>;
}

/** The value at a path. Throws not found (exit 4): no such item, several of the name, or no such field. The value is in no message. */
export function valueAt(path: VaultPath, contents: Contents): string {
  const item = itemAt(path, contents);
  const values = valuesOf(item);
  const wanted = path.field ?? (item.login ? "password" : "notes");
  const value = values.get(wanted);
  if (value) return value;
  throw notFound(`${calledOf(item)} in the vault has no field ${visible(shortened(wanted))}.`, {
    detail:
      values.size === 0
        ? "It has none with a value."
        : `It has: ${[...values.keys()].map((name) => visible(shortened(name))).join(", ")}.`,
    hint: "Give the key a path to one of them: quad key set",
  });
}

function itemAt(path: VaultPath, { items, places }: Contents): Item {
  const there = items.filter((item) => !item.deletedDate);
  const found =
    path.by === "id"
      ? there.filter(({ id }) => id === path.id)
      : there.filter((item) => namesOf(item, places).includes(path.name));
  const [item, ...others] = found;
  if (!item) throw noItem(path.by === "id" ? path.id : path.name);
  if (others.length > 0) {
    throw notFound(`Several items in the vault are called ${visible(shortened(item.name))} in that folder.`, {
      detail: found.map(({ id }) => `  vault://${id}/${path.field ?? "password"}`),
      hint: "Name the one that is meant by its id.",
    });
  }
  return item;
}

/** The failure of an item that is not there; what was deleted lies in the vault's trash for a while. */
export const noItem = (which: string): QuadError =>
  notFound(`There is no item ${visible(shortened(which))} in the vault.`, {
    hint: "It was deleted or renamed, or is not shared with the account that quad is logged in with: quad vault status",
  });

/** An item by its folder or a collection, as `FOLDER/NAME`. */
const namesOf = ({ name, folderId, collectionIds }: Item, places: ReadonlyMap<string, string>): readonly string[] =>
  [folderId, ...(collectionIds ?? [])].flatMap((id) => {
    const place = id ? places.get(id) : undefined;
    return place === undefined ? [] : [`${place}/${name}`];
  });

/** What there is to take, by name; a field of a login's own comes before one that somebody added under its name. */
function valuesOf({ login, notes, fields }: Item): ReadonlyMap<string, string> {
  const all: readonly (readonly [string, string | null | undefined])[] = [
    ...(fields ?? []).map(({ name, value }) => [name ?? "", value] as const),
    ["username", login?.username],
    ["password", login?.password],
    ["totp", login?.totp],
    ["notes", notes],
  ];
  return new Map(all.flatMap(([name, value]) => (value ? [[name, value] as const] : [])));
}

const calledOf = ({ name }: Item): string => `The item ${visible(shortened(name))}`;
