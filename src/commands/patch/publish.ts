import { readFile } from "node:fs/promises";
import { Command } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { parsePatchName } from "../../patches/manifest.ts";
import { renderPublished } from "../../patches/releases/render.ts";
import { parsePublicKey } from "../../patches/signature/public-key.ts";
import { examples } from "../../terminal/help.ts";
import { countOf } from "../../values/count.ts";
import { parseDeadline } from "../../values/moment.ts";
import { parsePath } from "../../values/path.ts";
import { readSecretKey } from "./secret-key.ts";

interface Flags {
  secretKey: string;
  formerKey?: string;
  expires?: Date;
  withdraw?: readonly string[];
  sequence?: number;
}

export const patchPublish = (ctx: Context): Command =>
  new Command("publish")
    .summary("vendor: write the signed index of a directory of archives")
    .description(
      "Checks every signed archive of a directory whole, and writes index.json with its signature: what a release server, or a USB stick, offers. Its number goes up by one each time, and it expires, so that nobody can hold newer patches back unnoticed.",
    )
    .argument("<directory>", "with NAME.tar.gz and NAME.tar.gz.minisig", parsePath)
    .requiredOption("--secret-key <file>", "minisign's, or of quad patch keygen", parsePath)
    .option(
      "--former-key <file>",
      "the public key that signed the index which is there, after a change of keys",
      parsePath,
    )
    .option("--expires <when>", "as in 90d, the default, or 2027-01-31; publish it anew before", (text) =>
      parseDeadline(text),
    )
    .option(
      "--withdraw <name...>",
      "patches that are listed, and not to be had any more",
      (name, before: string[] = []) => [...before, parsePatchName(name)],
    )
    .option(
      "--sequence <n>",
      "the number of the index, where the one before it is lost: whoever has seen a higher one refuses a lower",
      countOf("an index", 999_999_999),
    )
    .addHelpText(
      "after",
      examples(
        "quad patch publish /srv/patches --secret-key vendor.key",
        "quad patch publish /srv/patches --secret-key vendor.key --withdraw postman-beta-1.0",
      ),
    )
    .action(
      async (
        directory: string,
        { secretKey, formerKey, expires = parseDeadline("90d"), withdraw = [], sequence }: Flags,
      ) => {
        const former = formerKey === undefined ? [] : [parsePublicKey(await readKeyFile(formerKey), formerKey)];
        const key = await readSecretKey(ctx, secretKey);
        const { publish } = await import("../../patches/releases/publish.ts");
        const published = await ctx.output.progress("Checking …", () =>
          publish({ directory, key, former, expires, withdraw, sequence }),
        );
        await ctx.output.result(published, renderPublished);
      },
    );

const readKeyFile = (path: string): Promise<string> =>
  readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    throw usage(`${path} cannot be read (${error.code}).`, { cause: error });
  });
