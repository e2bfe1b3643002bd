import { test } from "vitest";
import { labelled, regexesInUse, score } from "../../branches/labelled.testing.ts";
import { emptyInstall } from "../install.ts";
import { within } from "./pairs.ts";

test("keys in 799 labelled branch names, beside the regexes in use", async () => {
  const { withSql } = await emptyInstall();
  const names = labelled.map(({ name }) => name);
  const found = (projects: readonly string[]) =>
    withSql(async (sql) => {
      const rows = await sql<{ key: string | null }[]>`
        select quad_ticket_in(n.name, array(select json_array_elements_text(${JSON.stringify(projects)}::text::json)), false) as key
        from json_array_elements_text(${JSON.stringify(names)}::text::json) with ordinality n (name, i) order by i`;
      return rows.map(({ key }) => key);
    });
  const trunk = labelled.map(({ trunkKey }) => trunkKey);
  const any = labelled.map(({ anyKey }) => anyKey);
  const configured = score(await found(["TRUNK"]), trunk);
  const without = score(await found([]), any);
  within(
    "1 - precision, with the project configured",
    1 - configured.precision,
    0.01,
    `recall ${configured.recall.toFixed(3)}`,
  );
  within("1 - recall, with the project configured", 1 - configured.recall, 0.03);
  within("1 - precision, without", 1 - without.precision, 0.01, `recall ${without.recall.toFixed(3)}`);
  for (const [name, read] of Object.entries(regexesInUse)) {
    // As they are used with a project: what they find of it.
    const of = names.map(read);
    const ofTrunk = score(
      of.map((key) => (key?.startsWith("TRUNK-") ? key : null)),
      trunk,
    );
    const ofAny = score(of, any);
    const figures = ({ precision, recall, wrong }: ReturnType<typeof score>) =>
      `${precision.toFixed(3)} / ${recall.toFixed(3)}, ${wrong} wrong`;
    process.stdout.write(
      `  ${name}, for information: precision / recall ${figures(ofTrunk)} of the project; ${figures(ofAny)} of any\n`,
    );
  }
});
