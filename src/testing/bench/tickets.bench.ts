import { spawn } from "node:child_process";
import { createWriteStream, readFileSync } from "node:fs";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { expect, inject, test } from "vitest";
import { type TestInstall, testInstall } from "../install.ts";
import { builtQuad, share, type Timed, within } from "./pairs.ts";

const count = 1_000_000 * share;
const counted = count.toLocaleString("en-US");

async function writeTickets(path: string): Promise<void> {
  const file = createWriteStream(path);
  file.write("key,title,assignee,status,story points,created\n");
  for (let i = 0; i < count; i += 1000) {
    const lines = Array.from(
      { length: 1000 },
      (_, j) => `QUAD-${i + j},Thing ${i + j},dev${(i + j) % 5000}@massmutual.com,In Review,3,2026-02-28T17:30Z\n`,
    );
    if (!file.write(lines.join(""))) await new Promise<void>((resolve) => file.once("drain", resolve));
  }
  await finished(file.end());
}

/** Runs a command to its end: how long it took, in seconds, and the most memory it had, in MB. */
async function measured({ command, args, env }: Timed): Promise<{ seconds: number; memory: number; printed: string }> {
  const begin = performance.now();
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  let memory = 0;
  const watching = setInterval(() => {
    try {
      memory = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1] ?? memory);
    } catch {
      // It has ended since.
    }
  }, 20);
  const code = await new Promise((resolve) => child.once("close", resolve));
  clearInterval(watching);
  expect(code).toBe(0);
  return { seconds: (performance.now() - begin) / 1000, memory: memory / 1000, printed };
}

/** `psql` copying the same rows into a table of the same shape: its columns, constraints and indexes, without a rule. */
async function copied({ url, withSql }: TestInstall, file: string): Promise<number> {
  await withSql(async (sql) => {
    await sql`drop table if exists plain`;
    await sql`create table plain (like QUAD_itsm_tickets including all)`;
    const [{ id }] = await sql<[{ id: string }]>`select id from QUAD_domains where depth = 0`;
    await sql.unsafe(`alter table plain alter domain_id set default '${id}', alter provider set default 'jira'`);
    await sql`checkpoint`;
  });
  const columns = "ticket_id, title, assignee_email, status, story_points, opened_at";
  const args = ["-h", inject("sockets"), "-U", "quad", "-d", url.slice(url.lastIndexOf("/") + 1), "-qc"];
  return (await measured({ command: "psql", args: [...args, `\\copy plain (${columns}) from '${file}' csv header`] }))
    .seconds;
}

test("a million tickets from a file", { timeout: 900_000 }, async () => {
  const install = await testInstall();
  const file = join(install.directory, "tickets.csv");
  await writeTickets(file);
  const line = ["ticket", "import", file, "--from", "csv", "--domain", "massmutual"];
  const program = builtQuad(line, { QUAD_DATABASE_URL: install.url, QUAD_HOME: install.directory });
  const psql = await copied(install, file);
  await install.withSql((sql) => sql`truncate QUAD_itsm_tickets`);
  await install.withSql((sql) => sql`checkpoint`);
  const first = await measured(program);
  expect(first.printed).toMatch(`: ${counted} new, 0 changed, 0 unchanged.`);
  const again = await measured(program);
  expect(again.printed).toMatch(`: 0 new, 0 changed, ${counted} unchanged.`);
  const memory = Math.max(first.memory, again.memory);
  const seconds = (figure: number) => `${figure.toFixed(1)} s : ${psql.toFixed(1)} s`;
  within(`importing ${counted} tickets, MB at most`, memory, 200);
  within(`importing ${counted} tickets : psql's \\copy of them`, first.seconds / psql, 3, seconds(first.seconds));
  within("importing them again : psql's \\copy of them", again.seconds / psql, 1.5, seconds(again.seconds));
});
