import type { Fragment } from "postgres";
import type { Sql } from "../../postgres/sql.ts";
import { counted } from "../../terminal/style.ts";
import { installOf } from "./trail.ts";

const atOnce = 1000;
const because = "It may have gone out already: this database was put back to an earlier state.";

/**
 * Holds what waits in an older copy of a database and may have gone out since, as the newer one knows; where that cannot be asked (undefined, or of
 * another install) all that waits. What was sent and is not in the copy is brought over, so that nobody is told the same thing twice.
 * Gives how many mails are held for it. May be done again.
 */
export async function holdMail(from: Sql | undefined, to: Sql): Promise<number> {
  if (!(await sendsMail(to))) return 0;
  if (from === undefined || !(await sendsMail(from)) || (await installOf(from)) !== (await installOf(to))) {
    const held = await to`
      update QUAD_outbox set status = 'held', held_because = ${because} where status = 'waiting'`;
    return held.count;
  }
  return (await holdTried(from, to, from`true`)) + (await holdUnknown(from, to));
}

/**
 * The same the other way round, where a database that was put back is taken out of use again: of what waits, that is held which the other
 * has sent or tried since this command's last entry of its trail. Before that it sent nothing itself.
 */
export async function holdTriedSince(command: string, from: Sql, to: Sql): Promise<number> {
  if (!(await sendsMail(to)) || !(await sendsMail(from))) return 0;
  const since = from`
    o.updated_at > (select a.created_at from QUAD_audit a where a.command = ${command} order by a.id desc limit 1)`;
  return holdTried(from, to, since);
}

/** Holds what another database has sent or tried, of that which is asked for; what was sent and is not there is brought over. */
async function holdTried(from: Sql, to: Sql, asked: Fragment): Promise<number> {
  let count = 0;
  const unsent: string[] = [];
  const tried = from<{ row: string }[]>`
    select to_jsonb(o)::text as row from QUAD_outbox o
    where (o.status <> 'waiting' or o.attempts > 0) and ${asked} order by o.created_at`;
  for await (const batch of tried.cursor(atOnce)) {
    const rows = `[${batch.map(({ row }) => row).join(",")}]`;
    const [{ held, open }] = await to<[{ held: number; open: string[] }]>`
      with known as (
        select k.* from jsonb_populate_recordset(null::QUAD_outbox, ${rows}::text::jsonb) k
      ), held as (
        update QUAD_outbox o set status = 'held', held_because = ${because}
        from known k where k.id = o.id and o.status = 'waiting' returning 1
      ), brought as (
        insert into QUAD_outbox
        select (jsonb_populate_record(null::QUAD_outbox, to_jsonb(k) || case when k.status = 'waiting'
          then jsonb_build_object('status', 'held', 'held_because', ${because}::text) else '{}' end)).*
        from known k
        where k.company_id in (select c.id from QUAD_companies c) and k.id not in (select o.id from QUAD_outbox o)
        on conflict do nothing returning id, status
      )
      select ((select count(*) from held) + (select count(*) from brought where status = 'held'))::integer as held,
        (select coalesce(json_agg(id), '[]') from brought where status <> 'sent') as open`;
    count += held;
    unsent.push(...open);
  }
  await bringAttachments(unsent, from, to);
  return count;
}

/** Brings over what is attached to mails that may still be sent. One at a time: each may have 10 MB. */
async function bringAttachments(mails: readonly string[], from: Sql, to: Sql): Promise<void> {
  const attached = from<{ row: string }[]>`
    select to_jsonb(a)::text as row from QUAD_outbox_attachments a
    where a.outbox_id in (select m::uuid from json_array_elements_text(${JSON.stringify(mails)}::text::json) m)
    order by a.outbox_id, a.position`;
  for await (const [one] of attached.cursor(1))
    await to`
      insert into QUAD_outbox_attachments
      select * from jsonb_populate_record(null::QUAD_outbox_attachments, ${one?.row ?? "{}"}::text::jsonb)`;
}

/** Holds what waits in the older copy and the newer database does not have at all: it went out, and was let go. */
async function holdUnknown(from: Sql, to: Sql): Promise<number> {
  const waiting = await to<{ id: string }[]>`select o.id from QUAD_outbox o where o.status = 'waiting'`;
  const unknown = await from<{ id: string }[]>`
    select w.id from json_array_elements_text(${JSON.stringify(waiting.map(({ id }) => id))}::text::json) w (id)
    where not exists (select from QUAD_outbox o where o.id = w.id::uuid)`;
  const held = await to`
    update QUAD_outbox set status = 'held', held_because = ${because}
    where status = 'waiting' and id in (
      select u::uuid from json_array_elements_text(${JSON.stringify(unknown.map(({ id }) => id))}::text::json) u)`;
  return held.count;
}

/** Says that mails are held, where some are. */
export function sayHeld(held: number, warn: (text: string) => void): void {
  if (held > 0)
    warn(
      `${counted(held, "mail")} may have gone out since, and ${held === 1 ? "is" : "are"} held: quad mail list --held`,
    );
}

/** Whether a database knows what became of a mail. */
async function sendsMail(sql: Sql): Promise<boolean> {
  const [{ known }] = await sql<[{ known: boolean }]>`
    select exists (
      select from pg_attribute a
      where a.attrelid = to_regclass('QUAD_outbox') and a.attname = 'held_because' and not a.attisdropped) as known`;
  return known;
}
