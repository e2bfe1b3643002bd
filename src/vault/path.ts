import { usage } from "../errors.ts";
import { isVisible } from "../terminal/style.ts";
import { looksLikeSecret } from "./secret.ts";

/** Where a key is in Vaultwarden: an item by its id, or by the names of its folder (or collection) and its own. */
export type VaultPath =
  | { readonly by: "id"; readonly id: string; readonly field: string }
  /** Without a field: the password of a login, the text of a note. */
  | { readonly by: "name"; readonly name: string; readonly field: string | undefined };

const forms = "vault://ITEM-ID/FIELD, FOLDER/NAME or FOLDER/NAME#FIELD";

/**
 * A path into Vaultwarden as it is stored: `vault://ITEM-ID/FIELD`, `FOLDER/NAME` or `FOLDER/NAME#FIELD`. Throws a usage error; what
 * looks like a key itself is refused without being repeated.
 */
export function parseVaultPath(text: string): string {
  const path = text.trim();
  if (looksLikeSecret(path)) {
    throw usage("That is a key, not a path.", {
      hint: ["Put it into Vaultwarden, and give the path of its item here.", `A path is ${forms}.`],
    });
  }
  if (readVaultPath(path) === undefined || path.length > 1000 || !isVisible(path)) {
    throw usage("That is no path into Vaultwarden.", { hint: `A path is ${forms}.` });
  }
  return path.replace(/^vault:\/\/[^/]+/, (item) => item.toLowerCase());
}

/** What a stored path says; undefined for what is none. */
export function readVaultPath(path: string): VaultPath | undefined {
  const [, id, field] = /^vault:\/\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(.+)$/i.exec(path) ?? [];
  if (id && field) return { by: "id", id: id.toLowerCase(), field };
  const [, name, of] = /^((?:[^/#]+\/)+[^/#]+)(?:#([^#]+))?$/.exec(path) ?? [];
  if (name && !/^[a-z]+:\//i.test(name)) return { by: "name", name, field: of };
  return undefined;
}
