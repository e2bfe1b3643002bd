import { expect, test } from "vitest";
import { customerInstall, teamInstall } from "../../requests/install.testing.ts";

/** A customer whose request the team has taken in. */
async function bothSides() {
  const [customer, team] = [await customerInstall(), await teamInstall()];
  await customer.quad("request submit --tool Bruno --category Cloud --team-size 2");
  const [{ slug }] = await customer.json("request list");
  /** The letters of a kind of mail, the newest last. */
  const letters = async (template: string) => {
    const rows = await customer.withSql(
      (sql) => sql<{ text: string }[]>`
        select convert_from(a.content, 'UTF8') as text from QUAD_outbox_attachments a join QUAD_outbox o on o.id = a.outbox_id
        where o.template = ${template} order by o.created_at`,
    );
    return rows.map(({ text }) => text);
  };
  const receive = (letter: string | undefined) => team.quad("request receive -", { stdin: letter ?? "" });
  await receive((await letters("request-submitted"))[0]);
  return { customer, team, slug, letters, receive };
}

test("a remark reaches the page that the team has, once", async () => {
  const { customer, team, slug, letters, receive } = await bothSides();
  await customer.quad(["request", "comment", slug, "Our trial ends in March.\nWe pay in April."]);
  const [letter] = await letters("request-comment");
  expect(await receive(letter)).toEqual({ code: 0, stdout: `Received: a comment on ${slug}.\n`, stderr: "" });
  expect((await receive(letter)).stdout).toBe(`Nothing to do: this of ${slug} has come before.\n`);
  const { events } = await team.json(`request show ${slug}`);
  expect(events.filter(({ kind }: { kind: string }) => kind === "comment")).toMatchObject([
    { said: "Our trial ends in March.\nWe pay in April.", by: "admin@acmecorp.com" },
  ]);
});

test("what is withdrawn leaves the team's queue", async () => {
  const { customer, team, slug, letters, receive } = await bothSides();
  await customer.quad(["request", "withdraw", slug, "--reason", "We use Insomnia."]);
  const [letter] = await letters("request-withdrawn");
  expect((await receive(letter)).stdout).toBe(`Received: ${slug} is withdrawn.\n`);
  expect((await receive(letter)).stdout).toBe(`Nothing to do: this of ${slug} has come before.\n`);
  expect(await team.json("request triage")).toEqual([]);
  const shown = await team.json(`request show ${slug}`);
  expect(shown).toMatchObject({ status: "withdrawn", closedBecause: "We use Insomnia." });
  expect(shown.events[0]).toMatchObject({ said: "Withdrawn: We use Insomnia.", by: "admin@acmecorp.com" });
});

test("a reason that is longer than a request keeps is cut, and withdraws it all the same", async () => {
  const { customer, team, slug, letters, receive } = await bothSides();
  await customer.quad(`request withdraw ${slug}`);
  const letter = { ...JSON.parse((await letters("request-withdrawn"))[0] ?? ""), said: "x".repeat(2000) };
  expect((await receive(JSON.stringify(letter))).stdout).toBe(`Received: ${slug} is withdrawn.\n`);
  expect((await team.json(`request show ${slug}`)).closedBecause).toBe("x".repeat(500));
});

test("votes go to the team as one mail an hour, and count where it decides", async () => {
  const { customer, team, slug, letters, receive } = await bothSides();
  for (const name of ["ada", "grace"])
    await customer.quad(`member add ${name}@acmecorp.com --domain acme --role DOMAIN_ADMIN`);
  const vote = (name: string, verb = "vote") => customer.quad(`--as ${name}@acmecorp.com request ${verb} ${slug}`);
  for (const name of ["ada", "grace"]) expect((await vote(name)).code).toBe(0);
  const waiting = () =>
    customer.withSql(
      (sql) => sql`
        select data ->> 'votes' as votes, next_attempt_at > now() + interval '59 minutes' as later from QUAD_outbox
        where template = 'request-votes' and status = 'waiting'`,
    );
  expect([...(await waiting())]).toEqual([{ votes: "2", later: true }]);
  const both = (await letters("request-votes"))[0];
  expect((await receive(both)).stdout).toBe(`Received: ${slug} has 2 votes.\n`);
  expect((await receive(both)).stdout).toBe(`Nothing to do: this of ${slug} has come before.\n`);
  expect((await team.json("request triage"))[0].why).toContain("2 more votes");
  // What is on its way stays as it is, and another one goes.
  await customer.withSql((sql) => sql`update QUAD_outbox set attempts = 1 where template = 'request-votes'`);
  await vote("ada", "unvote");
  const one = (await letters("request-votes"))[1];
  expect((await receive(one)).stdout).toBe(`Received: ${slug} has 1 vote.\n`);
  expect(await customer.quad("mail list --json")).toMatchObject({ code: 0 });
  await customer.quad("mail retry --dead");
  const [{ id }] = await customer.withSql(
    (sql) => sql<[{ id: string }]>`select id from QUAD_outbox where template = 'request-votes' and attempts = 0`,
  );
  expect((await customer.quad(`mail show ${id}`)).stdout).toContain(
    "1 person has voted for the Bruno integration at Acme Corp.",
  );
});

