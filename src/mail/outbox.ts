import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { shortened } from "../terminal/style.ts";

export const states = ["waiting", "sent", "dead", "held", "dropped"] as const;
export type State = (typeof states)[number];

/** A mail of the outbox, as it is listed. */
export interface Mail {
  readonly id: string;
  readonly status: State;
  readonly to: string;
  readonly template: string;
  /** The person or team that it is from; null: the install. */
  readonly from: string | null;
  readonly createdAt: Date;
  readonly attempts: number;
  readonly nextAttemptAt: Date | null;
  readonly sentAt: Date | null;
  /** Why the last attempt failed, or why it is held. */
  readonly because: string | null;
}

/** A mail with all that is known of it. */
export interface WholeMail extends Mail {
  readonly data: unknown;
  readonly senderName: string | null;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly thread: readonly string[];
  readonly acceptedAs: string | null;
  readonly attachments: readonly { readonly filename: string; readonly mediaType: string; readonly bytes: number }[];
}

/** Which mails are meant. */
export interface MailFilter {
  /** Every state but sent and dropped, where none is named. */
  readonly states?: readonly State[] | undefined;
  readonly to?: string | undefined;
  readonly limit: number;
}

const columns = (sql: Sql) => sql`
  o.id, o.status, o.recipient_email as "to", o.template, o.sender_email as "from", o.created_at as "createdAt", o.attempts,
  case when o.status = 'waiting' then o.next_attempt_at end as "nextAttemptAt", o.sent_at as "sentAt",
  coalesce(o.held_because, o.last_error) as because`;

/** Mails, those that were written last first. */
export async function listMail(sql: Sql, { states: wanted, to, limit }: MailFilter): Promise<readonly Mail[]> {
  return sql<Mail[]>`
    select ${columns(sql)} from QUAD_outbox o
    where o.status = any (string_to_array(${(wanted ?? ["waiting", "dead", "held"]).join(",")}, ','))
      and (${to ?? null}::text is null or o.recipient_email = ${to ?? null})
    order by o.created_at desc, o.id limit ${limit}`;
}

/** What is due, in the order in which it would go out. Mail that nobody is the sender of is left out, unless it is from `anySender`. */
export async function dueMail(
  sql: Sql,
  { anySender, limit }: { readonly anySender: boolean; readonly limit: number },
): Promise<readonly Mail[]> {
  return sql<Mail[]>`
    select ${columns(sql)} from QUAD_outbox o
    where o.status = 'waiting' and o.next_attempt_at <= clock_timestamp() and (${anySender} or o.sender_email is not null)
    order by o.next_attempt_at, o.id limit ${Number.isFinite(limit) ? limit : null}`;
}

/** The mail that is meant by its id, or by how that begins. Throws not found, and a usage error where it could be several. */
export async function findMail(sql: Sql, reference: string): Promise<WholeMail> {
  const id = await idOf(sql, reference);
  const [mail] = await sql<WholeMail[]>`
    select ${columns(sql)}, o.data, o.sender_name as "senderName", o.message_id as "messageId", o.in_reply_to as "inReplyTo",
      to_json(o.thread) as thread, o.accepted_as as "acceptedAs",
      (select coalesce(json_agg(json_build_object('filename', a.filename, 'mediaType', a.media_type, 'bytes', octet_length(a.content))
         order by a.position), '[]')
       from QUAD_outbox_attachments a where a.outbox_id = o.id) as attachments
    from QUAD_outbox o where o.id = ${id}`;
  if (mail) return mail;
  throw missing(reference);
}

const missing = (reference: string) =>
  notFound(`There is no mail ${shortened(reference)}.`, { hint: "See them: quad mail list" });

async function idOf(sql: Sql, reference: string): Promise<string> {
  const start = reference.trim().toLowerCase();
  if (!/^[0-9a-f][0-9a-f-]{3,35}$/.test(start))
    throw usage(`${JSON.stringify(shortened(reference))} is not the id of a mail, nor how one begins.`, {
      hint: "See them: quad mail list",
    });
  const found = await sql<{ id: string }[]>`
    select o.id from QUAD_outbox o where starts_with(o.id::text, ${start}) order by 1 limit 2`;
  const [first, second] = found;
  if (first === undefined) throw missing(reference);
  if (second === undefined) return first.id;
  throw usage(`${shortened(reference)} could be any of several mails.`, { hint: "Say more of its id: quad mail list" });
}

/** What is decided about mails. */
export interface Decision {
  /** Ids, or how they begin; none: every mail of the state. */
  readonly mails: readonly string[];
  readonly state?: State | undefined;
  readonly action: "retry" | "drop";
}

/**
 * Lets mails go out, as if they had never been tried, or takes them out of what goes out. Throws not found, a conflict for one that was sent, and
 * not allowed for whoever does not manage the company.
 */
export async function decideMail(sql: Sql, { mails, state, action }: Decision): Promise<readonly Mail[]> {
  return transaction(sql, async (tx) => {
    const ids: string[] = [];
    for (const mail of mails) ids.push(await idOf(tx, mail));
    const wanted = tx`
      select o.id from QUAD_outbox o
      where ${state === undefined ? tx`o.id = any (string_to_array(${ids.join(",")}, ',')::uuid[])` : tx`o.status = ${state}`}
      order by o.id`;
    const decided = await tx<{ id: string }[]>`
      select w.id, ${action === "retry" ? tx`quad_mail_retry(w.id)` : tx`quad_mail_drop(w.id)`}::text from (${wanted}) w`;
    return tx<Mail[]>`
      select ${columns(tx)} from QUAD_outbox o
      where o.id = any (string_to_array(${decided.map(({ id }) => id).join(",")}, ',')::uuid[])
      order by o.created_at desc, o.id`;
  });
}
