import { expect, test } from "vitest";
import { renderPrometheus } from "./prometheus.ts";
import { person, reportOf, sampleReport } from "./report.testing.ts";

test("the metrics are ratios of one, by domain and for people with an alert", () => {
  const lines = renderPrometheus(sampleReport()).split("\n");
  expect(lines).toContain('quad_workload_snapshot_timestamp_seconds{domain="/massmutual"} 1795496407');
  expect(lines).toContain('quad_workload_people{domain="/massmutual",level="at capacity"} 2');
  expect(lines).toContain('quad_workload_utilisation_ratio{domain="/massmutual/legacy"} 0.628846');
  expect(lines).toContain('quad_workload_person_capacity_ratio{email="wei.zhang@massmutual.com"} 1.5');
  expect(lines).toContain(
    'quad_workload_capacity_ratio{domain="/massmutual/insurance-division",email="shared-dev@massmutual.com"} 0.7',
  );
  expect(lines.filter((line) => line.includes("grace.kim"))).toEqual([]);
});

test("what cannot be divided has no ratio, and is counted on its own", () => {
  const lines = renderPrometheus(sampleReport()).split("\n");
  expect(lines.filter((line) => line.includes("it-admin"))).toEqual([
    'quad_workload_unallocated{domain="/massmutual",email="it-admin@massmutual.com"} 1',
  ]);
  expect(lines.join("\n")).not.toMatch(/NaN|null/);
});

test("backslashes, quotes and line breaks in labels are escaped", () => {
  const report = reportOf([person('a\\b"c\nd@x.de', [["/massmutual", 60, 0, 0, 50]])], {});
  expect(renderPrometheus(report)).toContain('{email="a\\\\b\\"c\\nd@x.de"} 1.2');
});
