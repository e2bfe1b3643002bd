import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { renderPrometheus } from "./prometheus.ts";
import { person, reportOf, sampleReport } from "./report.testing.ts";

test.each([
  ["the company", sampleReport()],
  ["nobody", reportOf([], { "/massmutual": "Mass Mutual" })],
  ["hostile names", reportOf([person('a\\b"c\nd{}@x.de', [["/massmutual", 60, 0, 0, 50]])], {})],
])("Prometheus reads the metrics of %s, and has nothing to say about their names", (_, report) => {
  const said = execFileSync("promtool", ["check", "metrics"], {
    input: `${renderPrometheus(report)}\n`,
    encoding: "utf8",
    stdio: ["pipe", "pipe", "pipe"],
  });
  expect(said).toBe("");
});
