import { Command } from "commander";
import { orAsked } from "../../approvals/render.ts";
import type { Context } from "../../context.ts";
import { renderSet } from "../../keys/render.ts";
import { setKey } from "../../keys/set.ts";
import { askFlag, dryRunFlag, examples } from "../../terminal/help.ts";
import { parseDeadline } from "../../values/moment.ts";
import { parseProvider } from "../../values/provider.ts";
import { parseVaultPath } from "../../vault/path.ts";
import { domainFlag, type HolderFlags, holderOf, userFlag } from "./flags.ts";

interface Flags extends HolderFlags {
  path?: string;
  expires?: Date;
  ask?: boolean;
  dryRun?: boolean;
}

export const keySet = (ctx: Context): Command =>
  new Command("set")
    .summary("set the key of a domain, or of a person")
    .description(
      "Sets which key a domain or a person has for a tool, by its path into Vaultwarden. A domain's goes to everything below it that has none of its own.",
    )
    .argument("<provider>", "the tool, such as github", parseProvider)
    .option("-p, --path <path>", "vault://ITEM-ID/FIELD, FOLDER/NAME or FOLDER/NAME#FIELD", parseVaultPath)
    .option(...domainFlag)
    .option(...userFlag)
    .option("--expires <when>", "when it expires: in how long (90d), or a date", (text) => parseDeadline(text))
    .option(...askFlag)
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad key set github --path Engineering/GitHub#token --domain massmutual --expires 2027-01-31",
        "quad key set github --path vault://0f3e5a52-9d5c-4f59-8a3f-3d9b8a1d2c11/token --user john@massmutual.com",
      ),
    )
    .action(async (provider: string, { path, expires, ask, dryRun, ...whose }: Flags) => {
      const holder = holderOf(whose);
      const wanted =
        path ??
        parseVaultPath(
          (
            await ctx.prompt.ask([
              { name: "path", message: "Where in Vaultwarden?", flag: "--path PATH", check: parseVaultPath },
            ])
          ).path,
        );
      const set = await ctx.withDb((sql) => setKey(sql, { provider, holder, path: wanted, expiresAt: expires, ask }), {
        dryRun,
      });
      await ctx.output.result(set, orAsked(renderSet));
    });
