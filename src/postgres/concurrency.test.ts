import { expect, test } from "vitest";
import { drift, sqlCompany } from "../testing/company.ts";
import { emptyInstall, type Run, type TestInstall, testInstall } from "../testing/install.ts";
import { sqlState } from "./failures.ts";

const fifty = Array.from({ length: 50 }, (_, n) => n);

/** How many runs ended with each exit code, and what the losers said. */
const outcome = (runs: readonly Run[]) => ({
  won: runs.filter(({ code }) => code === 0).length,
  codes: [...new Set(runs.map(({ code }) => code))].sort(),
  said: [...new Set(runs.filter(({ code }) => code !== 0).map(({ stderr }) => stderr.split("\n")[0]))],
});

/** The states of the refusals among fifty sessions that each run one statement of their own at once. */
async function sessions({ withSql }: TestInstall, statement: (n: number) => string) {
  const ends = await Promise.all(
    fifty.map((n) =>
      withSql(async (sql) => {
        try {
          await sql.unsafe(statement(n));
          return "done";
        } catch (error) {
          return sqlState(error) ?? "lost";
        }
      }),
    ),
  );
  return { done: ends.filter((end) => end === "done").length, states: [...new Set(ends)].sort() };
}

test("50 commands at once give one person 60 % each: one does, and 49 hear why not", async () => {
  const install = await testInstall();
  for (const n of fifty) await install.quad(`domain create team-${n} --parent massmutual`);
  const runs = await Promise.all(
    fifty.map((n) => install.quad(`member add dev@massmutual.com --domain team-${n} --role developer --allocation 60`)),
  );
  expect(outcome(runs)).toEqual({
    won: 1,
    codes: [0, 5],
    said: ["dev@massmutual.com would be allocated 120 %; nobody can be above 100 %."],
  });
  expect(await install.withSql(drift)).toEqual([]);
});

test("50 commands at once take the last free seat: one does, and 49 hear who is seated", async () => {
  const install = await testInstall({ plan: "free" });
  for (const n of [2, 3, 4]) await install.quad(`member add p${n}@massmutual.com --domain massmutual --role qa`);
  const runs = await Promise.all(
    fifty.map((n) => install.quad(`member add dev${n}@massmutual.com --domain massmutual --role developer`)),
  );
  expect(outcome(runs)).toEqual({
    won: 1,
    codes: [0, 5],
    said: ["The Free plan of Massachusetts Mutual Life Insurance holds 5 people, and all seats are taken."],
  });
  expect(await install.withSql(drift)).toEqual([]);
});

test("50 commands at once create a second root: none does", async () => {
  const install = await testInstall();
  const runs = await Promise.all(fifty.map((n) => install.quad(`domain create root-${n}`)));
  expect(outcome(runs)).toEqual({
    won: 0,
    codes: [5],
    said: ["This install is self-hosted and has its root already: /massmutual."],
  });
});

test("50 runs of init at once make one company; the others find it made, or made otherwise", async () => {
  const install = await emptyInstall();
  const runs = await Promise.all(
    fifty.map((n) => install.quad(`init --company Acme-${n % 2} --root acme --admin admin@acme.com`)),
  );
  expect(outcome(runs)).toMatchObject({ won: 25, codes: [0, 5] });
  expect(await install.json("company list")).toHaveLength(1);
});

