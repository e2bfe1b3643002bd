import { counted, type Style, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { RequestStats } from "./stats.ts";

/** How requests go, as a table, and what is wanted most, as the spec lists it. */
export async function renderStats({ requests, open, stages, wanted }: RequestStats, style: Style): Promise<string> {
  const drawn = await table(
    style,
    [
      { title: "stage", value: ({ stage }) => stage },
      { title: "reached", value: ({ reached }) => String(reached), align: "right" },
      { title: "median", value: ({ medianDays }) => days(medianDays) },
      { title: "nine of ten", value: ({ p90Days }) => days(p90Days) },
      { title: "in time", value: ({ inTime }) => share(inTime), align: "right" },
    ],
    stages,
  );
  if (!style.tty) return drawn;
  return [
    `${counted(requests, "request")}, ${open.toLocaleString("en")} of them open.`,
    ...(requests === 0 ? [] : ["", drawn]),
    ...(wanted.length === 0 ? [] : ["", style.paint.bold("Most Common Requests")]),
    ...wanted.map(
      ({ tool, category, companies }, i) =>
        `${i + 1}. ${visible(tool)} - ${visible(category)} (${counted(companies, "company", "companies")})`,
    ),
  ].join("\n");
}

/** Business days; nothing where there are none. */
export const days = (count: number | null): string =>
  count === null ? "" : counted(Math.round(count * 10) / 10, "day");

/** A share in percent; nothing where there is none. */
export const share = (of: number | null): string => (of === null ? "" : `${Math.round(of * 100)} %`);
