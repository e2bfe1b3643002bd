import { setTimeout as wait } from "node:timers/promises";
import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { cancelled, usage } from "../../errors.ts";
import { renderTracked } from "../../requests/render.ts";
import { openStatuses } from "../../requests/request.ts";
import { showRequest, type TrackedRequest } from "../../requests/show.ts";
import { examples } from "../../terminal/help.ts";
import { parseSpan } from "../../values/moment.ts";

interface Flags {
  watch?: boolean;
  every: number;
}

export const requestShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view", "status"])
    .summary("the tracking page of a request")
    .description("Shows where a request stands, when what comes next is due, and what has happened.")
    .argument("<request>", "its slug, such as postman-1234")
    .option("--watch", "show it again whenever something has happened, until it is over")
    .addOption(
      new Option("--every <span>", "with --watch: how often to look").argParser(parseInterval).default(10, "10s"),
    )
    .addHelpText("after", examples("quad request show postman-1234", "quad request show postman-1234 --watch"))
    .action(async (reference: string, { watch, every }: Flags) => {
      const look = () => ctx.withDb((sql) => showRequest(sql, reference));
      let shown = await look();
      await ctx.output.result(shown, renderTracked);
      while (watch && openStatuses.includes(shown.status)) {
        await wait(every * 1000, undefined, ctx.signal && { signal: ctx.signal }).catch(() => {
          throw cancelled();
        });
        const now = await look();
        if (stateOf(now) === stateOf(shown)) continue;
        shown = now;
        if (!ctx.output.json) await ctx.output.lines([""], () => "");
        await ctx.output.result(shown, renderTracked);
      }
    });

/** How often to look, in seconds: not without a pause. Throws a usage error. */
function parseInterval(text: string): number {
  const span = parseSpan(text);
  if (span > 0) return span;
  throw usage("Looking every 0 s would be looking all the time; 1s is the least.");
}

const stateOf = (request: TrackedRequest): string => JSON.stringify(request);
