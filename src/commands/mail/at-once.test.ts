import { expect, test } from "vitest";
import { mailInstall } from "../../mail/install.testing.ts";
import { startQuad } from "../../testing/processes.ts";

test("eight runs at once send each of 500 mails once", async () => {
  const { flush, withSql, server } = await mailInstall();
  await withSql(
    (sql) => sql`
      insert into QUAD_outbox (company_id, recipient_email, template, data, occasion)
      select c.id, format('n%s@acmecorp.com', n), 'request-rejected', '{"tool": "Postman", "company": "Acme Corp", "reason": "No API."}', n::text
      from QUAD_companies c, generate_series(1, 500) n`,
  );
  const runs = await Promise.all(Array.from({ length: 8 }, () => flush("--json")));
  expect(runs.map(({ code, stderr }) => [code, stderr])).toEqual(runs.map(() => [0, ""]));
  const sent = runs.map(({ stdout }) => JSON.parse(stdout).sent as number);
  expect(sent.reduce((sum, n) => sum + n, 0)).toBe(500);
  // They share the work.
  expect(Math.min(...sent)).toBeGreaterThan(0);
  expect(server.arrived).toHaveLength(500);
  expect(new Set(server.arrived.map(({ to }) => to[0])).size).toBe(500);
  const states = await withSql((sql) => sql`select status, attempts, count(*)::integer from QUAD_outbox group by 1, 2`);
  expect(states).toEqual([{ status: "sent", attempts: 1, count: 500 }]);
});

test("a run that is killed after the server took a mail, and before that is written down, repeats this one, under the same id", async () => {
  let kill = () => {};
  const { write, flush, url, env, server, states, directory } = await mailInstall({
    // The server has the whole mail; whether its answer arrives is the network's business.
    beforeTaking: () => kill(),
  });
  for (const name of ["a", "b", "c"]) await write({ recipient_email: `${name}@acmecorp.com` });
  const run = startQuad("mail flush", { env: { ...env, QUAD_DATABASE_URL: url, QUAD_HOME: directory } });
  const killed = new Promise<void>((resolve) => {
    let taken = 0;
    kill = () => {
      taken += 1;
      if (taken !== 2) return;
      run.child.kill("SIGKILL");
      resolve();
    };
  });
  await killed;
  expect((await run.ended).code).toBe(137);
  kill = () => {};
  // Postgres sees that the client is gone as soon as it has something to say.
  for (let sent = 0; sent < 3; ) {
    expect((await flush("--quiet")).code).toBe(0);
    sent = (await states()).filter(([, status]) => status === "sent").length;
  }
  const ids = server.arrived.map(({ raw }) => /^Message-ID: (.*)\r$/m.exec(raw)?.[1]);
  expect([ids.length, new Set(ids).size]).toEqual([4, 3]);
  const twice = server.arrived.filter(({ raw }) => ids.filter((id) => id && raw.includes(id)).length === 2);
  expect(new Set(twice.map(({ to }) => to[0])).size).toBe(1);
  expect((await states()).map(([, status, attempts]) => [status, attempts])).toEqual([
    ["sent", 1],
    ["sent", 1],
    ["sent", 1],
  ]);
});

test("what went out in a transaction that Postgres gave up is not sent again", async () => {
  const { write, flush, withSql, server, states } = await mailInstall();
  await write();
  // A sequence counts on whatever is rolled back.
  await withSql((sql) =>
    sql.unsafe(`
      create sequence tries;
      create function gives_up_once() returns trigger language plpgsql as $$
      begin
        if nextval('tries') = 1 then
          raise serialization_failure;
        end if;
        return null;
      end $$;
      create trigger gives_up_once after update of status on QUAD_outbox for each row execute function gives_up_once()`),
  );
  expect((await flush()).code).toBe(0);
  expect(await withSql((sql) => sql`select last_value::integer as tries from tries`)).toEqual([{ tries: 2 }]);
  expect(server.arrived).toHaveLength(1);
  expect(await states()).toEqual([["admin@acmecorp.com", "sent", 1]]);
});
