import { Command } from "commander";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";
import { parseWebAddress } from "../../values/web-address.ts";
import { vaultLogin as logIn, type VaultLogin } from "../../vault/account.ts";
import { renderLoggedIn } from "../../vault/render.ts";
import { askForMasterPassword } from "../key/fetch.ts";

export const vaultLogin = (ctx: Context): Command =>
  new Command("login")
    .summary("log quad in to Vaultwarden")
    .description(
      "Logs quad in to Vaultwarden, with an account that the keys are shared with. The master password is asked for, or taken from QUAD_VAULT_PASSWORD or vault_password_file; it is never an argument.",
    )
    .option("--server <url>", "of Vaultwarden (default: the one it was before)", (text) =>
      parseWebAddress(text).replace(/\/$/, ""),
    )
    .option("--email <email>", "of the account", parseEmail)
    .option("--api-key", "log in by BW_CLIENTID and BW_CLIENTSECRET, which need no second factor")
    .option("--method <n>", "of the second factor, as bw login takes it: 0 authenticator, 1 e-mail, 3 YubiKey")
    .option("--code <code>", "of the second factor")
    .addHelpText(
      "after",
      examples("quad vault login --server https://vault.massmutual.com --email quad@massmutual.com"),
    )
    .action(async (wanted: VaultLogin) => {
      const settings = await (await ctx.install()).vault();
      const status = await logIn(settings, wanted, () => askForMasterPassword(ctx)(settings));
      await ctx.output.result(status, renderLoggedIn);
    });
