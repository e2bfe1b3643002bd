import { connectToServer } from "../../mail/server.ts";
import { shownServer } from "../mail.ts";
import type { Install } from "../settings.ts";
import { type Check, failedBy, ok, type Settled, settled, skipped, timeoutOf } from "./check.ts";

/** How mail goes out, and whether the server answers and lets this login in. No mail is sent. A password is never shown. */
export async function mailChecks(install: Install, config: Settled<unknown>): Promise<readonly Check[]> {
  if (config.error) return [skipped("mail server", "the config file cannot be used.")];
  const { value: mail, error } = await settled(install.mail());
  if (error) return [failedBy("mail server", error)];
  const { server, from, authority } = mail;
  if (server === undefined) return [skipped("mail server", "none is set; mail waits until one is (QUAD_SMTP_URL).")];
  // Whoever waits for doctor waits for this as well.
  const timeout = { ...mail.timeout, value: Math.min(mail.timeout.value, 10) };
  const { value: connection, error: refused } = await settled(connectToServer({ ...mail, timeout }));
  connection?.close();
  return [
    refused ? failedBy("mail server", refused) : ok("mail server", shownServer(server.value), server.source),
    from
      ? ok(
          "mail sender",
          from.value.name ? `${from.value.name} <${from.value.address}>` : from.value.address,
          from.source,
        )
      : ok("mail sender", "whoever a mail is about"),
    ...(authority ? [ok("mail authority", authority.value, authority.source)] : []),
    ...timeoutOf("mail timeout", mail.timeout),
  ];
}
