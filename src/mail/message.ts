import type { Mailbox } from "../install/setting.ts";
import { headerText } from "./data.ts";
import type { Worded } from "./wording.ts";

/** What goes on top of a mail. */
export interface Heads {
  readonly to: string;
  /** The install's own sender. */
  readonly from: Mailbox | undefined;
  /** The person or team that it is from. */
  readonly sender: Mailbox | undefined;
  readonly messageId: string;
  readonly inReplyTo: string | null;
  readonly thread: readonly string[];
  readonly date: Date;
}

export interface Attachment {
  readonly filename: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** A mail as it is handed to a server. */
export interface Message {
  readonly from: string;
  readonly to: string;
  readonly raw: Buffer;
}

/**
 * Puts a mail together. Where the install has a sender of its own it is from that, and answers go to the person; a server takes
 * only senders that it knows. Undefined where nobody says from whom it is.
 */
export async function compose(
  { to, from, sender, messageId, inReplyTo, thread, date }: Heads,
  { subject, text, html }: Worded,
  attachments: readonly Attachment[],
): Promise<Message | undefined> {
  const shown = from ?? sender;
  if (shown === undefined) return undefined;
  const { default: MailComposer } = await import("nodemailer/lib/mail-composer");
  const mailbox = ({ address, name }: Mailbox) => ({ address, name: headerText(name ?? "") });
  const raw = await new MailComposer({
    from: mailbox(shown),
    to: mailbox({ address: to }),
    ...(from && sender && sender.address !== from.address && { replyTo: mailbox(sender) }),
    ...{ subject, text, html, messageId, date },
    ...(inReplyTo !== null && { inReplyTo }),
    ...(thread.length > 0 && { references: [...thread] }),
    // Nobody's absence is to be answered with it.
    headers: { "Auto-Submitted": "auto-generated" },
    attachments: attachments.map(({ filename, mediaType, content }) => ({
      ...{ filename, content, contentType: mediaType, contentDisposition: "attachment" as const },
    })),
    // What a mail holds is in the database, and nowhere else.
    ...{ disableFileAccess: true, disableUrlAccess: true },
    newline: "\r\n",
  })
    .compile()
    .build();
  return { from: shown.address, to, raw };
}
