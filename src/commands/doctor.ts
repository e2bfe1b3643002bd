import { Command } from "commander";
import type { Context } from "../context.ts";
import { needsAttention } from "../errors.ts";
import { examine } from "../install/doctor/examine.ts";
import { renderChecks } from "../install/doctor/render.ts";
import { examples } from "../terminal/help.ts";
import { counted } from "../terminal/style.ts";
import { dumpTools } from "./patch/backup/place.ts";

export const doctorCommand = (ctx: Context): Command =>
  new Command("doctor")
    .description(
      "Shows what was found and where each setting came from, and what is wrong with it. Changes nothing. Exit code 8 when a check fails.",
    )
    .addHelpText("after", examples("quad doctor", "quad doctor --home /srv/quad-platform --json"))
    .action(async () => {
      const install = await ctx.install();
      const checks = await examine({
        install,
        backups: {
          pgDump: async () => (await dumpTools(ctx)).from,
          async keptAside() {
            const { keptAside } = await import("../patches/restore/restore.ts");
            const { value: server } = await install.database();
            return keptAside({ home: install.home.value, server: server.kind === "server" ? server : undefined });
          },
        },
        environment: ctx.environment,
        schema: await ctx.schema(),
        withDb: ctx.withBareDb,
        node: process.versions.node,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      });
      await ctx.output.result(checks, renderChecks);
      const failed = checks.filter(({ state }) => state === "failed").length;
      if (failed === 0) return;
      throw needsAttention(`${failed} of ${counted(checks.length, "check")} failed.`, {
        hint: ctx.output.json ? "Each failed check carries its fix." : undefined,
      });
    });
