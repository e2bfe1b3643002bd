import { Command } from "commander";
import type { Context } from "../../context.ts";
import { migrate, migrationStatus, rehearse } from "../../postgres/migrate.ts";
import { renderMigrated, renderRehearsed, renderStatus } from "../../postgres/render.ts";
import { examples } from "../../terminal/help.ts";

export const migrateCommand = (ctx: Context): Command =>
  new Command("migrate")
    .description("Brings the database to this version's schema. Safe to run twice, and many times at once.")
    .option("--dry-run", "show what it would do; everything is tried and rolled back")
    .addHelpText("after", examples("quad migrate --dry-run", "quad migrate status"))
    .addCommand(migrateStatus(ctx))
    .action(async ({ dryRun }: { dryRun?: boolean }) => {
      const schema = await ctx.schema();
      const done = await ctx.withBareDb((sql) => (dryRun ? rehearse(sql, schema) : migrate(sql, schema)));
      await ctx.output.result(done, dryRun ? renderRehearsed : renderMigrated);
    });

const migrateStatus = (ctx: Context): Command =>
  new Command("status")
    .summary("what is applied, and what is not")
    .description("Shows which migrations are applied and which are not; changes nothing.")
    .addHelpText("after", examples("quad migrate status"))
    .action(async () => {
      const schema = await ctx.schema();
      const status = await ctx.withBareDb((sql) => migrationStatus(sql, schema));
      await ctx.output.result(status, renderStatus);
    });
