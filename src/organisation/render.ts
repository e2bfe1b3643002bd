import { counted, percent, type Style, visible } from "../terminal/style.ts";
import { type Holding, isNothing, type Plan } from "./plan.ts";

/** What an import did. */
export function renderImported(plan: Plan, { paint }: Style): string {
  if (isNothing(plan)) return nothingToDo(plan);
  const [first, ...rest] = deeds(plan, { create: "created", rename: "renamed", add: "added", change: "changed" });
  return `${paint.good(capitalised(first))}${rest.map((deed) => `, ${deed}`).join("")} under ${plan.target}.${unchanged(plan)}`;
}

/** What an import would do, line by line. */
export function renderPlan(plan: Plan, { paint }: Style): string {
  if (isNothing(plan)) return nothingToDo(plan);
  const { domains, members } = plan;
  const plus = paint.good("+");
  const tilde = paint.warn("~");
  return [
    ...domains.create.map(
      ({ path, displayName, archived }) =>
        `${plus} domain ${path} (${visible(displayName)})${archived === null ? "" : ", archived"}`,
    ),
    ...domains.change.map(
      ({ path, before, after }) =>
        `${tilde} domain ${path} (${visible(before.displayName)} → ${visible(after.displayName)})`,
    ),
    ...members.add.map(
      ({ domain, email, role, ...row }) => `${plus} member ${email} in ${domain}: ${role}, ${held(row)}`,
    ),
    ...members.change.map(
      ({ domain, email, role, before, after }) =>
        `${tilde} member ${email} in ${domain}: ${role}, ${held(before)} → ${held(after)}`,
    ),
    `Would ${deeds(plan, { create: "create", rename: "rename", add: "add", change: "change" }).join(", ")} under ${plan.target}.${unchanged(plan)}`,
  ].join("\n");
}

const held = ({ allocation, primary, status }: Holding): string =>
  [percent(allocation), primary ? "primary" : "", status === "pending" ? status : ""].filter(Boolean).join(" ");

type Verbs = Readonly<Record<"create" | "rename" | "add" | "change", string>>;

function deeds({ domains, members }: Plan, verbs: Verbs): readonly string[] {
  const people = new Set(members.add.map(({ email }) => email)).size;
  return [
    { n: domains.create.length, said: (n: number) => `${verbs.create} ${counted(n, "domain")}` },
    { n: domains.change.length, said: (n: number) => `${verbs.rename} ${counted(n, "domain")}` },
    {
      n: members.add.length,
      said: (n: number) => `${verbs.add} ${counted(n, "member")} (${counted(people, "person", "people")})`,
    },
    { n: members.change.length, said: (n: number) => `${verbs.change} ${counted(n, "member")}` },
  ].flatMap(({ n, said }) => (n > 0 ? [said(n)] : []));
}

function unchanged({ domains, members }: Plan): string {
  if (domains.unchanged + members.unchanged === 0) return "";
  return ` Unchanged: ${counted(domains.unchanged, "domain")}, ${counted(members.unchanged, "member")}.`;
}

const nothingToDo = ({ target, domains, members }: Plan): string =>
  `Nothing to do: ${target} has the ${counted(domains.unchanged, "domain")} and ${counted(members.unchanged, "member")} already.`;

const capitalised = (text = ""): string => text.charAt(0).toUpperCase() + text.slice(1);
