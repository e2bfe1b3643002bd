import { Command } from "commander";
import { renderWhoami } from "../access/render.ts";
import { whoami } from "../access/whoami.ts";
import type { Context } from "../context.ts";
import { examples } from "../terminal/help.ts";

export const whoamiCommand = (ctx: Context): Command =>
  new Command("whoami")
    .description("Shows who acts on this connection: their roles, their allocation, and what they can do where.")
    .addHelpText("after", examples("quad whoami", "quad whoami --as dev@massmutual.com"))
    .action(async () => {
      await ctx.output.result(await ctx.withDb(whoami), renderWhoami);
    });
