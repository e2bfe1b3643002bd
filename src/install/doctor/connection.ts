import { isAbsolute } from "node:path";
import type { QuadError } from "../../errors.ts";
import type { DatabaseSetting } from "../setting.ts";

/** What to do about a server that was not reached, by the code of what stopped it. */
export function connectionFix(
  { cause, hint }: QuadError,
  { value, source, start, origins = {} }: DatabaseSetting,
): string {
  if (value.kind === "embedded") return hint.join("\n") || "See the end of its log, server.log in its directory.";
  const code = String((cause as { code?: unknown } | undefined)?.code ?? "");
  const from = (part: keyof typeof origins) => origins[part] ?? source;
  if (code === "28P01" || /^SASL|PASSWORD/.test(code)) {
    return value.password === undefined
      ? `Give the password of ${value.user}: PGPASSWORD, a password file, or in the URL.`
      : `Correct the password of ${value.user} (from ${from("password")}). A container takes it on its first start only.`;
  }
  if (code === "28000") return `Let ${value.user} in: see pg_hba.conf and the roles of the server.`;
  if (code === "3D000") return `Correct the name (from ${from("dbname")}), or create it: createdb ${value.database}`;
  if (code === "53300") return "Close connections, or raise max_connections.";
  if (/^57P/.test(code)) return "Wait until it is up, and run this again.";
  if (/ENOTFOUND|EAI_/.test(code)) return `Correct the host (from ${from("host")}).`;
  if (/TIMEOUT|TIMEDOUT|EHOST|ENETUN/.test(code))
    return `Open the way to it (firewall), or correct the host (from ${from("host")}).`;
  if (/TLS|SSL|CERT|SIGNED|UNABLE_TO|HOSTNAME/.test(code))
    return "Correct sslmode, sslrootcert or the server's certificate.";
  if (start !== undefined) return `Start it: ${start}`;
  const [first] = value.hosts;
  if (first && isAbsolute(first.host))
    return `Start the server, or correct the socket's directory (from ${from("host")}).`;
  return `Start the server, or correct host and port (from ${from("host")}).`;
}
