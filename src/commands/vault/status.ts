import { Command } from "commander";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { vaultStatus as lookAtVault } from "../../vault/account.ts";
import { renderVaultStatus } from "../../vault/render.ts";

export const vaultStatus = (ctx: Context): Command =>
  new Command("status")
    .summary("which server, as whom, and whether it is locked")
    .description("Shows to which Vaultwarden quad is logged in, as whom, whether it is locked, and with which client.")
    .addHelpText("after", examples("quad vault status"))
    .action(async () => {
      const settings = await (await ctx.install()).vault();
      await ctx.output.result(await lookAtVault(settings), renderVaultStatus);
    });
