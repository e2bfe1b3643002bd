import { Command } from "commander";
import type { Context } from "../../context.ts";
import { showPerson } from "../../members/person.ts";
import { renderPeople } from "../../members/render.ts";
import { examples } from "../../terminal/help.ts";
import { parseEmail } from "../../values/email.ts";

export const memberShow = (ctx: Context): Command =>
  new Command("show")
    .aliases(["get", "view"])
    .summary("one person: everything they hold, and what is left of them")
    .description("Shows one person: their memberships in all domains, and how much of them is left.")
    .argument("<email>", "the person", parseEmail)
    .addHelpText("after", examples("quad member show shared-dev@massmutual.com"))
    .action(async (email: string) => {
      const people = await ctx.withDb((sql) => showPerson(sql, email));
      await ctx.output.result(people, renderPeople);
    });
