import { counted, type Style, visible } from "../../terminal/style.ts";
import type { Check } from "./check.ts";

const marks = { ok: "✓", warning: "!", failed: "✗", skipped: "-" } as const;

/** One line a check; what continues it, and what mends it, is indented below. */
export function renderChecks(checks: readonly Check[], { paint }: Style): string {
  const colours = { ok: paint.good, warning: paint.warn, failed: paint.bad, skipped: paint.faint };
  const width = Math.max(...checks.map(({ name }) => name.length));
  const lines = checks.flatMap(({ name, state, found, source, fix }) => {
    const [first = "", ...more] = found.split("\n").map(visible);
    const below = [...more, ...(fix?.split("\n").map((line) => `→ ${visible(line)}`) ?? [])];
    return [
      `${colours[state](marks[state])} ${name.padEnd(width)}  ${state === "skipped" ? paint.faint(first) : first}` +
        (source === undefined ? "" : paint.faint(` (${visible(source)})`)),
      ...below.map((line) => `  ${" ".repeat(width)}  ${line}`),
    ];
  });
  const number = (state: Check["state"]) => checks.filter((check) => check.state === state).length;
  const worth = [
    counted(number("ok"), "check passed", "checks passed"),
    ...(number("warning") > 0 ? [counted(number("warning"), "warning")] : []),
    ...(number("failed") > 0 ? [`${number("failed")} failed`] : []),
    ...(number("skipped") > 0 ? [`${number("skipped")} skipped`] : []),
  ];
  return [...lines, `${worth.join(", ")}.`].join("\n");
}
