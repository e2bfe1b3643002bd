import { type ChildProcess, spawn } from "node:child_process";
import { expect, inject, onTestFinished, test } from "vitest";
import { eventually } from "../../testing/processes.ts";
import { cutAfter } from "../../testing/tcp.ts";
import { life, type TicketInstall, ticketInstall } from "../../tickets/install.testing.ts";

const rows = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => `JIRA-${from + i},Thing ${from + i},dev@massmutual.com,Open,3\n`).join(
    "",
  );
const header = "key,title,assignee,status,points\n";

/** An import from standard input in a process of its own, which has got half of its rows and waits for more. */
async function halfway({ url, directory, withSql }: TicketInstall): Promise<ChildProcess> {
  const child = spawn(
    process.execPath,
    [inject("program"), "ticket", "import", "-", "--from", "csv", "--domain", life],
    {
      env: { QUAD_DATABASE_URL: url, QUAD_HOME: directory },
      stdio: ["pipe", "ignore", "pipe"],
    },
  );
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdin?.on("error", () => {}).write(header + rows(0, 20_000));
  await eventually(
    () =>
      withSql(
        (sql) => sql`
    select pid from pg_stat_activity where datname = current_database() and query like 'copy read_tickets%' and state = 'active'`,
      ),
    (found) => found.length > 0,
  );
  return child;
}

const ended = (child: ChildProcess) =>
  new Promise<number>((resolve) =>
    child.once("close", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 1))),
  );

/** Nothing is there, and nobody holds anything: the next import goes through. */
async function expectNothingLeft({ stored, withSql, importCsv }: TicketInstall) {
  await eventually(
    () =>
      withSql(
        (sql) => sql`
    select pid from pg_stat_activity where datname = current_database() and query like 'copy read_tickets%'`,
      ),
    (found) => found.length === 0,
  );
  expect(await stored()).toEqual([]);
  expect((await importCsv(header + rows(0, 10))).stdout).toMatch(": 10 new, 0 changed, 0 unchanged.");
}

test("an import that is killed in the middle leaves nothing", async () => {
  const install = await ticketInstall();
  const child = await halfway(install);
  child.kill("SIGKILL");
  expect(await ended(child)).toBe(137);
  await expectNothingLeft(install);
});

test("Ctrl-C in the middle ends it at once, and leaves nothing", async () => {
  const install = await ticketInstall();
  const child = await halfway(install);
  const begin = performance.now();
  child.kill("SIGINT");
  expect(await ended(child)).toBe(130);
  expect(performance.now() - begin).toBeLessThan(20_000);
  await expectNothingLeft(install);
});

test("a session that is ended in the middle gives exit 6", async () => {
  const install = await ticketInstall();
  const child = await halfway(install);
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  await install.withSql(
    (sql) => sql`
    select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'copy read_tickets%'`,
  );
  child.stdin?.end(rows(20_000, 40_000));
  expect(await ended(child)).toBe(6);
  expect(said).toMatch(/^Postgres at \S+ (refuses|does not answer)[^\n]*\n/);
  await expectNothingLeft(install);
});

test("a connection that is cut anywhere gives exit 6, and leaves all or nothing", async () => {
  const install = await ticketInstall();
  const database = install.url.slice(install.url.lastIndexOf("/"));
  const file = install.file("some.csv", header + rows(0, 20_000));
  for (const bytes of [2000, 3000, 5000, 20_000, 200_000, 900_000]) {
    const env = {
      QUAD_DATABASE_URL: `postgresql://quad@127.0.0.1:${await cutAfter(bytes)}${database}?sslmode=disable`,
    };
    const { code, stderr } = await install.quad(`ticket import ${file} --from csv --domain ${life}`, { env });
    expect([code, stderr]).toEqual([6, expect.stringMatching(/^Postgres at \S+ does not answer \([A-Z_]+\)\.\n/)]);
    expect(await install.stored()).toEqual([]);
  }
});

test("two imports at once both end well, and of the same file the second changes nothing", async () => {
  const install = await ticketInstall();
  const file = install.file("some.csv", header + rows(0, 5000));
  const other = install.file("other.csv", header + rows(0, 5000).replaceAll(",3\n", ",4\n"));
  const both = (...files: string[]) =>
    Promise.all(files.map((one) => install.json(`ticket import ${one} --from csv --domain ${life}`)));
  expect((await both(file, file)).map((run) => run.unchanged).sort()).toEqual([0, 5000]);
  expect((await both(file, other)).map((run) => run.new)).toEqual([0, 0]);
  expect(await install.stored()).toHaveLength(5000);
  expect(
    await install.withSql(async (sql) => [
      ...(await sql`select from QUAD_ticket_versions where valid_to < valid_from`),
    ]),
  ).toEqual([]);
});

test("standard input is not read twice: where Postgres gives an import up in favour of another, it says so", async () => {
  const { quad, withSql } = await ticketInstall();
  await quad("ticket import - --from csv --domain life-insurance", { stdin: header + rows(0, 2) });
  const locked = withSql((sql) =>
    sql.begin(async (tx) => {
      await tx`select from QUAD_itsm_tickets where ticket_id = 'JIRA-1' for update`;
      const waits = () => sqlWaits();
      await eventually(waits);
      // It waits for JIRA-1 and has JIRA-0; for that this one waits, until one of both is given up.
      await tx`set local deadlock_timeout = '60s'`;
      await tx`update QUAD_itsm_tickets set title = 'x' where ticket_id = 'JIRA-0'`;
    }),
  );
  const sqlWaits = () =>
    withSql(async (sql) => {
      const [{ n }] = await sql<[{ n: number }]>`
        select count(*) as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return n > 0;
    });
  const run = await quad("ticket import - --from csv --domain life-insurance", {
    stdin: header + rows(0, 2).replaceAll(",3\n", ",5\n"),
  });
  await locked;
  expect(run).toEqual({ code: 5, stdout: "", stderr: "Somebody else was changing the same tickets.\nRun it again.\n" });
});
