import { Command } from "commander";
import type { Context } from "../../../context.ts";
import { patchTrustAdd } from "./add.ts";
import { patchTrustList } from "./list.ts";
import { patchTrustRevoke } from "./revoke.ts";

export const patchTrust = (ctx: Context): Command =>
  new Command("trust")
    .summary("the vendor's keys, by whose signature a patch is known")
    .description("The vendor's keys. No key comes with quad: the first is added by hand, and its fingerprint compared.")
    .addCommand(patchTrustAdd(ctx))
    .addCommand(patchTrustList(ctx))
    .addCommand(patchTrustRevoke(ctx));
