import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { exportOrganisation } from "../../organisation/export.ts";
import { examples } from "../../terminal/help.ts";

export const orgExport = (ctx: Context): Command =>
  new Command("export")
    .summary("write domains and members as YAML")
    .description("Writes a domain, all below it and their members as YAML, which quad org import --from quad reads.")
    .option("--under <domain>", "path or unique name of the domain; the only root when left out")
    .addOption(new Option("--format <format>", "of the output").choices(["quad"]).default("quad"))
    .addHelpText(
      "after",
      examples("quad org export > massmutual.yaml", "quad org export --under insurance-division > insurance.yaml"),
    )
    .action(async ({ under }: { under?: string }) => {
      const organisation = await ctx.withDb((sql) => exportOrganisation(sql, under));
      const { renderYaml } = await import("../../organisation/render-yaml.ts");
      await ctx.output.result(organisation, renderYaml);
    });
