import { QuadError, unreachable } from "../errors.ts";
import type { MailSettings } from "../install/setting.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { backoff, mostAttempts, wasAnotherDay } from "./backoff.ts";
import { type Attachment, compose } from "./message.ts";
import { dueMail, type Mail } from "./outbox.ts";
import { connectToServer, type MailConnection, type Outcome } from "./server.ts";
import { readWording, shapeOf, type Wording } from "./template.ts";
import { worded } from "./wording.ts";

/** A mail that did not go out. */
export interface Undelivered {
  readonly id: string;
  readonly to: string;
  readonly template: string;
  /** What the server said, or what is wrong with it. */
  readonly said: string;
}

/** What a run did. */
export interface Flushed {
  readonly sent: number;
  /** Tried in vain, and tried again later. */
  readonly delayed: readonly Undelivered[];
  /** Given up. */
  readonly dead: readonly Undelivered[];
}

/** What a run did, and which of the delayed want somebody here. */
interface FlushedHere extends Flushed {
  /** Their template has a mistake, or this program does not know what they are made of. */
  readonly unworded: readonly Undelivered[];
  /** The server does not want their sender, or has not taken them for a day, or another one. */
  readonly stuck: readonly Undelivered[];
}

export interface FlushOptions {
  /** At most so many mails. */
  readonly limit: number;
  readonly signal: AbortSignal | undefined;
}

/** The row of a mail that is due. */
interface Due {
  readonly id: string;
  readonly recipient: string;
  readonly template: string;
  readonly data: unknown;
  readonly senderEmail: string | null;
  readonly senderName: string | null;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly thread: readonly string[];
  readonly attempts: number;
  readonly attached: boolean;
  readonly createdAt: Date;
}

/** A mail that no server was asked to take. */
interface Unworded {
  readonly kind: "unworded";
  readonly said: string;
}

/** So many mails in a row under which the connection breaks off: then it is the server. */
const mostLosses = 3;

/**
 * Sends what is due, one mail after the other. Each is locked until it is written down what came of it, so that no other run takes it, and one
 * that is cut off in between sends it again under the same Message-ID. When the signal is aborted it ends with the mail that is under way.
 * Throws unreachable where the server takes nothing, without counting that against any mail, not allowed for whoever is not the owner, and
 * usage where mails are due and no server is set.
 */
export async function flushMail(
  sql: Sql,
  settings: MailSettings,
  { limit, signal }: FlushOptions,
): Promise<FlushedHere> {
  await mustBeOwner(sql);
  const wordings = new Map<string, Promise<Wording>>();
  const wordingOf = (name: string) => {
    const known = wordings.get(name) ?? readWording(name, settings.templates.value);
    wordings.set(name, known);
    return known;
  };
  // A transaction that Postgres gave up is run again: what went out in it is written down then.
  const unwritten = new Map<string, Outcome | Unworded>();
  let connection: MailConnection | undefined;
  const flushed = {
    sent: 0,
    delayed: [] as Undelivered[],
    dead: [] as Undelivered[],
    unworded: [] as Undelivered[],
    stuck: [] as Undelivered[],
  };
  let losses = 0;
  try {
    for (let n = 0; n < limit && !signal?.aborted; n += 1) {
      const done = await next().catch((error: unknown) => {
        if (error instanceof QuadError && error.code === "cancelled") return undefined;
        throw error;
      });
      if (done === undefined) break;
      const { due, outcome, dead } = done;
      unwritten.delete(due.id);
      losses = outcome.kind === "lost" ? losses + 1 : 0;
      if (outcome.kind === "accepted") flushed.sent += 1;
      else {
        const { id, recipient: to, template } = due;
        const undelivered = { id, to, template, said: outcome.said };
        (dead ? flushed.dead : flushed.delayed).push(undelivered);
        const wanted = dead ? undefined : wantsSomebody(due, outcome);
        if (wanted) flushed[wanted].push(undelivered);
      }
      if (losses === mostLosses) {
        throw unreachable(`The mail server broke off under ${losses} mails in a row.`, {
          detail: outcome.said,
          hint: "They are tried again later. Where it is only slow, wait longer: QUAD_SMTP_TIMEOUT=SECONDS",
        });
      }
    }
  } finally {
    connection?.close();
  }
  return flushed;

  /** Sends the mail that is due first, and writes down what came of it; undefined where there is none. */
  async function next() {
    const anySender = settings.from !== undefined;
    if (!connection?.open) {
      if ((await dueMail(sql, { anySender, limit: 1 })).length === 0) return undefined;
      // No mail is locked while a server is waited for, unless it has ended meanwhile: whoever changes its address would pass it by.
      connection = await connectToServer(settings, signal);
    }
    return transaction(sql, async (tx) => {
      const due = await takeDue(tx, anySender);
      if (due === undefined) return undefined;
      const outcome = unwritten.get(due.id) ?? (await deliver(tx, due));
      unwritten.set(due.id, outcome);
      return { due, outcome, dead: await mark(tx, due, outcome) };
    });
  }

  async function deliver(tx: Sql, due: Due): Promise<Outcome | Unworded> {
    const { template, senderEmail, senderName } = due;
    let message: Awaited<ReturnType<typeof compose>>;
    try {
      message = await compose(
        {
          ...due,
          to: due.recipient,
          from: settings.from?.value,
          sender:
            senderEmail === null
              ? undefined
              : { address: senderEmail, ...(senderName !== null && { name: senderName }) },
          date: due.createdAt,
        },
        worded(template, due.data, shapeOf(template), await wordingOf(template)),
        due.attached ? await attachmentsOf(tx, due.id) : [],
      );
    } catch (error) {
      // Somebody may mend a template, or bring a program that knows it.
      if (!(error instanceof QuadError)) throw error;
      return { kind: "unworded", said: [error.message, ...error.detail].join(" ") };
    }
    if (message === undefined) throw new Error(`${due.id} has no sender`);
    if (!connection?.open) connection = await connectToServer(settings, signal);
    return connection.send(message);
  }
}

