import { counted, type Style, visible } from "../terminal/style.ts";
import { type Column, table } from "../terminal/table.ts";
import type { Flushed, Undelivered } from "./flush.ts";
import type { Mail, State, WholeMail } from "./outbox.ts";
import type { Worded } from "./wording.ts";

/** A mail with its words, where they could be found. */
export interface ShownMail extends WholeMail {
  readonly worded: Worded | null;
  /** Why there are none. */
  readonly unworded: string | null;
}

const paintOf = ({ paint }: Style): Readonly<Record<State, (text: string) => string>> => ({
  waiting: paint.accent,
  sent: paint.good,
  dead: paint.bad,
  held: paint.warn,
  dropped: paint.faint,
});

/**
 * A line each: id, state, recipient, template, when it was written, attempts, when it is tried next, and why it did not go out. The moment of
 * writing and the attempts are left out on a terminal.
 */
export async function renderMails(mails: readonly Mail[], style: Style): Promise<string> {
  const paint = paintOf(style);
  // With a space, at which it may be broken.
  const when = (at: Date) => (style.tty ? moment(at).replace("T", " ") : moment(at));
  // A terminal has no room for these; `mail show` says them.
  const more: readonly Column<Mail>[] = [
    { title: "written", value: ({ createdAt }) => moment(createdAt) },
    { title: "attempts", value: ({ attempts }) => String(attempts), align: "right" },
  ];
  const why: Column<Mail> = { title: "because", value: ({ because }) => because ?? "" };
  return table(
    style,
    [
      { title: "id", value: ({ id }) => (style.tty ? id.slice(0, 8) : id) },
      { title: "state", value: ({ status }) => status, paint: (text, { status }) => paint[status](text) },
      { title: "to", value: ({ to }) => to },
      { title: "template", value: ({ template }) => template },
      ...(style.tty ? [] : more),
      { title: "next", value: ({ nextAttemptAt }) => (nextAttemptAt ? when(nextAttemptAt) : "") },
      ...(style.tty && mails.every(({ because }) => !because) ? [] : [why]),
    ],
    mails,
  );
}

const moment = (at: Date): string => at.toISOString().replace(/:\d\d\.\d+Z$/, "Z");

export function renderMail(mail: ShownMail, { paint }: Style): string {
  const { worded, unworded, thread, attachments } = mail;
  const line = (name: string, value: string | null) => (value === null ? [] : [`${name.padEnd(12)}${visible(value)}`]);
  const from = mail.from === null ? "the install" : mail.senderName ? `${mail.senderName} <${mail.from}>` : mail.from;
  return [
    paint.bold(visible(worded?.subject ?? mail.template)),
    ...line("id", mail.id),
    ...line("state", mail.status),
    ...line("because", mail.because),
    ...line("from", from),
    ...line("to", mail.to),
    ...line("template", mail.template),
    ...line("message id", mail.messageId),
    ...line("in reply to", mail.inReplyTo),
    ...line("thread", thread.length > 0 ? thread.join(" ") : null),
    ...line("written", moment(mail.createdAt)),
    ...line("attempts", String(mail.attempts)),
    ...line("next", mail.nextAttemptAt && moment(mail.nextAttemptAt)),
    ...line("sent", mail.sentAt && moment(mail.sentAt)),
    ...line("accepted", mail.acceptedAs),
    ...attachments.flatMap(({ filename, mediaType, bytes }) =>
      line("attached", `${filename} (${mediaType}, ${bytes.toLocaleString("en")} bytes)`),
    ),
    "",
    worded ? shownText(worded.text) : `It cannot be put into words: ${visible(unworded ?? "")}`,
  ].join("\n");
}

/** A text with its lines, and nothing else that a terminal would obey. */
export const shownText = (text: string): string => text.trimEnd().split("\n").map(visible).join("\n");

/** What a run did, in one line; nothing where there was nothing to do. */
export function flushedInWords({ sent, delayed, dead }: Flushed): string {
  const parts = [
    `Sent ${counted(sent, "mail")}.`,
    ...(delayed.length > 0 ? [`${counted(delayed.length, "is", "are")} tried again later.`] : []),
    ...(dead.length > 0 ? [`${counted(dead.length, "is", "are")} given up.`] : []),
  ];
  return sent + delayed.length + dead.length === 0 ? "Nothing to send." : parts.join(" ");
}

export const undeliveredLine = ({ to, template, said }: Undelivered): string =>
  `  ${visible(to)}, ${template}: ${visible(said)}`;

export function renderDecided(mails: readonly Mail[], action: "retry" | "drop"): string {
  if (mails.length === 0) return "Nothing to do: there is no such mail.";
  const verb = action === "retry" ? "Goes out with the next run" : "Dropped";
  return mails.map(({ id, to, template }) => `${verb}: ${template} to ${visible(to)} (${id})`).join("\n");
}
