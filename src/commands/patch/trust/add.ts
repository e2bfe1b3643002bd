import { Command } from "commander";
import type { Context } from "../../../context.ts";
import { usage } from "../../../errors.ts";
import { bytesOf, wholeOf } from "../../../files/bytes.ts";
import { fingerprintOf, parsePublicKey } from "../../../patches/signature/public-key.ts";
import { addKey, trustedKeys } from "../../../patches/trust/keys.ts";
import { renderAddedKey } from "../../../patches/trust/render.ts";
import { vouchedBy } from "../../../patches/trust/vouched.ts";
import { dryRunFlag, examples } from "../../../terminal/help.ts";
import { parseLabel } from "../../../values/label.ts";

interface Flags {
  label: string;
  fingerprint?: string;
  vouchedBy?: string;
  dryRun?: boolean;
}

export const patchTrustAdd = (ctx: Context): Command =>
  new Command("add")
    .summary("trust a key of the vendor")
    .description(
      [
        "Trusts a key from now on. The fingerprint is shown, and compared by you with what the vendor says of it by another way than the",
        "one on which the key came; without a terminal it is given. A new key for which an old one vouches needs neither: its file is",
        "signed with the old key, and the signature is given.",
      ].join(" "),
    )
    .argument("<key>", "a minisign public key: its file, or its line RW…")
    .option("--label <text>", "what to call it here", parseLabel, "the vendor")
    .option("--fingerprint <sha256>", "that it has to have: SHA256:…")
    .option("--vouched-by <minisig>", "the signature of the key's file, by a key that is trusted")
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad patch trust add vendor.pub",
        "quad patch trust add vendor-2027.pub --vouched-by vendor-2027.pub.minisig",
      ),
    )
    .action(async (named: string, { label, fingerprint, vouchedBy: minisig, dryRun }: Flags) => {
      const text = /^RW[\w+/]{54}/.test(named) ? named : await readKeyFile(named);
      const key = parsePublicKey(text, named);
      const shown = fingerprintOf(key);
      if (fingerprint !== undefined) mustBe(fingerprint, shown);
      const added = await ctx.withDb(
        async (sql) => {
          const voucher = minisig === undefined ? null : await vouchedBy(named, minisig, await trustedKeys(sql));
          // It is not shown before: who reads it from the same place compares nothing.
          if (voucher === null && fingerprint === undefined && !dryRun)
            mustBe((await ctx.prompt.ask([asked])).fingerprint.trim(), shown);
          return addKey(sql, key, { label, vouchedBy: voucher });
        },
        { dryRun },
      );
      await ctx.output.result(added, renderAddedKey);
    });

const asked = {
  name: "fingerprint",
  message: "The fingerprint of the key, as the vendor told it to you by another way:",
  flag: "--fingerprint SHA256:… as the vendor tells it",
} as const;

function mustBe(told: string, shown: string): void {
  if (told === shown) return;
  throw usage(`The key has the fingerprint ${shown}, not ${told}.`, { hint: "Do not trust it; ask the vendor." });
}

/** Not more of it than a key's file can have: what was named may have no end. */
const readKeyFile = async (path: string): Promise<string> => {
  const most = 10_000;
  const tooLong = () =>
    usage(`${path} is longer than ${most.toLocaleString("en")} bytes.`, {
      hint: "It is the vendor's file of a public key, such as vendor.pub.",
    });
  return (await wholeOf(bytesOf(path), most, tooLong)).toString();
};
