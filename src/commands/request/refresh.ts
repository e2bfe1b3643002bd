import { Command } from "commander";
import type { Context } from "../../context.ts";
import { QuadError } from "../../errors.ts";
import { type Refreshed, readPage, requestsToRefresh, takeOver } from "../../requests/refresh.ts";
import { examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";
import { parseSpan } from "../../values/moment.ts";
import { withWeb } from "../../web/web.ts";

export const requestRefresh = (ctx: Context): Command =>
  new Command("refresh")
    .summary("learn from the team's pages how requests go")
    .description(
      "Asks the tracking page of one request, or of all that are not over, for news, and takes them over. Silent where there are none; for cron.",
    )
    .argument("[request]", "its slug, such as postman-1234; all that are not over when left out")
    .option("--timeout <span>", "how long a page may take", parseSpan, 30)
    .addHelpText("after", examples("quad request refresh", "quad request refresh postman-1234"))
    .action(async (reference: string | undefined, { timeout }: { timeout: number }) => {
      const requests = await ctx.withDb((sql) => requestsToRefresh(sql, reference));
      const refreshed: Refreshed[] = [];
      await withWeb({ environment: ctx.environment, signal: ctx.signal, time: timeout * 1000 }, async (web) => {
        for (const request of requests) {
          try {
            const page = await readPage(web, request);
            refreshed.push(await ctx.withDb((sql) => takeOver(sql, request, page)));
          } catch (error) {
            // Of many, one that the team has not taken in yet is no failure.
            if (reference === undefined && error instanceof QuadError && error.code === "notFound") continue;
            throw error;
          }
        }
      });
      await ctx.output.result(
        refreshed.filter(({ news }) => news.length > 0 || reference !== undefined),
        (all) =>
          all
            .flatMap(({ request, news }) =>
              news.length > 0
                ? news.map((said) => `${request.slug}: ${visible(said)}`)
                : [`Nothing new of ${request.slug}.`],
            )
            .join("\n"),
      );
    });
