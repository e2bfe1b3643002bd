import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** Yes or no, as people and programs write it. Throws a usage error. */
export function parseYesNo(text: string): boolean {
  if (/^(yes|y|true|1|x)$/i.test(text)) return true;
  if (/^(no|n|false|0)$/i.test(text)) return false;
  throw usage(`${JSON.stringify(shortened(text))} is neither yes nor no.`);
}

/** The status of a membership. Throws a usage error. */
export function parseMembershipStatus(text: string): "active" | "pending" {
  const status = text.toLowerCase();
  if (status === "active" || status === "pending") return status;
  throw usage(`${JSON.stringify(shortened(text))} is no status of a member: active or pending.`);
}

/** A moment in ISO 8601, as it stands. Throws a usage error. */
export function parseMoment(text: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(Date.parse(text)))
    return text;
  throw usage(`${JSON.stringify(shortened(text))} is no moment, such as 2026-01-31T12:00:00Z.`);
}

/** A display name as a database holds it: what one install took, another takes unchanged. Throws a usage error. */
export function parseStoredLabel(text: string): string {
  if (text.trim() !== "" && [...text].length <= 200 && !/\p{Cc}/u.test(text)) return text;
  throw usage(`${JSON.stringify(shortened(text))} is no display name: one line of 1 to 200 characters.`);
}