test("votes of before that come late, or once more, do not take back what has come since", async () => {
  const { customer, team, slug, letters, receive } = await bothSides();
  await customer.quad("member add ada@acmecorp.com --domain acme --role DOMAIN_ADMIN");
  await customer.quad(`request vote ${slug}`);
  await customer.withSql((sql) => sql`update QUAD_outbox set attempts = 1 where template = 'request-votes'`);
  await customer.quad(`--as ada@acmecorp.com request vote ${slug}`);
  const [one, both] = await letters("request-votes");
  expect((await receive(both)).stdout).toBe(`Received: ${slug} has 2 votes.\n`);
  expect((await receive(one)).stdout).toBe(`Nothing to do: this of ${slug} has come before.\n`);
  expect((await team.json(`request show ${slug}`)).votes).toBe(2);
  // Two of one millisecond are two.
  const same = { ...JSON.parse(both ?? ""), voters: ["ada@acmecorp.com"] };
  expect((await receive(JSON.stringify(same))).stdout).toBe(`Received: ${slug} has 1 vote.\n`);
  // A clock that was years ahead does not hold up what comes later.
  const ahead = { ...JSON.parse(both ?? ""), at: "2199-01-01T00:00:00.000Z", voters: [] };
  expect((await receive(JSON.stringify(ahead))).stdout).toBe(`Received: ${slug} has 0 votes.\n`);
  const later = { ...JSON.parse(both ?? ""), at: new Date(Date.now() + 1000).toISOString() };
  expect((await receive(JSON.stringify(later))).stdout).toBe(`Received: ${slug} has 2 votes.\n`);
});

test("whoever asked and has another address is written to there, by the team too", async () => {
  const { customer, team, slug, letters, receive } = await bothSides();
  await customer.quad("user rename admin@acmecorp.com head@acmecorp.com");
  await customer.quad("user rename head@acmecorp.com chief@acmecorp.com");
  const [first, second] = await letters("request-address");
  expect(await receive(second)).toMatchObject({
    code: 5,
    stderr: `${slug} was asked for by admin@acmecorp.com here, and not by head@acmecorp.com.\nTake in the letters before this one: quad request receive FILE\n`,
  });
  expect((await receive(first)).stdout).toBe(`Received: head@acmecorp.com is told of ${slug} from now on.\n`);
  expect((await receive(first)).stdout).toBe(`Nothing to do: this of ${slug} has come before.\n`);
  expect((await receive(second)).code).toBe(0);
  expect((await team.quad(`request start ${slug}`)).stdout).toMatch(/; chief@acmecorp\.com is told\.\n$/);
});

test("a vote waits for no other vote that is being given", async () => {
  const { customer, slug } = await bothSides();
  await customer.withSql((sql) =>
    sql.begin(async (tx) => {
      await tx`
        insert into QUAD_request_votes (request_id, company_id, email)
        select id, company_id, 'ada@acmecorp.com' from QUAD_integration_requests`;
      const given = await customer.quad(`request vote ${slug}`);
      expect([given.code, given.stderr]).toEqual([0, ""]);
    }),
  );
  expect((await customer.json(`request show ${slug}`)).votes).toBe(2);
});

