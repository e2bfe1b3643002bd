import { Command } from "commander";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { listDomains } from "../../domains/list.ts";
import { renderTree } from "../../domains/render.ts";
import { notFound } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";

export const domainTree = (ctx: Context): Command =>
  new Command("tree")
    .summary("the tree, drawn, with members and allocation")
    .description("Draws the tree of domains, or of one domain, with how many work in each and at what allocation.")
    .argument("[domain]", "path or unique name; everything when left out")
    .option("--archived", "archived ones too")
    .addHelpText("after", examples("quad domain tree", "quad domain tree insurance-division"))
    .action(async (reference: string | undefined, { archived }: { archived?: boolean }) => {
      const domains = await ctx.withDb(async (sql) =>
        listDomains(sql, {
          under: reference === undefined ? undefined : (await findDomain(sql, reference)).path,
          archived,
        }),
      );
      if (domains.length === 0 && !ctx.output.json) {
        throw reference === undefined
          ? notFound("There are no domains yet.", { hint: "Make the first: quad init" })
          : notFound(`${reference} is archived.`, { hint: "Show it all the same: --archived" });
      }
      await ctx.output.result(domains, renderTree);
    });
