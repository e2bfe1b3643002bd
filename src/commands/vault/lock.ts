import { Command } from "commander";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";
import { vaultLock as lockVault } from "../../vault/account.ts";
import { renderVaultStatus } from "../../vault/render.ts";

export const vaultLock = (ctx: Context): Command =>
  new Command("lock")
    .summary("lock it, whoever has unlocked it")
    .description("Locks the vault. quad locks it after each use by itself; this is for what something else has left.")
    .addHelpText("after", examples("quad vault lock"))
    .action(async () => {
      const settings = await (await ctx.install()).vault();
      await ctx.output.result(await lockVault(settings), renderVaultStatus);
    });
