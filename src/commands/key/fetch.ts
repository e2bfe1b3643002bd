import type { Context } from "../../context.ts";
import { type PositionFlags, positionOf } from "../../keys/position.ts";
import { recordUse, usableKey } from "../../keys/use.ts";
import { masterPassword } from "../../vault/password.ts";
import { withVault } from "../../vault/vault.ts";

interface Flags extends PositionFlags {
  readonly former?: boolean;
  readonly evenExpired?: boolean;
}

/**
 * Takes the key that applies out of the vault. That it was taken is in the trail before anybody has it. No connection is held
 * while somebody is asked, or the vault is worked with. `fits` throws where it is of no use.
 */
export async function fetchKey(
  ctx: Context,
  provider: string,
  flags: Flags,
  way: "exec" | "reveal",
  fits: (secret: string) => void = () => {},
): Promise<string> {
  const settings = await (await ctx.install()).vault();
  const { position, key } = await ctx.withDb(async (sql) => {
    const meant = await positionOf(sql, flags);
    const options = { former: flags.former, expired: flags.evenExpired };
    return { position: meant, key: await usableKey(sql, meant, provider, options) };
  });
  const password = await askForMasterPassword(ctx)(settings);
  const secret = await ctx.output.progress("Unlocking the vault …", () =>
    withVault(settings, password, (vault) => vault.read(key.path)),
  );
  fits(secret);
  await ctx.withDb((sql) => recordUse(sql, position, key, way));
  return secret;
}

/** How the master password is got: from the settings, else by asking. */
export const askForMasterPassword =
  (ctx: Context) =>
  (settings: Parameters<typeof masterPassword>[0]): Promise<string> =>
    masterPassword(settings, () =>
      ctx.prompt.secret(
        "The master password of the vault:",
        "Say it by QUAD_VAULT_PASSWORD, or by a file: vault_password_file in quad.yaml",
      ),
    );
