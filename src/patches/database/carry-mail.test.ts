import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { mailInstall } from "../../mail/install.testing.ts";
import { transaction } from "../../postgres/transaction.ts";
import { createInstall, testInstall } from "../../testing/install.ts";
import { holdMail } from "./carry-mail.ts";

const because = "It may have gone out already: this database was put back to an earlier state.";

/** Two states of one install: of each mail by its recipient what the older copy and the newer database have. */
async function twoStates(
  mails: Readonly<Record<string, { copy?: boolean; gone?: boolean; status?: string; attempts?: number }>>,
) {
  const newer = await mailInstall();
  const copy = await testInstall();
  await newer.withSql(async (from) => {
    await copy.withSql(async (to) => {
      const [company] = await from<[{ id: string }]>`select id from QUAD_companies`;
      await to`insert into QUAD_companies (id, name, admin_email, plan) values (${company.id}, 'The same', 'a@b.com', 'enterprise')`;
      for (const [name, { copy: both = true, gone = false, status = "waiting", attempts = 0 }] of Object.entries(
        mails,
      )) {
        const id = await newer.write({ recipient_email: `${name}@acmecorp.com` });
        const [row] = await from<
          [{ row: string }]
        >`select to_jsonb(o)::text as row from QUAD_outbox o where id = ${id}`;
        if (both)
          await to`insert into QUAD_outbox select * from jsonb_populate_record(null::QUAD_outbox, ${row.row}::text::jsonb)`;
        await from`
          update QUAD_outbox set status = ${status}, attempts = ${attempts}, last_error = '4xx',
            sent_at = case when ${status} = 'sent' then now() end, held_because = case when ${status} = 'held' then 'why' end
          where id = ${id}`;
        if (gone) await from`delete from QUAD_outbox where id = ${id}`;
      }
    });
  });
  const states = () =>
    copy.withSql(async (sql) =>
      Object.fromEntries(
        (
          await sql<{ name: string; status: string; held_because: string | null }[]>`
            select split_part(recipient_email, '@', 1) as name, status, held_because from QUAD_outbox order by 1`
        ).map(({ name, status, held_because }) => [name, held_because === because ? "held for it" : status]),
      ),
    );
  return { newer, copy, states };
}

test("what a newer database has sent or tried is held in the older copy, and what was sent since is known there", async () => {
  const { newer, copy, states } = await twoStates({
    untried: {},
    tried: { attempts: 1 },
    sent: { status: "sent", attempts: 1 },
    dead: { status: "dead", attempts: 3 },
    dropped: { status: "dropped" },
    pruned: { gone: true },
    "new-untried": { copy: false },
    "new-tried": { copy: false, attempts: 2 },
    "new-sent": { copy: false, status: "sent", attempts: 1 },
  });
  const hold = () => newer.withSql((from) => copy.withSql((to) => transaction(to, (tx) => holdMail(from, tx))));
  expect(await hold()).toBe(6);
  const after = {
    untried: "waiting",
    ...{
      tried: "held for it",
      sent: "held for it",
      dead: "held for it",
      dropped: "held for it",
      pruned: "held for it",
    },
    // What it told of is undone, and was never told.
    ...{ "new-tried": "held for it", "new-sent": "sent" },
  };
  expect(await states()).toEqual(after);
  expect(await hold()).toBe(0);
  expect(await states()).toEqual(after);
});

test("what was sent for a company that the older copy has not is not brought over", async () => {
  const { newer, copy, states } = await twoStates({ waiting: {} });
  await newer.withSql(
    (sql) => sql`
      with later as (
        insert into QUAD_companies (name, admin_email, plan) values ('Later', 'later@acmecorp.com', 'enterprise') returning id
      )
      insert into QUAD_outbox (company_id, recipient_email, template, data, occasion, status, attempts, sent_at)
      select id, 'later@acmecorp.com', 'request-started', '{}', 'later', 'sent', 1, now() from later`,
  );
  const held = await newer.withSql((from) => copy.withSql((to) => transaction(to, (tx) => holdMail(from, tx))));
  expect([held, await states()]).toEqual([0, { waiting: "waiting" }]);
});

test("what has not gone out for sure is brought over with its letter", async () => {
  const { newer, copy } = await twoStates({
    waiting: { copy: false },
    tried: { copy: false, attempts: 2 },
    dead: { copy: false, status: "dead", attempts: 3 },
    held: { copy: false, status: "held" },
    sent: { copy: false, status: "sent", attempts: 1 },
    both: { attempts: 1 },
  });
  const letter = randomBytes(100_000);
  await newer.withSql(async (sql) => {
    await sql`alter table QUAD_outbox_attachments disable trigger user`;
    await sql`
      insert into QUAD_outbox_attachments (outbox_id, position, filename, media_type, content)
      select o.id, p, 'letter-' || p || '.pdf', 'application/pdf', ${letter}::bytea from QUAD_outbox o, generate_series(1, 2) p`;
  });
  await newer.withSql((from) => copy.withSql((to) => transaction(to, (tx) => holdMail(from, tx))));
  const attached = await copy.withSql(
    (sql) => sql`
      select split_part(o.recipient_email, '@', 1) as name, filename, media_type, content = ${letter}::bytea as whole
      from QUAD_outbox_attachments a join QUAD_outbox o on o.id = a.outbox_id order by 1, position`,
  );
  expect([...attached]).toEqual(
    ["dead", "held", "tried"].flatMap((name) =>
      [1, 2].map((n) => ({ name, filename: `letter-${n}.pdf`, media_type: "application/pdf", whole: true })),
    ),
  );
});

test("where the newer database cannot be asked, or is another install's, all that waits is held", async () => {
  const { copy, states } = await twoStates({ a: {}, b: {}, c: { copy: false, status: "sent", attempts: 1 } });
  await copy.withSql((to) => transaction(to, (tx) => holdMail(undefined, tx)));
  expect(await states()).toEqual({ a: "held for it", b: "held for it" });
  // Also where it is a copy that knows the mails, and has sent none.
  const stranger = await twoStates({ a: {}, b: {} });
  await stranger.newer.withSql(async (sql) => {
    await sql`alter table QUAD_install disable trigger user`;
    await sql`update QUAD_install set install_id = gen_random_uuid()`;
  });
  await stranger.newer.withSql((from) => stranger.copy.withSql((to) => transaction(to, (tx) => holdMail(from, tx))));
  expect(await stranger.states()).toEqual({ a: "held for it", b: "held for it" });
});

test("a database that does not send mail yet has nothing to hold", async () => {
  const { drop, ...empty } = await createInstall({ template: "template1" });
  try {
    expect(await empty.withSql((to) => holdMail(undefined, to))).toBe(0);
  } finally {
    await drop();
  }
});
