import type { Vault } from "../vault/vault.ts";
import type { StoredKey } from "./stored.ts";

/** Whether a key's path leads to a value; never the value. */
export interface CheckedKey {
  readonly provider: string;
  readonly domain: string | null;
  readonly user: string | null;
  readonly path: string;
  /** Whether it is the path before the last rotation. */
  readonly former: boolean;
  /** What is wrong; null where nothing is. */
  readonly problem: string | null;
}

/** Looks whether the paths of keys, former ones while they are kept included, lead to an item with that field. */
export async function checkKeys(
  vault: Pick<Vault, "look">,
  keys: readonly StoredKey[],
): Promise<readonly CheckedKey[]> {
  const paths = keys
    .filter(({ state }) => state === "key")
    .flatMap(({ provider, domain, user, path, formerPath }) => [
      ...(path === null ? [] : [{ provider, domain, user, path, former: false }]),
      ...(formerPath === null ? [] : [{ provider, domain, user, path: formerPath, former: true }]),
    ]);
  const problems = await vault.look(paths.map(({ path }) => path));
  return paths.map((one, i) => {
    const problem = problems[i];
    return { ...one, problem: problem === undefined ? null : [problem.message, ...problem.detail].join(" ") };
  });
}
