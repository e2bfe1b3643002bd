import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { edit, stack } from "../../patches/stack.testing.ts";

test("the mail's steps by hand on a real stack: extracted, noticed, adopted, and healthy by the platform's own word", async () => {
  const { quad, home, archive, container, docker } = await stack();
  const ask = () => quad("integration health postman");
  expect(await ask()).toMatchObject({ code: 8, stdout: expect.stringMatching(/^postman\tunhealthy\t404/) });
  expect(await quad("integration health postman --service db --timeout 1s")).toMatchObject({ code: 6 });

  const beta = await archive("postman-beta-1.0");
  docker("tar", "-xzf", beta);
  const first = container();
  expect(await quad("patch status")).toEqual({
    code: 8,
    stdout: expect.stringMatching("quad patch adopt ./postman-beta-1.0.tar.gz"),
    stderr: "",
  });
  expect((await quad(["patch", "adopt", beta, "--dry-run"])).stdout).toMatch(
    "  quad-platform restarted, 1 health check\n",
  );
  const adopted = await quad(["patch", "adopt", beta, "--yes"]);
  expect([adopted.code, adopted.stderr.replace(/^ +[\d.]+ s/gm, "").split("\n")]).toEqual([
    0,
    ["  stopping services …", "  starting services …", "  waiting until they are healthy …", "  writing it down …", ""],
  ]);
  // A beta restarts the container, and does not make another one.
  expect(container()).toBe(first);
  expect(await ask()).toMatchObject({ code: 0, stdout: expect.stringMatching(/^postman\thealthy\t200 .*1\.0-beta/) });
  expect((await quad("patch status")).code).toBe(0);
  expect((await quad("integration enable postman --quiet")).code).toBe(0);
  expect((await quad("integration health --all")).code).toBe(0);
  expect((await quad("patch rollback postman-beta-1.0 --yes")).code).toBe(5);

  // One that does not come up is not taken on record before it does.
  const broken = await archive("postman-prod-1.0", (source) => {
    edit(source, "patch.yaml", /expect: \{ status: ok \} \}/, "expect: { status: ok }, deadline: 1 }");
    writeFileSync(join(source, "files/integrations/never-starts"), "");
  });
  docker("tar", "-xzf", broken);
  const failed = await quad(["patch", "adopt", broken, "--yes"]);
  expect([failed.code, failed.stderr]).toEqual([
    8,
    expect.stringMatching(/\npostman-prod-1\.0 is not on record yet: quad-platform is not healthy after 1 s: /),
  ]);
  expect(failed.stderr).toMatch("When it is mended, run it again: quad patch adopt ./postman-prod-1.0.tar.gz\n");
  const [, log = ""] = /What the containers wrote: (\S+\.log)/.exec(failed.stderr) ?? [];
  expect(readFileSync(log, "utf8")).toMatch("quad-platform");
  expect(log.startsWith(home)).toBe(true);
  expect((await quad("patch history")).stdout).not.toMatch("postman-prod-1.0");
  expect(await quad("patch status")).toEqual({
    code: 8,
    stdout: expect.stringMatching("postman-prod-1.0"),
    stderr: "",
  });

  docker("docker-compose", "stop", "quad-platform");
  const down = await ask();
  expect([down.code, down.stderr]).toEqual([
    6,
    expect.stringMatching(/^Service quad-platform publishes no port, and docker/),
  ]);
});
