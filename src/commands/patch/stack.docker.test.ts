import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { treeOf } from "../../patches/install.testing.ts";
import { edit, stack } from "../../patches/stack.testing.ts";

test("the spec's story on a real stack: a beta, its fixes, the production patch, and patches that fail and leave no trace", async () => {
  const { quad, home, archive, health, container } = await stack();
  const first = container();
  const apply = async (path: string) => quad(["patch", "apply", path, "--yes"]);
  expect(await health()).toBe(404);
  expect(await apply(await archive("postman-beta-1.0"))).toMatchObject({
    code: 0,
    stdout: expect.stringMatching("Applied postman-beta-1.0"),
  });
  // The beta has a bug that its health check does not see: names with spaces.
  expect(await health()).toMatchObject({ version: "1.0-beta", status: "ok", collections: { name: "[A-Za-z0-9]+" } });
  // A beta restarts the container, and does not make another one.
  expect(container()).toBe(first);
  expect(await apply(await archive("postman-beta-1.1"))).toMatchObject({ code: 0 });
  expect(await health()).toMatchObject({
    version: "1.1-beta",
    collections: { name: "[A-Za-z0-9 ]+" },
    sync: { seconds: 30 },
  });

  const before = treeOf(home);
  const unhealthy = await archive("postman-prod-1.0", (source) => {
    edit(source, "patch.yaml", /expect: \{ status: ok \} \}/, "expect: { status: ok }, deadline: 2 }");
    edit(source, "patch.yaml", /sequence: 3/, "sequence: 4");
    edit(source, "files/integrations/postman/integration.json", /"ok"/, '"broken"');
  });
  const failed = await apply(unhealthy);
  expect([failed.code, failed.stderr]).toEqual([
    7,
    expect.stringMatching(/quad-platform is not healthy after 2 s: .* answered 200 .*broken/),
  ]);
  expect(failed.stderr).toMatch(/What the containers wrote: \S+\.log/);
  expect(treeOf(home)).toEqual(before);
  expect(await health()).toMatchObject({ version: "1.1-beta" });

  const neverStarts = await archive("postman-prod-1.0", (source) => {
    edit(source, "patch.yaml", /expect: \{ status: ok \} \}/, "expect: { status: ok }, deadline: 2 }");
    edit(source, "patch.yaml", /sequence: 3/, "sequence: 5");
    writeFileSync(join(source, "files/integrations/never-starts"), "");
  });
  expect((await apply(neverStarts)).code).toBe(7);
  expect(treeOf(home)).toEqual(before);
  expect(await health()).toMatchObject({ version: "1.1-beta" });

  const prod = await archive("postman-prod-1.0", (source) => edit(source, "patch.yaml", /sequence: 3/, "sequence: 6"));
  expect(await apply(prod)).toMatchObject({ code: 0 });
  expect(await health()).toMatchObject({ version: "1.0", tests: { generate: true } });
  expect(container()).not.toBe(first);
  expect(
    (await quad("patch history")).stdout
      .split("\n")
      .filter((line) => line.split("\t")[3] === "")
      .map((line) => line.split("\t")[0]),
  ).toEqual(["postman-prod-1.0", "postman-beta-1.1", "postman-beta-1.0"]);
  expect((await quad("patch rollback postman-prod-1.0 --yes")).code).toBe(0);
  expect(await health()).toMatchObject({ version: "1.1-beta" });
});