/** What a run would send, that which is due first. Throws not allowed for whoever is not the owner. */
export async function listDue(sql: Sql, settings: MailSettings, limit: number): Promise<readonly Mail[]> {
  await mustBeOwner(sql);
  return dueMail(sql, { anySender: settings.from !== undefined, limit });
}

async function mustBeOwner(sql: Sql): Promise<void> {
  const [{ owner }] = await sql<[{ owner: boolean }]>`select not exists (select from quad_me()) as owner`;
  if (owner) return;
  throw new QuadError("notAllowed", "Mail is sent with the rights of the install.", {
    hint: "Leave out --as, and let cron do it on the install: quad cron install",
  });
}

/** Locks the mail that is due first, and that no other run has. A server that ends idle transactions does not end this one. */
async function takeDue(tx: Sql, anySender: boolean): Promise<Due | undefined> {
  const [due] = await tx<Due[]>`
    select o.id, o.recipient_email as recipient, o.template, o.data, o.sender_email as "senderEmail", o.sender_name as "senderName",
      o.message_id as "messageId", o.in_reply_to as "inReplyTo", to_json(o.thread) as thread, o.attempts, o.created_at as "createdAt",
      exists (select from QUAD_outbox_attachments a where a.outbox_id = o.id) as attached,
      set_config('idle_in_transaction_session_timeout', '0', true)
    from QUAD_outbox o
    where o.status = 'waiting' and o.next_attempt_at <= clock_timestamp() and (${anySender} or o.sender_email is not null)
    order by o.next_attempt_at, o.id limit 1
    for update of o skip locked`;
  return due;
}

const attachmentsOf = (tx: Sql, id: string) => tx<Attachment[]>`
  select filename, media_type as "mediaType", content from QUAD_outbox_attachments where outbox_id = ${id} order by position`;

/** Writes down what came of a mail; says whether it is given up. */
async function mark(tx: Sql, { id, attempts: before }: Due, outcome: Outcome | Unworded): Promise<boolean> {
  const attempts = before + 1;
  if (outcome.kind === "accepted") {
    await tx`
      update QUAD_outbox
      set status = 'sent', sent_at = clock_timestamp(), attempts = ${attempts}, accepted_as = ${outcome.said}, last_error = null
      where id = ${id}`;
    return false;
  }
  const dead = (outcome.kind === "refused" && outcome.forGood) || attempts >= mostAttempts;
  await tx`
    update QUAD_outbox
    set attempts = ${attempts}, last_error = ${outcome.said}, status = ${dead ? "dead" : "waiting"},
      next_attempt_at = clock_timestamp() + ${backoff(attempts)} * interval '1 second'
    where id = ${id}`;
  return dead;
}

/** Why somebody here has to hear of a mail that is tried again. */
function wantsSomebody({ attempts }: Due, outcome: Outcome | Unworded): "unworded" | "stuck" | undefined {
  if (outcome.kind === "unworded") return "unworded";
  const ofSender = outcome.kind === "refused" && outcome.forSender;
  return ofSender || wasAnotherDay(attempts + 1) ? "stuck" : undefined;
}

/** How many mails are due, and how many of them nobody is the sender of. */
export async function countDue(sql: Sql): Promise<{ readonly due: number; readonly senderless: number }> {
  const [counted] = await sql<[{ due: number; senderless: number }]>`
    select count(*)::integer as due, (count(*) filter (where sender_email is null))::integer as senderless
    from QUAD_outbox where status = 'waiting' and next_attempt_at <= clock_timestamp()`;
  return counted;
}
