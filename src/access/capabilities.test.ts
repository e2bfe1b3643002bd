import { expect, test } from "vitest";
import { emptyInstall } from "../testing/install.ts";
import { capabilities } from "./capabilities.ts";

test("the capabilities that quad knows are those of the database", async () => {
  const { withSql } = await emptyInstall();
  const rows = await withSql(
    (sql) => sql<{ capability: string }[]>`select capability from QUAD_capabilities order by 1`,
  );
  expect(rows.map(({ capability }) => capability)).toEqual([...capabilities]);
});