test("whoever is a member nowhere any more votes no more, and the team is told; who only changes the domain goes on", async () => {
  const { customer, team, slug, letters, receive } = await bothSides();
  for (const name of ["ada", "grace"]) {
    await customer.quad(`member add ${name}@acmecorp.com --domain acme --role DOMAIN_ADMIN`);
    await customer.quad(`--as ${name}@acmecorp.com request vote ${slug}`);
  }
  await customer.quad("domain create apps --parent acme");
  await customer.withSql((sql) =>
    sql.begin(async (tx) => {
      await tx`delete from QUAD_domain_members where email = 'grace@acmecorp.com'`;
      await tx`
        insert into QUAD_domain_members (domain_id, email, role, allocation_percentage)
        select id, 'grace@acmecorp.com', 'DEVELOPER', 10 from QUAD_domains where name = 'apps'`;
    }),
  );
  expect((await receive((await letters("request-votes"))[0])).stdout).toBe(`Received: ${slug} has 2 votes.\n`);
  expect((await customer.quad("member offboard ada@acmecorp.com --yes")).code).toBe(0);
  expect(await letters("request-votes")).toHaveLength(1);
  expect((await receive((await letters("request-votes"))[0])).stdout).toBe(`Received: ${slug} has 1 vote.\n`);
  expect((await team.json("request triage"))[0].why).toContain("1 more vote");
  // What is over stays as it was counted.
  await customer.quad(`request withdraw ${slug}`);
  expect((await customer.quad("member offboard grace@acmecorp.com --yes")).code).toBe(0);
  const votes = await customer.withSql((sql) => sql`select email from QUAD_request_votes`);
  expect([...votes]).toEqual([{ email: "grace@acmecorp.com" }]);
});

test("whoever leaves while their vote is being cast takes it along", async () => {
  const { customer } = await bothSides();
  await customer.quad("member add ada@acmecorp.com --domain acme --role DOMAIN_ADMIN");
  const offboard = () => customer.quad("member offboard ada@acmecorp.com --yes");
  let leaves: ReturnType<typeof offboard> | undefined;
  await customer.withSql((sql) =>
    sql.begin(async (tx) => {
      await tx`select set_config('quad.actor', company_id || ' ada@acmecorp.com', true) from QUAD_integration_requests`;
      await tx`select quad_request_vote(id, true) from QUAD_integration_requests`;
      leaves = offboard();
      await expect.poll(waiting, { timeout: 10_000 }).toBe(1);
    }),
  );
  expect((await leaves)?.code).toBe(0);
  expect(await customer.withSql((sql) => sql`select from QUAD_request_votes`)).toHaveLength(0);

  /** How many sessions wait for a lock. */
  async function waiting() {
    const [{ n }] = await customer.withSql(
      (sql) => sql<[{ n: number }]>`
        select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return n;
  }
});

test("news of what is not here, or of this install's own, are refused, and hostile ones", async () => {
  const { customer, team, slug, letters, receive } = await bothSides();
  await customer.quad(["request", "comment", slug, "Hello"]);
  const letter = JSON.parse((await letters("request-comment"))[0] ?? "");
  expect((await receive(JSON.stringify({ ...letter, request: "00000000-0000-4000-8000-000000000001" }))).code).toBe(4);
  await team.quad("request submit --tool Miro --category Design --team-size 2 --company massmutual");
  const own = (await team.json("request list")).find(({ tool }: { tool: string }) => tool === "Miro");
  expect(await receive(JSON.stringify({ ...letter, request: own.id }))).toMatchObject({
    code: 5,
    stderr: `${own.slug} is this install's own; nothing comes to it by mail.\n`,
  });
  const hostile = {
    ...letter,
    by: "a@b.c\r\nBcc: x@y.z",
    said: "\u001b[2J",
    voters: ["a@b.c", "no"],
    kind: "released",
    at: "0001-01-01T00:00:00Z",
  };
  const { code, stderr } = await receive(JSON.stringify(hostile));
  expect(code).toBe(2);
  for (const key of ["by", "said", "voters.1", "kind", "at"]) expect(stderr).toContain(`  ${key}: `);
  expect(stderr).not.toMatch(/\u001b|\r/);
  await team.quad(`request release ${slug} --patch bruno-prod-1.0`);
  const late = await receive(JSON.stringify({ ...letter, kind: "withdrawn" }));
  expect([late.code, late.stderr]).toEqual([5, expect.stringMatching(`^${slug} is released already\\.`)]);
});
