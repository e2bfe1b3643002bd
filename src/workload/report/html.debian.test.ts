import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";
import { type BrowserPage, openBrowser } from "./chromium.testing.ts";
import { renderHtml } from "./html.ts";
import { person, reportOf, sampleHistory, sampleReport } from "./report.testing.ts";

async function openReport(report = sampleReport(), history = sampleHistory(report)): Promise<BrowserPage> {
  const file = `${scratchDirectory()}/report.html`;
  writeFileSync(file, await renderHtml(report, history, new Date("2026-11-24T07:00:00Z")));
  const page = await openBrowser();
  await page.open(pathToFileURL(file).href);
  return page;
}

const resize = (page: BrowserPage, width: number) =>
  page.call("Emulation.setDeviceMetricsOverride", { width, height: 800, deviceScaleFactor: 1, mobile: width < 500 });

test("a browser has nothing to complain about, and asks for the page alone", async () => {
  const page = await openReport();
  expect(page.complaints).toEqual([]);
  expect(page.requests.length).toBe(1);
});

test("what gets into a page as a script does not run", async () => {
  const page = await openReport();
  await page.evaluate(
    `document.body.insertAdjacentHTML("beforeend", "<img src=x onerror='window.ran = true'>"); new Promise((r) => setTimeout(r, 50))`,
  );
  expect(await page.evaluate("window.ran === undefined")).toBe(true);
  expect(page.complaints.join()).toContain("Content Security Policy");
});

test.each([360, 681, 1141, 1280, 2560])(
  "at a width of %s nothing sticks out, and four pictures are seen",
  async (width) => {
    const page = await openReport();
    await resize(page, width);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
    const pictures = await page.evaluate<{ left: number; right: number; height: number }[]>(
      `[...document.querySelectorAll("svg")].map((svg) => svg.getBoundingClientRect().toJSON()).filter(({ width }) => width > 0)`,
    );
    expect(pictures.length).toBe(4);
    for (const { left, right, height } of pictures) {
      expect(left).toBeGreaterThanOrEqual(0);
      expect(right).toBeLessThanOrEqual(width);
      expect(height).toBeGreaterThan(150);
    }
  },
);

test("long names stick out neither of a phone nor of a screen", async () => {
  const path = `/massmutual/${"a".repeat(63)}/${"b".repeat(63)}`;
  const emails = [`${"x".repeat(64)}@${"y".repeat(60)}.com`, `x@${"y".repeat(36)}.com`];
  const people = emails.map((email) => person(email, [[path, 50_000, 1234, 0, 50]]));
  const report = reportOf(people, {
    "/massmutual": "W".repeat(200),
    [path]: "M".repeat(200),
  });
  const page = await openReport(report);
  for (const width of [360, 1141, 1280]) {
    await resize(page, width);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  }
});

test.each(["light", "dark"] as const)("in a %s scheme the page, its pictures and their text follow", async (scheme) => {
  const page = await openReport();
  await page.call("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  const [background, ...texts] = await page.evaluate<string[]>(
    `[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color,
      getComputedStyle(document.querySelector("svg text")).fill]`,
  );
  expect(lightness(background)).toSatisfy((value: number) => (scheme === "dark" ? value < 40 : value > 220));
  for (const text of texts) expect(Math.abs(lightness(text) - lightness(background))).toBeGreaterThan(100);
});

const lightness = (colour = "") => {
  const [red = 0, green = 0, blue = 0] = colour.match(/\d+/g)?.map(Number) ?? [];
  return (red + green + blue) / 3;
};

test("on paper it is light, whatever the screen is, and has a few pages", async () => {
  const page = await openReport();
  const features = [{ name: "prefers-color-scheme", value: "dark" }];
  await page.call("Emulation.setEmulatedMedia", { media: "print", features });
  expect(await page.evaluate("getComputedStyle(document.body).color")).toBe("rgb(27, 32, 39)");
  expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
  const { data } = await page.call<{ data: string }>("Page.printToPDF", {
    printBackground: true,
    preferCSSPageSize: true,
  });
  const pages = Buffer.from(data, "base64")
    .toString("latin1")
    .match(/\/Type\s*\/Page\b/g)?.length;
  expect(pages).toSatisfy((count: number) => count >= 3 && count <= 8);
});