test("two domains are moved under each other by 50 commands at once: no circle, and each loser hears it", async () => {
  const install = await testInstall();
  for (const name of ["a", "b"]) await install.quad(`domain create ${name} --parent massmutual`);
  const runs = await Promise.all(
    fifty.map((n) => install.quad(n % 2 ? "domain move a --to b" : "domain move b --to a")),
  );
  const { codes, said } = outcome(runs);
  expect(codes).toEqual([0, 5]);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatch(
    /^\/massmutual\/(a cannot be moved under itself \(\/massmutual\/a\/b|b cannot be moved under itself \(\/massmutual\/b\/a)\)\.$/,
  );
  expect(await install.withSql(drift)).toEqual([]);
});

test("50 domains are created under one that is renamed and moved meanwhile: every path is right", async () => {
  const install = await testInstall();
  for (const name of ["here", "there"]) await install.quad(`domain create ${name} --parent massmutual`);
  const { id } = await install.json("domain show here");
  const runs = await Promise.all(
    fifty.map((n) =>
      install.quad(
        n % 10 === 5
          ? `domain rename ${id} here-${n}`
          : n % 10 === 0
            ? `domain move ${id} --to ${n % 20 === 0 ? "there" : "massmutual"}`
            : `domain create child-${n} --parent ${id}`,
      ),
    ),
  );
  expect(outcome(runs)).toEqual({ won: 50, codes: [0], said: [] });
  expect(await install.withSql(drift)).toEqual([]);
});

test("the last QUAD_ADMINs remove each other by 50 commands at once: one is left", async () => {
  const install = await testInstall();
  for (const n of fifty) await install.quad(`member add a${n}@massmutual.com --domain massmutual --role quad_admin`);
  await install.quad("member remove it-admin@massmutual.com --domain massmutual");
  const runs = await Promise.all(
    fifty.map((n) => install.quad(`member remove a${n}@massmutual.com --domain massmutual`)),
  );
  expect(outcome(runs)).toEqual({
    won: 49,
    codes: [0, 5],
    said: ["The last QUAD_ADMIN of /massmutual cannot be removed."],
  });
});

test("50 sessions without the program are held by the same rules", async () => {
  const install = await emptyInstall();
  const { root, a, b } = await install.withSql(async (sql) => {
    const acme = await sqlCompany(sql, "acme", "free");
    for (const n of [2, 3]) await acme.member(acme.root, `p${n}@acme.com`);
    for (const n of fifty) await acme.domain(`team-${n}`);
    return { root: acme.root, a: await acme.domain("a"), b: await acme.domain("b") };
  });
  expect(
    await sessions(
      install,
      (n) => `
        insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
        select id, 'dev@acme.com', 'DEVELOPER', 60 from QUAD_domains where name = 'team-${n}'`,
    ),
  ).toEqual({ done: 1, states: ["QU005", "done"] });
  expect(
    await sessions(
      install,
      (n) => `insert into QUAD_domain_members (domain_id, email, role) values ('${root}', 'q${n}@acme.com', 'QA')`,
    ),
  ).toEqual({ done: 1, states: ["QU005", "done"] });
  expect(
    await sessions(
      install,
      (n) => `update QUAD_domains set parent_domain_id = '${n % 2 ? a : b}' where id = '${n % 2 ? b : a}'`,
    ),
  ).toMatchObject({ states: ["QU005", "done"] });
  expect(
    await sessions(install, (n) =>
      n % 5 === 0
        ? `update QUAD_domains set name = 'a-${n}' where id = '${a}'`
        : `insert into QUAD_domains (name, parent_domain_id) values ('c-${n}', '${n % 2 ? a : b}')`,
    ),
  ).toEqual({ done: 50, states: ["done"] });
  expect(await install.withSql(drift)).toEqual([]);
});

test.each(["repeatable read", "serializable"])(
  "in %s transactions the hundred and the seats hold as well",
  async (isolation) => {
    const install = await emptyInstall();
    const root = await install.withSql(async (sql) => {
      const acme = await sqlCompany(sql, "acme", "free");
      await acme.member(acme.root, "p2@acme.com");
      return acme.root;
    });
    const { done } = await sessions(
      install,
      (n) => `
      begin isolation level ${isolation};
      select count(*) from QUAD_domain_members;
      insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
      values ('${root}', 'dev${n % 7}@acme.com', '${["QA", "DEVELOPER", "DATABASE"][n % 3]}', 60);
      commit`,
    );
    expect(done).toBeGreaterThan(0);
    await install.withSql(async (sql) => {
      expect(await drift(sql)).toEqual([]);
      const [held] = await sql<[{ most: number; used: number }]>`
      select (select max(allocated) from QUAD_people) as most, (select used from QUAD_seats) as used`;
      expect(held.most).toBe(60);
      expect(held.used).toBeLessThanOrEqual(5);
    });
  },
);
