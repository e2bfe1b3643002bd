import { expect, test } from "vitest";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { emptyInstall } from "../testing/install.ts";
import { bringIntegration, takeBackIntegration } from "./catalogue.ts";

const postman = { name: "postman", display_name: "Postman", role: "backend" };

const bring = (sql: Sql, patch: string, more: Partial<typeof postman> = {}) =>
  transaction(sql, (tx) =>
    bringIntegration(tx, { ...postman, ...more }, { patch, channel: patch.includes("beta") ? "beta" : "prod" }),
  );

const stands = async (sql: Sql, name = "postman") => {
  const [row] = await sql`select display_name, role, status, brought_by from QUAD_integrations where name = ${name}`;
  return row && [row.display_name, row.role, row.status, row.brought_by];
};

const soon = ["Postman", "backend", "coming_soon", null];

test("a beta patch makes it beta, a production one active, and each is taken back to what stood there before", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    expect(await stands(sql)).toEqual(soon);
    await bring(sql, "postman-beta-1.0");
    expect(await stands(sql)).toEqual(["Postman", "backend", "beta", "postman-beta-1.0"]);
    await bring(sql, "postman-prod-1.0", { display_name: "Postman for teams" });
    expect(await stands(sql)).toEqual(["Postman for teams", "backend", "active", "postman-prod-1.0"]);
    await takeBackIntegration(sql, "postman-prod-1.0");
    expect(await stands(sql)).toEqual(["Postman", "backend", "beta", "postman-beta-1.0"]);
    await takeBackIntegration(sql, "postman-beta-1.0");
    expect(await stands(sql)).toEqual(soon);
  });
});

test("brought or taken back twice, as after a crash, it is as once", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await bring(sql, "postman-beta-1.0");
    await bring(sql, "postman-prod-1.0");
    await bring(sql, "postman-prod-1.0");
    await bring(sql, "postman-beta-1.0");
    expect(await stands(sql)).toEqual(["Postman", "backend", "active", "postman-prod-1.0"]);
    for (let time = 0; time < 2; time += 1) {
      await takeBackIntegration(sql, "postman-prod-1.0");
      expect(await stands(sql)).toEqual(["Postman", "backend", "beta", "postman-beta-1.0"]);
    }
    await bring(sql, "postman-prod-1.0");
    expect(await stands(sql)).toEqual(["Postman", "backend", "active", "postman-prod-1.0"]);
  });
});

test("a patch that is taken back from under a later one leaves what the later one made, and comes not back with it", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    for (const patch of ["postman-beta-1.0", "postman-beta-1.1", "postman-prod-1.0"]) await bring(sql, patch);
    await takeBackIntegration(sql, "postman-beta-1.1");
    expect(await stands(sql)).toEqual(["Postman", "backend", "active", "postman-prod-1.0"]);
    await takeBackIntegration(sql, "postman-prod-1.0");
    expect(await stands(sql)).toEqual(["Postman", "backend", "beta", "postman-beta-1.0"]);
    await takeBackIntegration(sql, "postman-beta-1.0");
    expect(await stands(sql)).toEqual(soon);
  });
});

test("what was not in the catalogue comes with its patch and goes with it; a patch that brought nothing takes nothing back", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await bring(sql, "miro-prod-1.0", { name: "miro", display_name: "Miro", role: " Design " });
    expect(await stands(sql, "miro")).toEqual(["Miro", "design", "active", "miro-prod-1.0"]);
    await takeBackIntegration(sql, "something-else-1.0");
    expect(await stands(sql, "miro")).toEqual(["Miro", "design", "active", "miro-prod-1.0"]);
    await takeBackIntegration(sql, "miro-prod-1.0");
    expect(await stands(sql, "miro")).toBeUndefined();
    await takeBackIntegration(sql, "miro-prod-1.0");
  });
});

test("what is rolled back with its transaction was never brought", async () => {
  const { withSql } = await emptyInstall();
  await withSql(async (sql) => {
    await expect(
      transaction(sql, async (tx) => {
        await bringIntegration(tx, postman, { patch: "postman-beta-1.0", channel: "beta" });
        throw new Error("The rest failed.");
      }),
    ).rejects.toThrow("The rest failed.");
    expect(await stands(sql)).toEqual(soon);
  });
});
