import { Command, Option } from "commander";
import { findCompany } from "../../companies/find.ts";
import type { Context } from "../../context.ts";
import { listRequests } from "../../requests/find.ts";
import { renderRequests } from "../../requests/render.ts";
import { type RequestStatus, requestStatuses } from "../../requests/request.ts";
import { examples } from "../../terminal/help.ts";

interface Flags {
  status?: RequestStatus | "all";
  company?: string;
  mine?: boolean;
}

export const requestList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("what was asked for, and how far it is")
    .description("Lists the requests that are not over, the newest first.")
    .addOption(new Option("-s, --status <status>", "those at this stage, or all").choices([...requestStatuses, "all"]))
    .option("--company <company>", "of this company only")
    .option("--mine", "only what one has asked for oneself")
    .addHelpText("after", examples("quad request list", "quad request list --status all --mine"))
    .action(async ({ status, company, mine }: Flags) => {
      const requests = await ctx.withDb(async (sql) =>
        listRequests(sql, {
          ...(status && { statuses: status === "all" ? requestStatuses : [status] }),
          companyId: company === undefined ? undefined : (await findCompany(sql, company)).id,
          mine,
        }),
      );
      await ctx.output.result(requests, renderRequests);
    });
