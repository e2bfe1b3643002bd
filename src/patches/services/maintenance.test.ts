import { expect, test } from "vitest";
import type { YamlMap } from "../../install/compose/project.ts";
import { maintenanceOf } from "./maintenance.ts";
import { startOrder } from "./start-order.ts";

const project = (services: Readonly<Record<string, YamlMap>>) => ({ services: new Map(Object.entries(services)) });

test("the proxy that shows a page says so in a label, as a map or as a list", () => {
  const found = { service: "proxy", page: "proxy/maintenance.html" };
  expect(
    maintenanceOf(project({ proxy: { labels: { "quad.maintenance": "proxy/maintenance.html" } }, app: {} })),
  ).toEqual(found);
  expect(
    maintenanceOf(project({ app: {}, proxy: { labels: ["a=b", "quad.maintenance=proxy/maintenance.html"] } })),
  ).toEqual(found);
  expect(
    maintenanceOf(project({ app: { labels: ["quad.maintenance.other=x"] }, db: { labels: null } })),
  ).toBeUndefined();
});

test.each(["../page.html", "/page.html", "", ".quad/lock"])(
  "a page that is none of the install's is refused: %j",
  (page) => {
    expect(() => maintenanceOf(project({ proxy: { labels: { "quad.maintenance": page } } }))).toThrow(
      "names no file below the install directory",
    );
  },
);

test("two of them are refused", () => {
  const labels = { "quad.maintenance": "page.html" };
  expect(() => maintenanceOf(project({ one: { labels }, other: { labels } }))).toThrow(
    "one and other are both labelled",
  );
});

test("services start after those that they depend on, whatever the circle", () => {
  const services = project({
    web: { depends_on: ["app"] },
    app: { depends_on: { queue: { condition: "service_started" }, db: {} } },
    queue: {},
    db: {},
    one: { depends_on: ["other"] },
    other: { depends_on: ["one"] },
  });
  expect(startOrder(services, ["web", "app", "queue"])).toEqual(["queue", "app", "web"]);
  expect(startOrder(services, ["web", "queue"])).toEqual(["queue", "web"]);
  expect([...startOrder(services, ["one", "other"])].sort()).toEqual(["one", "other"]);
});
