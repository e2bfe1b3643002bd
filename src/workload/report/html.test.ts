import { expect, test } from "vitest";
import { renderHtml } from "./html.ts";
import { person, reportOf, sampleHistory, sampleReport } from "./report.testing.ts";

const now = new Date("2026-11-24T07:00:00Z");
const root = { "/massmutual": "Mass Mutual" };
const count = (text: string, part: string | RegExp) => text.split(part).length - 1;

async function samplePage(): Promise<string> {
  const report = sampleReport();
  return renderHtml(report, sampleHistory(report), now);
}

test("the page says what it is about, and who is overloaded before anything else", async () => {
  const page = await samplePage();
  expect(page).toContain("<title>Workload of Mass Mutual, 24 November 2026</title>");
  expect(page).toContain('<html lang="en">');
  expect([...page.matchAll(/<h(\d)>(?:<bdi>)?([^<]+)/g)].map(([, level, text]) => `${level} ${text}`)).toEqual([
    "1 Mass Mutual",
    "2 Who is overloaded",
    "2 The most loaded people",
    "2 Day by day",
    "2 Utilisation by domain",
    "2 People in each band",
    "2 Domains",
    "2 People",
    "2 How it is computed",
  ]);
});

test("the key figures are those of the day, and tell how they changed in a week", async () => {
  const page = await samplePage();
  const tiles = [
    ...page.matchAll(/<dt>(?:<span.*?<\/span>)?(.*?)<\/dt><dd class="figure">(.*?)<\/dd><dd>(.*?)<\/dd>/g),
  ];
  expect(tiles.map(([, title, figure, change]) => [title, figure, change])).toEqual([
    ["People", "25", "±0 in a week"],
    ["Overloaded", "6", "+2 in a week"],
    ["At capacity", "2", "+1 in a week"],
    ["High", "3", "−2 in a week"],
    ["Unallocated", "2", "±0 in a week"],
    ["Utilisation", "56.9\u00a0%", "+3.9\u00a0pts in a week"],
  ]);
});

test("the page runs nothing and loads nothing", async () => {
  const page = await samplePage();
  expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'");
  expect(page).not.toMatch(/<script|<link|<img|<iframe|\bon\w+=|@import|url\((?!#)|\b(?:src|href)=/i);
});

test("every picture is there for wide screens and for phones, and says in words what it shows", async () => {
  const page = await samplePage();
  expect(count(page, "<svg ")).toBe(8);
  expect(count(page, /<svg role="img" aria-label="[^"]{40,}"/)).toBe(8);
  expect(page).toContain("shared-dev@massmutual.com 171.5\u00a0% overloaded");
});

test("no id is given twice, and none is referred to that is not there", async () => {
  const page = await samplePage();
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [, id] of page.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(id);
});

test("names are shown as they are, whatever they hold", async () => {
  const hostile = `"><script>alert('x')</script>&amp;\u0000\u202e 😀 url(#zr0-p0)`;
  const loads = ["x", "y"].map((name) => person(`${hostile}${name}@b.de`, [["/massmutual", 90, 1, 1, 50]]));
  const report = { ...reportOf(loads, { "/massmutual": hostile }), company: hostile };
  const page = await renderHtml(report, sampleHistory(report), now);
  expect(page).not.toContain("<script");
  expect(page).not.toContain("\u0000");
  expect(page).toContain("&lt;script&gt;");
  expect(page).toContain("😀 url(#zr0-p0)</bdi>");
});

test("who has many domains, a long address or a long path has them cut, and told in full where one points", async () => {
  const path = `/massmutual/${"very-long-name/".repeat(12)}end`;
  const email = `${"long".repeat(20)}@example.com`;
  const report = reportOf([person(email, new Array(30).fill([path, 50, 0, 0, 100]))], root);
  const page = await renderHtml(report, sampleHistory(report), now);
  expect(page).toContain(`title="${path}"`);
  expect(page).toContain(`title="${email}"`);
  expect(page).toContain("… and 18 more");
});

test("nobody, no history and a first day are said", async () => {
  const nobody = reportOf([], root);
  const empty = await renderHtml(nobody, { days: [], people: [], levels: [], domains: [] }, now);
  expect(empty).toContain("Nobody has work or an allocation here.");
  expect(empty).not.toContain("<svg");
  const one = reportOf([person("a@b.de", [["/massmutual", 1, 0, 0, 50]])], root);
  const first = await renderHtml(one, sampleHistory(one, 1), now);
  expect(first).toContain("Trends are shown from the second day with a snapshot.");
  expect(first).toContain("no week to compare");
  expect(count(first, "<svg ")).toBe(2);
});

test("one far above all others ends at the picture's edge, with the figure it has", async () => {
  const loads = [person("a@b.de", [["/massmutual", 450, 0, 0, 50]]), person("c@b.de", [["/massmutual", 20, 0, 0, 50]])];
  const report = reportOf(loads, root);
  expect(await renderHtml(report, sampleHistory(report), now)).toContain("▸ 900\u00a0% overloaded");
});

test("a snapshot that is old when the page is made is said to be", async () => {
  const report = sampleReport();
  const page = await renderHtml(report, sampleHistory(report), new Date("2026-11-28T07:00:00Z"));
  expect(page).toContain("This snapshot was 4 days old when the page was made.");
});

test("100,000 people in 1,000 domains make a page of less than 5 MB", async () => {
  const paths = Array.from({ length: 1000 }, (_, at) => `/massmutual/division-${at % 30}/team-${at}`);
  const people = Array.from({ length: 100_000 }, (_, at) =>
    person(`person-${at}@massmutual.com`, [
      [paths[at % 1000] ?? "", (at * 7) % 60, at % 9, at % 50, 60],
      [paths[(at + 1) % 1000] ?? "", at % 20, at % 5, 0, 40],
    ]),
  ).sort((a, b) => (b.total ?? 0) - (a.total ?? 0));
  const domains = reportOf([], Object.fromEntries(paths.map((path) => [path, path]))).domains;
  const report = { ...reportOf(people, root), domains };
  const started = performance.now();
  const page = await renderHtml(report, sampleHistory(report), now);
  expect(performance.now() - started).toBeLessThan(10_000);
  expect(Buffer.byteLength(page)).toBeLessThan(5_000_000);
  expect(page).toContain("The 200 with the highest utilisation … and 800 more.");
  expect(page).toContain("… and 99,900 more, who are less loaded and not listed here.");
});
