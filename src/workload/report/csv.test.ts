import { parse } from "csv-parse/sync";
import { expect, test } from "vitest";
import { renderCsv } from "./csv.ts";
import { person, reportOf, sampleReport } from "./report.testing.ts";

const parsed = (text: string): Record<string, string>[] => parse(text, { columns: true });

test("the CSV has a line a person and domain, and all that a figure is computed from", () => {
  const report = sampleReport();
  const rows = parsed(renderCsv(report));
  expect(rows.length).toBe(report.people.flatMap(({ domains }) => domains).length);
  expect(rows.slice(0, 3).map(({ email, total, domain, capacity }) => [email, total, domain, capacity])).toEqual([
    ["shared-dev@massmutual.com", "171.5", "/massmutual/insurance-division", "70"],
    ["shared-dev@massmutual.com", "171.5", "/massmutual/wealth-management", "58"],
    ["shared-dev@massmutual.com", "171.5", "/massmutual/legacy", "43.5"],
  ]);
  expect(rows.find(({ email }) => email === "it-admin@massmutual.com")).toMatchObject({
    total: "",
    capacity: "",
    level: "unallocated",
    total_alert: "true",
  });
});

test("its lines end as RFC 4180 has it, the last without an end", () => {
  expect(renderCsv(sampleReport()).replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
});

test("who has no domain in the report has a line with empty columns", () => {
  const [row, ...others] = parsed(renderCsv(reportOf([person("a@b.de", [])], {})));
  expect(row).toMatchObject({ email: "a@b.de", domain: "", tickets: "" });
  expect(others).toEqual([]);
});

test.each(["=1+1@x.de", "+1@x.de", "-1@x.de", "@x", "\tx@x.de", "\rx@x.de"])("%j is no formula", (email) => {
  expect(parsed(renderCsv(reportOf([person(email, [])], {})))[0]?.email).toBe(`'${email}`);
});

test("quotes, commas and line breaks come back as they were", () => {
  const email = 'a,"b"\n;c@x.de';
  expect(parsed(renderCsv(reportOf([person(email, [])], {})))[0]?.email).toBe(email);
});
