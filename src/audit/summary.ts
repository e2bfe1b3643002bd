import type { Entry, Row } from "./entry.ts";

/** A field that differs between before and after. */
export interface Change {
  readonly field: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** What differs, in the order of the fields; of a new or deleted row everything that is set. */
export function changesOf({ before, after }: Pick<Entry, "before" | "after">): readonly Change[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].sort();
  return fields
    .filter((field) => field !== "withheld" && (field !== "updated_at" || before === null || after === null))
    .map((field) => ({ field, before: before?.[field] ?? null, after: after?.[field] ?? null }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}

/** The fields that lead to secrets and have changed. */
export const withheldOf = ({ after }: Pick<Entry, "after">): readonly string[] =>
  Array.isArray(after?.withheld) ? (after.withheld as string[]) : [];

/** In one line what an entry tells: "member dev@massmutual.com in /massmutual/x: allocation 50 → 60". */
export function summaryOf(entry: Entry): string {
  const { action, before, after } = entry;
  if (action === "truncate") return `every row of ${entry.table}`;
  const subject = subjectOf(entry, after ?? before ?? {});
  const said = action === "update" && before && after ? changed(entry) : known(entry, after ?? before ?? {});
  return said === "" ? subject : `${subject}: ${said}`;
}

function changed(entry: Entry): string {
  const changes = changesOf(entry);
  // An id that changed says less than what changed with it, and that a key is rotated follows from its path.
  const telling = changes.filter(({ field }) => !/_id$|^rotated_/.test(field));
  return [
    ...(telling.length > 0 || withheldOf(entry).length > 0 ? telling : changes).map(
      ({ field, before, after }) => `${spoken(field)} ${value(before)} → ${value(after)}`,
    ),
    ...withheldOf(entry).map((field) => `${spoken(field)} (withheld)`),
  ].join(", ");
}

/** What is worth knowing at once of a row that came or went, or of a key that was used. */
function known({ table, action }: Entry, row: Row): string {
  if (action === "use") return `taken out of the vault by ${row.way} for ${row.email}`;
  if (table === "quad_holidays") return value(row.name);
  if (table !== "quad_domain_members") return "";
  const allocation = Number(row.allocation_percentage);
  return [row.role, row.status === "pending" && "pending", allocation > 0 && `allocation ${allocation}`]
    .filter(Boolean)
    .join(", ");
}

/** What a row is called, by its table: the field that names it, and whether it stands in a domain. */
const subjects: Readonly<Record<string, readonly [noun: string, field?: string, inDomain?: true]>> = {
  quad_install: ["the install"],
  quad_plans: ["plan", "plan"],
  quad_companies: ["company", "name"],
  quad_users: ["user", "email"],
  quad_domains: ["domain", "path"],
  quad_role_capabilities: ["capability"],
  quad_domain_members: ["member", "email", true],
  quad_itsm_config: ["ticket system", "tool", true],
  quad_approval_workflows: ["approval", "subject_type", true],
  quad_approval_rules: ["approval rule", "subject_type"],
  quad_scim_config: ["provisioning", "provider"],
  quad_domain_integration_keys: ["key", "tool_provider", true],
  quad_user_integration_keys: ["own key", "tool_provider"],
  quad_integration_requests: ["request", "slug"],
  quad_request_settings: ["settings of requests"],
  quad_sla: ["service level", "plan"],
  quad_customers: ["customer"],
  quad_company_integrations: ["integration", "integration"],
  quad_logins: ["login", "login"],
  quad_repositories: ["repository", "name", true],
  quad_member_aliases: ["alias", "alias"],
  quad_patch_keys: ["vendor key", "key_id"],
  quad_patches: ["patch", "name"],
  quad_integrations: ["integration of the catalogue", "display_name"],
  quad_outbox: ["mail to", "recipient_email"],
  quad_patch_indexes: ["index of patches", "source"],
  quad_calendars: ["calendar"],
  quad_holidays: ["holiday", "day"],
};

function subjectOf({ table, rowId, domain }: Entry, row: Row): string {
  const [noun, field, inDomain] = subjects[table] ?? [table];
  if (table === "quad_install" || table === "quad_calendars") return noun;
  const name = table === "quad_approval_workflows" ? askedFor(row) : String(row[field ?? ""] ?? rowId);
  return `${noun} ${name}${inDomain && domain ? ` in ${domain}` : ""}`;
}

/** What an approval is about, after its noun: `of the role QA of dev@massmutual.com`, `of the domain annuities`. */
function askedFor({ subject_type: type, subject }: Row): string {
  const said = (subject ?? {}) as Row;
  const thing = said.name ?? said.tool_provider ?? said.tool_name ?? (said.email && `${said.role} of ${said.email}`);
  return ["of the", spoken(String(type)), thing].filter(Boolean).join(" ");
}

const spoken = (field: string): string => field.replace(/_percentage$/, "").replaceAll("_", " ");

function value(of: unknown): string {
  const text = of === null ? "nothing" : typeof of === "string" ? of : JSON.stringify(of);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
