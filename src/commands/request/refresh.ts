import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { QuadError } from "../../errors.ts";
import type { RequestPage } from "../../requests/page.ts";
import { fetchPage, type Refreshed, readPage, requestsToRefresh, takeOver } from "../../requests/refresh.ts";
import type { IntegrationRequest } from "../../requests/request.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";
import { parseSpan } from "../../values/moment.ts";
import { withWeb } from "../../web/web.ts";

export const requestRefresh = (ctx: Context): Command =>
  new Command("refresh")
    .summary("learn from the team's pages how requests go")
    .description(
      "Asks the tracking page of one request, or of all that are not over or in which something is to be put right, for news, and takes them over. Silent where there are none; for cron.",
    )
    .argument("[request]", "its slug, such as postman-1234; all that are not over when left out")
    .addOption(new Option("--timeout <span>", "how long a page may take").argParser(parseSpan).default(30, "30s"))
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad request refresh", "quad request refresh postman-1234"))
    .action(async (reference: string | undefined, { timeout, dryRun }: { timeout: number; dryRun?: boolean }) => {
      const requests = await ctx.withDb((sql) => requestsToRefresh(sql, reference));
      const pages: (readonly [IntegrationRequest, RequestPage])[] = [];
      let failure: unknown;
      let failedInARow = 0;
      const time = timeout * 1000;
      await withWeb({ environment: ctx.environment, signal: ctx.signal, time, advice }, async (web) => {
        for (const request of requests) {
          let bytes: Buffer;
          try {
            bytes = await fetchPage(web, request);
          } catch (error) {
            // Of many, one that the team has not taken in yet is no failure.
            if (reference === undefined && error instanceof QuadError && error.code === "notFound") continue;
            failure ??= error;
            failedInARow += 1;
            // Then it is the server, and not a page.
            if (failedInARow === mostFailures || ctx.signal?.aborted) return;
            continue;
          }
          failedInARow = 0;
          try {
            pages.push([request, await readPage(bytes, request)]);
          } catch (error) {
            // One page that is none says nothing of the others.
            failure ??= error;
          }
        }
      });
      const refreshed: Refreshed[] = [];
      if (pages.length > 0)
        await ctx.withDb(
          async (sql) => {
            for (const [request, page] of pages)
              await takeOver(sql, request, page).then(
                (news) => refreshed.push(news),
                (error: unknown) => {
                  failure ??= error;
                },
              );
          },
          { dryRun },
        );
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
      // What could be read is taken over and said.
      if (failure !== undefined) throw failure;
    });

const mostFailures = 3;

const advice = {
  address: "the address of the pages (tracking_url of QUAD_request_settings)",
  moreTime: "--timeout 2m",
  otherwise: undefined,
};
