import { Command } from "commander";
import type { Context } from "../../context.ts";
import { mustBeTeam } from "../../requests/steps.ts";
import { triage, type Wanted } from "../../requests/triage.ts";
import { examples } from "../../terminal/help.ts";
import type { Style } from "../../terminal/style.ts";
import { table } from "../../terminal/table.ts";
import { countOf } from "../../values/count.ts";

export const requestTriage = (ctx: Context): Command =>
  new Command("triage")
    .alias("queue")
    .summary("the team's side: what comes first, and why")
    .description(
      "Lists the tools that are wanted, what comes first at the top: by plan, team size, how many companies want it, votes and age. Spellings of one tool are one.",
    )
    .option("--limit <n>", "only so many", countOf("tools", 99_999))
    .addHelpText("after", examples("quad request triage", "quad request triage --limit 10 --json"))
    .action(async ({ limit }: { limit?: number }) => {
      const queue = await ctx.withDb(async (sql) => {
        await mustBeTeam(sql);
        return triage(sql, { limit });
      });
      await ctx.output.result(queue, renderTriage);
    });

async function renderTriage(queue: readonly Wanted[], style: Style): Promise<string> {
  return table(
    style,
    [
      { title: "#", value: ({ position }) => String(position) },
      { title: "tool", value: ({ tool }) => tool },
      { title: "priority", value: ({ priority }) => priority },
      { title: "companies", value: ({ companies }) => String(companies), align: "right" },
      { title: "users", value: ({ users }) => String(users), align: "right" },
      { title: "due", value: ({ due }) => due ?? "" },
      { title: "why", value: ({ why }) => why.join("; ") },
      {
        title: "requests",
        value: ({ requests }) =>
          style.tty && requests.length > 2 ? `${requests.slice(0, 2).join(", ")}, …` : requests.join(", "),
      },
    ],
    queue,
  );
}
