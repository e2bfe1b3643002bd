import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { backupInstalls } from "../../backups/server.testing.ts";
import { withMaintenance } from "../../postgres/databases.ts";
import { runProcess } from "../../testing/processes.ts";
import { readJournal } from "../journal/journal.ts";
import { runPlaces } from "../runs/places.ts";
import { backUp, changed, stateOf } from "./back-up.testing.ts";

const install = backupInstalls();
const backedUp = async () => backUp(await install());

const places = [
  ...[
    "filled",
    "staged",
    "announced",
    "quiesced",
    "exchanged",
    "directories",
    "swapped",
    "rights",
    "committed",
  ].flatMap((step) => ["intent", "act", "result"].map((at) => `${step}.${at}`)),
  ...["exchanged.aside", "exchanged.carried", "swapped.rename@3"],
];

test("killed anywhere, it is undone, or brought to its end", async () => {
  const made = await backedUp();
  const { quad, before, env } = made;
  await changed(made);
  const after = await stateOf(made);
  for (const place of [
    "filled.result",
    "exchanged.aside",
    "exchanged.carried",
    "exchanged.result",
    "swapped.rename@2",
  ]) {
    const killed = await runProcess("patch restore latest --yes", { env: { ...env, QUAD_FAULT: `${place}:kill` } });
    expect([place, killed.code, (await quad("patch status")).code]).toEqual([place, 137, 8]);
    expect([place, (await quad("patch rollback")).code]).toEqual([place, 0]);
    expect([place, await stateOf(made)]).toEqual([place, after]);
  }
  for (const place of ["exchanged.carried", "swapped.act", "committed.done"]) {
    await runProcess("patch restore latest --yes", { env: { ...env, QUAD_FAULT: `${place}:kill` } });
    expect(await quad("patch resume")).toMatchObject({ code: 0, stdout: expect.stringMatching("Brought to its end") });
    expect([place, await stateOf(made)]).toEqual([place, before]);
    await changed(made);
  }
  expect((await quad("patch restore --confirm --yes")).stdout.split("\n")).toHaveLength(4);
});

test("a run that was committed is put away by a restore that is wanted, and by none that is only planned", async () => {
  const { quad, put, env } = await backedUp();
  put("config/app.yaml", "level: debug");
  const line = "patch restore latest --only-files";
  await runProcess(`${line} --yes`, { env: { ...env, QUAD_FAULT: "committed.done:kill" } });
  expect(await quad(`${line} --dry-run`)).toMatchObject({
    code: 8,
    stderr: expect.stringMatching(/ was broken off\.\n/),
  });
  expect((await quad("patch status")).code).toBe(8);
  expect((await quad(line)).code).toBe(2);
  expect((await quad("patch status")).code).toBe(8);
  expect((await quad(`${line} --yes`)).code).toBe(0);
  expect((await quad("patch status")).code).toBe(0);
});

test("one that an older quad has begun, which knew of no directories' rights, is brought to its end", async () => {
  const made = await backedUp();
  const { quad, before, env, home } = made;
  await changed(made);
  await runProcess("patch restore latest --yes", { env: { ...env, QUAD_FAULT: "exchanged.result:kill" } });
  const { journal } = runPlaces(home);
  const [, ...more] = readFileSync(journal, "utf8").split("\n");
  const begin = readJournal(journal)?.[0];
  const { restores, ...deal } = (begin?.event === "begin" ? begin.data : {}) as { restores: object };
  const older = JSON.stringify({ ...begin, data: { ...deal, restores: { ...restores, rights: undefined } } });
  const checksum = createHash("sha256").update(older).digest("hex").slice(0, 16);
  writeFileSync(journal, [`${checksum} ${older}`, ...more].join("\n"));
  expect((await quad("patch resume")).code).toBe(0);
  // As that quad would have ended it: all but a directory that has other rights.
  expect(await stateOf(made)).toEqual({ ...before, tree: { ...before.tree, "config/": "2700" } });
  expect((await quad("patch restore --confirm --yes")).code).toBe(0);
});

