import { QuadError, unreachable } from "../errors.ts";
import type { VaultSettings } from "../install/setting.ts";
import { type Bw, openBw, passwordWords } from "./bw.ts";
import { alone, ownDirectory } from "./directory.ts";
import { type Contents, type Item, noItem, valueAt } from "./items.ts";
import { readVaultPath } from "./path.ts";

/** A vault that is unlocked for as long as it is lent. */
export interface Vault {
  /** The value at a path. Throws not found (exit 4) where the path leads to none. */
  read(path: string): Promise<string>;
  /** What is wrong with each path; undefined for one that leads to a value. No value is kept. */
  look(paths: readonly string[]): Promise<readonly (QuadError | undefined)[]>;
}

/**
 * Lends the vault, unlocked and up to date: quad alone works with it, and locks it afterwards, whatever happens. Throws unreachable
 * (exit 6) with a sentence for each thing that can be in the way, and locked (exit 9).
 */
export async function withVault<T>(
  settings: VaultSettings,
  password: string,
  use: (vault: Vault) => Promise<T>,
): Promise<T> {
  const { directory, timeout } = settings;
  await ownDirectory(directory.value);
  return alone(directory.value, timeout.value * 1000, async () => {
    const bw = await openBw(settings);
    const { raw: session } = (await bw.run(["unlock", ...passwordWords], { password })) as {
      raw: string;
    };
    try {
      await bw.run(["sync"], { session });
      return await use(vaultOf(bw, session));
    } finally {
      // Without its key nobody can use the session; locking it as well is what `vault status` should find.
      await bw.run(["lock"]).catch(() => {});
    }
  });
}

function vaultOf(bw: Bw, session: string): Vault {
  const list = async <T>(what: string) => (await bw.run(["list", what], { session })) as { data: readonly T[] };
  const contents = async (): Promise<Contents> => {
    const [items, ...places] = await Promise.all([
      list<Item>("items"),
      list<{ id: string | null; name: string }>("folders"),
      list<{ id: string | null; name: string }>("collections"),
    ]);
    const named = places.flatMap(({ data }) => data.flatMap(({ id, name }) => (id ? [[id, name] as const] : [])));
    return { items: items.data, places: new Map(named) };
  };
  return {
    async read(text) {
      const path = pathOf(text);
      if (path.by === "name") return valueAt(path, await contents());
      const item = (await bw.run(["get", "item", path.id], { session }).catch((error) => {
        throw error instanceof QuadError && error.code === "notFound" ? noItem(path.id) : error;
      })) as Item;
      return valueAt(path, { items: [item], places: new Map() });
    },
    async look(paths) {
      const all = paths.length === 0 ? { items: [], places: new Map<string, string>() } : await contents();
      return paths.map((text) => problemAt(text, all));
    },
  };
}

function problemAt(text: string, contents: Contents): QuadError | undefined {
  try {
    valueAt(pathOf(text), contents);
    return undefined;
  } catch (error) {
    if (error instanceof QuadError) return error;
    throw error;
  }
}

function pathOf(text: string) {
  const path = readVaultPath(text);
  if (path) return path;
  throw unreachable("What is stored there is no path into Vaultwarden as quad knows them.", {
    hint: "Set it anew: quad key set",
  });
}
