import { appendFileSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withConnection } from "../../postgres/connect.ts";
import type { Sql } from "../../postgres/sql.ts";
import { parseTarget } from "../../postgres/target.ts";
import { openEmbedded } from "../../testing/embedded.ts";
import { runQuad } from "../../testing/install.ts";
import { runProcess, scratchDirectory } from "../../testing/processes.ts";
import { canary, ids, testVault } from "../../testing/vault.ts";

const vault = testVault();
/** What somebody may paste where a path belongs. */
const pasted = `ghp_${canary.replace("-", "")}0123456789abcdefghijklmnop`;

/** Every file below a directory, with what is in it. */
function filesBelow(directory: string): readonly (readonly [string, string])[] {
  return readdirSync(directory, { recursive: true, encoding: "utf8" }).flatMap((name) => {
    const file = join(directory, name);
    return statSync(file, { throwIfNoEntry: false })?.isFile() ? [[file, readFileSync(file, "latin1")] as const] : [];
  });
}

/** Looks at all processes again and again: at their arguments, and whose environment has a key in it. */
function watchProcesses() {
  const seen = { arguments: new Set<string>(), holders: new Set<string>() };
  const read = (pid: string, what: string) => {
    try {
      return readFileSync(`/proc/${pid}/${what}`, "latin1");
    } catch {
      return "";
    }
  };
  const look = () => {
    for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
      const line = read(pid, "cmdline").replaceAll("\0", " ");
      if (line.includes(canary) || line.includes(vault.server.password)) seen.arguments.add(line);
      if (read(pid, "environ").includes(canary)) seen.holders.add(line.trim());
    }
  };
  const timer = setInterval(look, 15);
  return () => {
    clearInterval(timer);
    return { arguments: [...seen.arguments], holders: [...seen.holders] };
  };
}

/** Everything that is in the database, and every statement that pg_stat_statements remembers. */
async function everythingIn(sql: Sql): Promise<string> {
  const [all] = await sql<[{ text: string }]>`
    select string_agg(x.text, ' ') as text from (
      select query_to_xml('select * from ' || c.oid::regclass || ' t', true, true, '')::text as text
      from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
      union all select query from pg_stat_statements) x`;
  return all.text;
}

test("no key, and no master password, is ever anywhere but in the environment of the command that it is for", async () => {
  const { directory, data, url, env: embedded } = openEmbedded(scratchDirectory());
  await runQuad(`init --embedded ${directory} --company Acme --root acme --admin admin@acme.com`, {
    env: { QUAD_HOME: directory },
  });
  appendFileSync(
    join(data, "postgresql.conf"),
    "shared_preload_libraries = 'pg_stat_statements'\nlog_statement = all\nlog_min_messages = debug1\nlog_parameter_max_length_on_error = -1\n",
  );
  const temporary = scratchDirectory();
  const env: Readonly<Record<string, string>> = { ...vault.env(), ...embedded, TMPDIR: temporary, HOME: temporary };
  const commands: readonly (readonly [line: readonly string[], code: number])[] = [
    [["key", "set", "github", "--path", `vault://${ids.github}/token`, "--domain", "acme"], 0],
    [["key", "set", "github", "--path", pasted, "--domain", "acme", "--debug"], 2],
    [["key", "rotate", "github", "--path", pasted, "--domain", "acme", "--json"], 2],
    [["key", "set", "jira", "--path", "Shared tools/Jira", "--domain", "acme", "--expires", "1d"], 0],
    [["key", "resolve", "github", "--explain", "--json"], 0],
    [["key", "list", "--json"], 0],
    [["key", "matrix"], 0],
    [["key", "check", "--all", "--json", "--debug"], 0],
    [["key", "exec", "--provider", "github", "--", "sh", "-c", 'test "$GITHUB_TOKEN" && sleep 0.1'], 0],
    [["key", "exec", "--provider", "jira", "--debug", "--", "no-such-command"], 4],
    [["key", "reveal", "github", "--yes"], 2],
    [["key", "rotate", "github", "--path", "Engineering/CI/GitHub#gone", "--domain", "acme"], 0],
    [["key", "exec", "--provider", "github", "--debug", "--json", "--", "true"], 4],
    [["key", "exec", "--provider", "github", "--former", "--", "true"], 0],
    [["key", "show", "github", "--domain", "acme", "--json"], 0],
    [["key", "usage", "--domain", "acme", "--provider", "github"], 0],
    [["key", "expiring", "--json"], 8],
    [["key", "unset", "jira", "--domain", "acme", "--yes"], 0],
    [["key", "block", "slack", "--domain", "acme", "--json"], 0],
    [["key", "migrate-legacy", "--json"], 0],
    [["company", "show"], 0],
    [["vault", "login", "--debug"], 0],
    [["vault", "status", "--json"], 0],
    [["audit", "list", "--json"], 0],
    [["vault", "lock"], 0],
  ];
  await withConnection(parseTarget(url), async (sql) => {
    await sql`create extension pg_stat_statements`;
    const stop = watchProcesses();
    for (const [line, code] of commands) {
      const run = await runProcess(line, { env });
      const what = line.slice(0, 2).join(" ");
      expect([what, run.code, run.stderr]).toEqual([what, code, expect.any(String)]);
      const places: readonly (readonly [string, string])[] = [
        ["what was printed", run.stdout + run.stderr],
        ["the database", await everythingIn(sql)],
        ...filesBelow(directory).filter(([file]) => !file.startsWith(join(data, "base"))),
        ...filesBelow(temporary),
        ...filesBelow(env.QUAD_VAULT_DIR ?? ""),
      ];
      const secrets = [canary, pasted, vault.server.password];
      expect(
        places.flatMap(([place, text]) =>
          secrets.some((secret) => text.includes(secret)) ? [`${place}, after ${line.join(" ")}`] : [],
        ),
      ).toEqual([]);
    }
    const watched = stop();
    // The one that pasted a key has it in its arguments; that is what quad cannot help.
    expect(watched.arguments.filter((line) => !line.includes(pasted))).toEqual([]);
    // Those that are over at once are seen only now and then.
    const lentTo = ['sh -c test "$GITHUB_TOKEN" && sleep 0.1', "sleep 0.1", "true"];
    expect(watched.holders.filter((line) => !lentTo.includes(line))).toEqual([]);
    expect(watched.holders).toContain('sh -c test "$GITHUB_TOKEN" && sleep 0.1');
    expect((await sql`select calls from pg_stat_statements where query like '%quad_use_key%'`).length).toBeGreaterThan(
      0,
    );
  });
  expect(readFileSync(join(directory, "server.log"), "latin1")).toMatch("quad_use_key");
});
