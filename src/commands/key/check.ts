import { Command } from "commander";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { ExitCode } from "../../errors.ts";
import { renderChecked } from "../../keys/render.ts";
import { listKeys } from "../../keys/stored.ts";
import { examples } from "../../terminal/help.ts";
import { parseProvider } from "../../values/provider.ts";
import { userFlag } from "./flags.ts";

interface Flags {
  all?: boolean;
  domain?: string;
  user?: string;
  provider?: string;
}

export const keyCheck = (ctx: Context): Command =>
  new Command("check")
    .summary("whether each path leads to an item with that field")
    .description(
      "Looks in Vaultwarden whether the paths of domains' keys lead to an item with that field; no value is printed. Exit code 8: some do not.",
    )
    .option("--all", "people's own keys as well")
    .option("-d, --domain <domain>", "only in this domain and below it")
    .option(...userFlag)
    .option("--provider <provider>", "only for this tool", parseProvider)
    .addHelpText("after", examples("quad key check", "quad key check --all"))
    .action(async ({ all, domain, user, provider }: Flags) => {
      const keys = await ctx.withDb(async (sql) =>
        listKeys(sql, {
          domain: domain === undefined ? undefined : (await findDomain(sql, domain)).path,
          recursive: true,
          user,
          provider,
        }),
      );
      const meant = keys.filter((key) => all || user !== undefined || key.user === null);
      if (meant.length === 0) {
        await ctx.output.result([], () => "There is no key to check.");
        return;
      }
      const [{ askForMasterPassword }, { withVault }, { checkKeys }] = await Promise.all([
        import("./fetch.ts"),
        import("../../vault/vault.ts"),
        import("../../keys/check.ts"),
      ]);
      const settings = await (await ctx.install()).vault();
      const password = await askForMasterPassword(ctx)(settings);
      const checked = await ctx.output.progress("Looking into the vault …", () =>
        withVault(settings, password, (vault) => checkKeys(vault, meant)),
      );
      const bad = checked.some(({ problem }) => problem !== null);
      await ctx.output.result(checked, renderChecked, bad ? ExitCode.needsAttention : ExitCode.done);
    });
