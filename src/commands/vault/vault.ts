import { Command } from "commander";
import type { Context } from "../../context.ts";
import { vaultLock } from "./lock.ts";
import { vaultLogin } from "./login.ts";
import { vaultStatus } from "./status.ts";

export const vaultCommand = (ctx: Context): Command =>
  new Command("vault")
    .description(
      "The way to Vaultwarden, where secrets stay: through the Bitwarden CLI (bw), with a login of quad's own.",
    )
    .addCommand(vaultStatus(ctx))
    .addCommand(vaultLogin(ctx))
    .addCommand(vaultLock(ctx));
