import { Command } from "commander";
import type { Context } from "../../context.ts";
import { publishRequests } from "../../requests/publish.ts";
import { examples } from "../../terminal/help.ts";
import { counted, visible } from "../../terminal/style.ts";
import { parsePath } from "../../values/path.ts";

export const requestPublish = (ctx: Context): Command =>
  new Command("publish")
    .summary("the team's side: write the tracking pages for the vendor's web server")
    .description(
      "Writes the tracking page of each request that was received, and its JSON, which quad request refresh reads on the other side. What has not changed is left as it is.",
    )
    .argument("<directory>", "what the web server serves under the tracking URL", parsePath)
    .option("--dry-run", "say how much would be written, and write nothing")
    .addHelpText("after", examples("quad request publish /srv/www/integrations/requests"))
    .action(async (directory: string, { dryRun = false }: { dryRun?: boolean }) => {
      const published = await ctx.output.progress("Writing tracking pages", (say) =>
        ctx.withDb((sql) => publishRequests(sql, directory, { say, dryRun })),
      );
      await ctx.output.result(
        published,
        ({ requests, written, directory: into }) =>
          `${counted(requests, "request")} in ${visible(into)}: ${written === 0 ? "nothing has changed" : `${counted(written, "file")} ${dryRun ? "would be " : ""}written`}.`,
      );
      if (dryRun) ctx.output.note("Nothing was changed: --dry-run.");
    });
