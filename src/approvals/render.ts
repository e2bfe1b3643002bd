import { counted, percent, type Style, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Approval, ShownApproval } from "./approval.ts";
import type { Asked } from "./ask.ts";
import type { ApprovalRule } from "./rules.ts";

/** What is asked for, in words: "dev@massmutual.com as QA in /massmutual at 50 %". */
export function whatOf(approval: Approval): string {
  const { domain } = approval;
  switch (approval.subjectType) {
    case "role":
      return roleOf(approval.subject, domain);
    case "domain": {
      const { name, displayName, admin } = approval.subject;
      const shown = displayName === null ? "" : ` (${displayName})`;
      return visible(`the domain ${domain}/${name}${shown}${admin === null ? "" : `, administered by ${admin}`}`);
    }
    case "key": {
      const { provider, inherit, hasPath, expiresAt, graceHours } = approval.subject;
      if (inherit) return visible(`the ${provider} key from above for ${domain}`);
      if (!hasPath) return visible(`no ${provider} key for ${domain}`);
      const ends = expiresAt === null ? "" : `, until ${expiresAt.slice(0, 10)}`;
      return visible(`${graceHours === null ? "a" : "another"} ${provider} key of its own for ${domain}${ends}`);
    }
    case "integration_request": {
      const { tool, category, teamSize, details } = approval.subject;
      const team = teamSize === null ? "" : ` for ${counted(teamSize, "person", "people")}`;
      return visible(`an integration with ${tool} (${category})${team}${details === null ? "" : `: ${details}`}`);
    }
  }
}

function roleOf(
  { email, role, fromRole, status, allocation, primary }: Extract<Approval, { subjectType: "role" }>["subject"],
  domain: string,
): string {
  const more = [
    ...(fromRole !== null && fromRole !== role ? [`${fromRole} becomes ${role}`] : []),
    ...(allocation !== null && (fromRole !== null || allocation > 0) ? [percent(allocation)] : []),
    ...(primary ? ["primary domain"] : fromRole !== null && primary === false ? ["no longer the primary domain"] : []),
  ].join(", ");
  if (fromRole !== null) return visible(`${email} in ${domain}: ${more || `stays ${role}`}`);
  const given = status === "pending" ? `an invitation of ${email} to ${domain}` : `${email} in ${domain}`;
  return visible(`${given} as ${role}${more === "" ? "" : `, ${more}`}`);
}

function renderAsked({ approval }: Asked, { paint }: Style): string {
  const { id, approvers, isNew, requestedBy, requestedAt, domain } = approval;
  const asked = isNew ? "Asked for" : `Asked for by ${requestedBy} on ${day(requestedAt)} already`;
  const waits =
    approvers.length === 0
      ? `Nobody may approve it yet; see who could: quad access who-can approve_request --domain ${domain.slice(1)}`
      : `It waits for the approval of ${anyOf(approvers)}: quad approval show ${short(id)}`;
  return `${paint.good(asked)}: ${whatOf(approval)}.\n${waits}`;
}

/** The rendering of a command that does its work, or asks for it where it has to be approved. */
export const orAsked =
  <T extends object>(render: (done: T, style: Style) => string) =>
  (result: T | Asked, style: Style): string =>
    "approval" in result ? renderAsked(result, style) : render(result, style);

export const renderApprovals = (approvals: readonly Approval[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "id", value: ({ id }) => (style.tty ? short(id) : id) },
      { title: "status", value: ({ status }) => status },
      { title: "asked for", value: whatOf },
      { title: "by", value: ({ requestedBy }) => requestedBy },
      { title: "expires", value: ({ status, expiresAt }) => (status === "pending" && expiresAt ? day(expiresAt) : "") },
    ],
    approvals,
  );

export function renderApproval(approval: ShownApproval, { paint }: Style): string {
  const { id, status, requestedBy, requestedAt, expiresAt, decidedBy, decidedAt, reason, executedAt } = approval;
  const approvers = approval.approvers.length === 0 ? "nobody yet" : anyOf(approval.approvers);
  return [
    paint.bold(id),
    `  asked for   ${whatOf(approval)}`,
    ...(approval.keyPath === null ? [] : [`  path        ${visible(approval.keyPath)}`]),
    `  by          ${requestedBy}, ${requestedAt.toISOString()}`,
    `  status      ${status}`,
    ...(status === "pending" ? [`  waits for   ${approvers}`] : []),
    ...((status === "pending" || status === "expired") && expiresAt
      ? [`  expires     ${expiresAt.toISOString()}`]
      : []),
    ...(decidedBy && decidedAt ? [`  decided     ${decidedBy}, ${decidedAt.toISOString()}`] : []),
    ...(reason === null ? [] : [`  reason      ${visible(reason)}`]),
    ...(executedAt ? [`  carried out ${executedAt.toISOString()}`] : []),
  ].join("\n");
}

export const renderDecided = (approval: Approval, { paint }: Style): string => {
  const asked = `${whatOf(approval)}; ${approval.requestedBy} has asked for it`;
  if (approval.status === "approved") return `${paint.good("Approved")} and carried out: ${asked}.`;
  return approval.status === "rejected"
    ? `${paint.warn("Rejected")}: ${asked}.`
    : `${paint.good("Cancelled")}: ${asked}.`;
};

export const renderRules = (rules: readonly ApprovalRule[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "change", value: ({ subjectType }) => subjectType },
      { title: "approval", value: ({ required }) => (required ? "required" : "no") },
      { title: "valid for", value: ({ validForMinutes }) => (validForMinutes === null ? "" : span(validForMinutes)) },
    ],
    rules,
  );

const subjects: Readonly<Record<ApprovalRule["subjectType"], string>> = {
  role: "a role",
  domain: "a domain",
  key: "an integration key",
  integration_request: "an integration request",
};

export const renderRule = ({ company, subjectType, validForMinutes }: ApprovalRule, { paint }: Style): string =>
  validForMinutes === null
    ? `${paint.good("At")} ${visible(company)}, ${subjects[subjectType]} needs no approval.`
    : `${paint.good("At")} ${visible(company)}, ${subjects[subjectType]} needs an approval now; a request waits ${span(validForMinutes)}.`;

/** "a, b or c", and how many more. */
function anyOf(emails: readonly string[]): string {
  const shown = emails.length > 4 ? [...emails.slice(0, 3), `${emails.length - 3} others`] : emails;
  return shown.length === 1 ? shown.join() : `${shown.slice(0, -1).join(", ")} or ${shown.at(-1)}`;
}

const short = (id: string): string => id.slice(0, 8);
const day = (time: Date): string => time.toISOString().slice(0, 10);
const span = (minutes: number): string =>
  minutes % 1440 === 0
    ? counted(minutes / 1440, "day")
    : minutes % 60 === 0
      ? counted(minutes / 60, "hour")
      : counted(minutes, "minute");
