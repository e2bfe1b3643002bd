import { type Columns, meansPoints } from "./columns.ts";
import { isRecord } from "./json-values.ts";

type JsonObject = Readonly<Record<string, unknown>>;

/** Where Jira often has story points; no more than a guess. */
const usualPoints = ["customfield_10016", "customfield_10026", "customfield_10002"];

/** Makes flat records of tickets as Jira's REST API has them; others stay as they are. */
export function createJiraRecords(columns: Columns) {
  let seen = false;
  const candidates = new Set<string>();
  const mapped = new Set(Object.values(columns.map));
  return {
    flat(ticket: JsonObject, names: JsonObject): { record: JsonObject; tool: string | null } {
      if (!isRecord(ticket.fields)) return { record: withoutObjects(ticket), tool: null };
      seen = true;
      const fields = ticket.fields;
      for (const name of usualPoints) if (typeof fields[name] === "number") candidates.add(name);
      const record: Record<string, unknown> = {};
      for (const [field, value] of Object.entries(fields)) {
        const name = names[field];
        const header = typeof name === "string" && meansPoints(name) && !mapped.has(field) ? name : field;
        // Two fields can have one name.
        record[header] ??= value;
      }
      return { record: withoutObjects({ ...record, key: ticket.key }), tool: "jira" };
    },
    notes(): string[] {
      if (!seen || columns.has("points")) return [];
      const [one = "customfield_10016", ...others] = candidates;
      const numbers = candidates.size > 0 ? ` There are numbers in ${[one, ...others].join(", ")}.` : "";
      return [
        `No story points were read, as no field was named for them.${numbers} Name it as in --map points=${one}.`,
      ];
    },
  };
}

/** Status and assignee are objects in Jira's API, the latter in GitHub's too; what is read of them takes their place. */
function withoutObjects(ticket: JsonObject): JsonObject {
  const { status, assignee } = ticket;
  const flat: Record<string, unknown> = { ...ticket };
  if (isRecord(status)) {
    flat.status = status.name ?? status;
    if (isRecord(status.statusCategory)) flat["status category"] = status.statusCategory.key;
  }
  if (isRecord(assignee)) {
    const { emailAddress, name, login, displayName } = assignee;
    flat.assignee = emailAddress || name || login || displayName || assignee;
  }
  return flat;
}