test("whatever fails, everything is as it was", async () => {
  const made = await backedUp();
  const { quad, before, target, path } = made;
  await changed(made);
  const after = await stateOf(made);
  for (const place of places) {
    const run = await quad("patch restore latest --yes", { env: { QUAD_FAULT: `${place}:eio` } });
    expect([place, run.code, run.stderr]).toEqual([
      place,
      7,
      expect.stringMatching(`made to fail at ${place.split("@")[0]}\n`),
    ]);
    expect([place, await stateOf(made)]).toEqual([place, after]);
  }
  for (const place of [
    "exchanged.undo",
    "exchanged.freed",
    "exchanged.undone",
    "filled.undo",
    "directories.undo",
    "rights.undo",
  ]) {
    const env = { QUAD_FAULT: `committed.act:eio,${place}:eio` };
    expect([place, (await quad("patch restore latest --yes", { env })).code]).toEqual([place, 8]);
    expect([place, (await quad("patch rollback")).code]).toEqual([place, 0]);
    expect([place, await stateOf(made)]).toEqual([place, after]);
  }
  const left = await withMaintenance(
    target,
    (sql) => sql`select datname from pg_database where datname ~ '^quad_(kept|fresh)_'`,
  );
  expect(left).toEqual([]);
  // A damaged one is refused before anything is changed.
  writeFileSync(join(path, "database.sql.zst"), readFileSync(join(path, "database.sql.zst")).subarray(1));
  expect((await quad("patch restore latest --yes")).code).toBe(8);
  expect(await stateOf(made)).toEqual(after);
  expect(existsSync(join(made.home, ".quad/run"))).toBe(false);
  expect(before).not.toEqual(after);
});

test("what others wrote into a restored database is kept when that is undone, and what it has sent is held", async () => {
  const { quad, sql, json, env, target } = await backedUp();
  const readOnly = (how: string) =>
    withMaintenance(target, (tx) =>
      tx.unsafe(`alter database "${target.database}" set default_transaction_read_only ${how}`),
    );
  await sql(
    (tx) => tx`
      insert into QUAD_outbox (company_id, recipient_email, template, data, occasion)
      select id, 'a@acme.com', 'request-started', '{}', 'a' from QUAD_companies`,
  );
  await quad("patch backup");
  const at = (place: string) => ({ env: { ...env, QUAD_FAULT: `${place}:kill` } });
  const others = "Others have written \\d+ entries .* quad_kept_";
  const held = "1 mail may have gone out since, and is held: ";
  for (const [place, said] of [
    ["", `^${held}.*\n${others}`],
    ["exchanged.freed", `^${held}.*\n${others}`],
    ["exchanged.weighed", others],
    ["exchanged.given-back", ""],
  ] as const) {
    // The one of before is an install's that lets only some of its logins write; the backup's is not.
    await readOnly("= on");
    expect((await runProcess("patch restore latest --yes --only-database", at("committed.act"))).code).toBe(137);
    await sql((tx) => tx`update QUAD_outbox set status = 'sent', attempts = 1, sent_at = now()`);
    await quad("domain create newwork --parent acme");
    if (place !== "") expect((await runProcess("patch rollback", at(place))).code).toBe(137);
    const undone = await quad("patch rollback");
    expect([place, undone.code, undone.stderr]).toEqual([place, 0, expect.stringMatching(new RegExp(said, "m"))]);
    expect([place, (await quad("domain show newwork")).code]).toEqual([place, 4]);
    expect([place, await json("mail list")]).toMatchObject([place, [{ to: "a@acme.com", status: "held" }]]);
    expect([place, (await quad("patch restore --confirm --yes")).code]).toEqual([place, 0]);
    await readOnly("to default");
    await sql((tx) => tx`update QUAD_outbox set status = 'waiting', held_because = null`);
  }
});

test("no mail is held, and none comes back, where a restore is undone from which nobody sent any", async () => {
  const { quad, sql } = await backedUp();
  const write = (name: string, status = "waiting", attempts = 0) =>
    sql(
      (tx) => tx`
        insert into QUAD_outbox (company_id, recipient_email, template, data, occasion, status, attempts, sent_at)
        select id, 'a@acme.com', 'request-started', '{}', ${name}, ${status}, ${attempts}, case ${status} when 'sent' then now() end
        from QUAD_companies`,
    );
  await write("tried", "waiting", 2);
  await write("pruned since", "sent", 1);
  await write("sent since");
  await quad("patch backup");
  await sql((tx) => tx`delete from QUAD_outbox where occasion = 'pruned since'`);
  await sql(
    (tx) => tx`update QUAD_outbox set status = 'sent', attempts = 1, sent_at = now() where occasion = 'sent since'`,
  );
  await write("later");
  const mails = () => sql((tx) => tx`select occasion, status, attempts, updated_at from QUAD_outbox order by 1`);
  const before = await mails();
  const run = await quad("patch restore latest --yes --only-database", { env: { QUAD_FAULT: "committed.act:eio" } });
  expect([run.code, run.stderr.match(/.*may have gone out since.*/g)]).toEqual([
    7,
    [expect.stringMatching("^2 mails ")],
  ]);
  expect([...(await mails())]).toEqual([...before]);
});
