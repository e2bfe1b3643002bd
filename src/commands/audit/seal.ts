import { Command } from "commander";
import { renderSealed } from "../../audit/render-seal.ts";
import { sealTrail } from "../../audit/seal.ts";
import type { Context } from "../../context.ts";
import { examples } from "../../terminal/help.ts";

export const auditSeal = (ctx: Context): Command =>
  new Command("seal")
    .summary("chain and sign what is new in the trail")
    .description(
      "Seals what is new in the trail: chains it, and writes a signed checkpoint outside of the database, so that verify names whatever is changed afterwards. For cron; commands that write do it themselves once a thousand entries wait. The owner's alone.",
    )
    .option("--anew", "set the checkpoints so far aside, and begin a new chain with the trail as it is")
    .addHelpText("after", examples("quad audit seal", "QUAD_AUDIT_DIR=/mnt/worm/quad quad audit seal"))
    .action(async ({ anew }: { anew?: boolean }) => {
      if (anew) await ctx.prompt.confirm("Set the chain and its checkpoints aside, and seal the trail as it is now?");
      const { value: directory } = await (await ctx.install()).auditDirectory();
      const sealed = await ctx.withDb((sql) =>
        ctx.output.progress("Sealing", () => sealTrail(sql, directory, { anew: anew ?? false })),
      );
      await ctx.output.result(sealed, renderSealed);
      if (sealed.keyMade) {
        ctx.output.note(
          `A key was made for this install. Keep a copy of ${sealed.publicKey} elsewhere: with it verify needs nothing of this host.`,
        );
      }
      if (sealed.recovered > 0) {
        ctx.output.note(
          `An earlier run had ended before its end; ${sealed.recovered.toLocaleString("en")} of these were in its checkpoint.`,
        );
      }
      if (sealed.setAside !== null) {
        ctx.output.warn(
          anew
            ? `The checkpoints so far are in ${sealed.setAside}.`
            : `The last line of the checkpoints had no end; it was set aside in ${sealed.setAside}.`,
        );
      }
    });
