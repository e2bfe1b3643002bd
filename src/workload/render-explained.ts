import { counted, localDay, percent, type Style, visible } from "../terminal/style.ts";
import type { DeskItem, Explanation } from "./explain.ts";
import { painted } from "./render.ts";

/** How many of a kind are listed; JSON has them all. */
const listed = 20;

/** Each domain with its formula, the values in it, and what was on the desk; of several, what they are in all. */
export const renderExplained = (explained: readonly Explanation[], style: Style): string =>
  [...explained.map((domain) => renderDomain(domain, style)), ...inAll(explained, style)].join("\n\n");

function inAll(explained: readonly Explanation[], style: Style): readonly string[] {
  const [first] = explained;
  if (!first) return [];
  const { total, utilisation, level, outside, unseen } = first.inAll;
  if (explained.length + outside + unseen === 1) return [];
  const { paint } = style;
  const about = [
    utilisation === null ? "nothing is allocated" : `utilised ${percent(utilisation)}: all load over all allocation`,
    ...(outside > 0 ? [`with ${counted(outside, "domain")} elsewhere`] : []),
    ...(unseen > 0 ? [`without ${counted(unseen, "domain")} not shown to you`] : []),
  ].join(", ");
  return [
    `${paint.bold("all domains")}  ${total === null ? "" : `${painted(style, level, percent(total))}  `}${painted(style, level)}  ${paint.faint(about)}`,
  ];
}

function renderDomain(explained: Explanation, style: Style): string {
  const {
    domain,
    date,
    takenAt,
    tickets,
    branches,
    points,
    allocation,
    multiplier,
    fullLoad,
    base,
    final,
    capacity,
    level,
    items,
  } = explained;
  const { paint } = style;
  const carries = (allocation * fullLoad) / 100;
  const whose = explained.multiplierFrom ?? "nobody set it: balanced";
  const full = fullLoad === 100 ? "" : ` of ${fullLoad} points`;
  return [
    `${paint.bold(domain)}  ${capacity === null ? "" : `${painted(style, level, percent(capacity))}  `}${painted(style, level)}  ${paint.faint(`${date}, as of ${takenAt.toLocaleString("sv")}`)}`,
    `  base      ${tickets} × 1.0 + ${branches} × 0.5 + ${points} × 0.2 = ${base}    ${paint.faint(`${counted(tickets, "ticket")}, ${counted(branches, "branch", "branches")}, ${counted(points, "point")}`)}`,
    `  final     ${base} × ${multiplier} = ${final}    ${paint.faint(`multiplier: ${whose}`)}`,
    capacity === null
      ? `  capacity  ${final} / 0    ${paint.faint("there is work, and nothing is allocated to it")}`
      : carries === 0
        ? `  capacity  0 %    ${paint.faint("no work, and nothing allocated")}`
        : `  capacity  ${final} / ${carries} × 100 = ${percent(capacity)}    ${paint.faint(`allocation ${percent(allocation)}${full}`)}`,
    ...(explained.replays ? [] : [paint.bad("  The stored inputs make something else today.")]),
    ...list(items, "ticket", style),
    ...list(items, "branch", style),
  ].join("\n");
}

function list(items: readonly DeskItem[], kind: DeskItem["kind"], { paint }: Style): readonly string[] {
  const of = items.filter((item) => item.kind === kind);
  const lines = of.slice(0, listed).map((item) => {
    if (item.kind === "ticket") {
      const size = item.points === null ? "no points" : counted(item.points, "point");
      return `  ${paint.accent(visible(item.name))}  ${size}${item.title === null ? "" : `  ${paint.faint(visible(item.title))}`}`;
    }
    const about = item.ticket === null ? "no ticket" : visible(item.ticket);
    const at = item.lastCommitAt === null ? "" : `, last commit ${localDay(item.lastCommitAt)}`;
    return `  ${visible(`${item.repository} ${item.name}`)}  ${paint.faint(`${about}${at}`)}`;
  });
  return of.length > listed ? [...lines, paint.faint(`  … and ${of.length - listed} more`)] : lines;
}
