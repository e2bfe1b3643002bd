import { expect, test } from "vitest";
import { renderMarkdown } from "./markdown.ts";
import { person, reportOf, sampleReport } from "./report.testing.ts";

test("the Markdown has the key figures, the people with an alert and the domains", () => {
  const lines = renderMarkdown(sampleReport()).split("\n");
  expect(lines[0]).toBe("# Workload of Mass Mutual");
  expect(lines.slice(4, 7)).toEqual([
    "| People | Overloaded | At capacity | High | Unallocated | Utilisation |",
    "| --: | --: | --: | --: | --: | --: |",
    "| 25 | 6 | 2 | 3 | 2 | 56.9\u00a0% |",
  ]);
  expect(lines.filter((line) => line.includes("@")).length).toBe(13);
  expect(lines).toContain(
    "| wei.zhang@massmutual.com | overloaded | 150\u00a0% | 75\u00a0% | +15 | 2026-11-12 | /massmutual/insurance-division/annuities 83.3\u00a0%<br>/massmutual/insurance-division/disability 66.7\u00a0% |",
  );
  expect(lines).toContain("| /massmutual/legacy | 5 | 62.9\u00a0% | 1 | 0 | 0 | 1 | 2 | 1 | 73 | 42 | 75 |");
});

test("nobody with an alert is said", () => {
  expect(renderMarkdown(reportOf([], {}))).toContain("Nobody is above 70 %, or has work without an allocation.");
});

test("a name has no meaning in Markdown or HTML, and stays in its cell", () => {
  const name = "a|b`c`<b>*x*</b>\n# [y](z)\\";
  const report = reportOf([person(`${name}@b.de`, [["/massmutual", 60, 0, 0, 50]])], { "/massmutual": name });
  const text = renderMarkdown(report);
  const shown = "a\\|b\\`c\\`&lt;b&gt;\\*x\\*&lt;/b&gt; \\# \\[y\\](z)\\\\";
  expect(text.split("\n")[0]).toBe(`# Workload of ${shown}`);
  expect(text).toContain(`\n| ${shown}@b.de | overloaded |`);
});
