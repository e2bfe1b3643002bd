import { broken, counted, type Style, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Day } from "../values/day.ts";
import { expectedDays, type IntegrationRequest, type RequestStatus } from "./request.ts";
import type { TrackedRequest } from "./show.ts";
import type { Submitted } from "./submit.ts";

const titles: Readonly<Record<RequestStatus, string>> = {
  submitted: "Submitted",
  in_progress: "In Progress",
  beta: "Beta Testing",
  released: "Released",
  rejected: "Rejected",
  withdrawn: "Withdrawn",
};

/** What became of `quad request submit`. */
export const renderSubmitted = ({ requestId, estimatedTime, trackingUrl }: Submitted): string =>
  `Submitted: ${requestId}, ${estimatedTime}.
See how it goes: quad request show ${requestId.replace(/^req-/, "")}
${trackingUrl}`;

/** Requests, a line each. */
export async function renderRequests(requests: readonly IntegrationRequest[], style: Style): Promise<string> {
  const several = new Set(requests.map(({ company }) => company)).size > 1;
  return table(
    style,
    [
      { title: "request", value: ({ slug }) => slug },
      { title: "tool", value: ({ tool }) => tool },
      ...(several || !style.tty ? [{ title: "company", value: ({ company }: IntegrationRequest) => company }] : []),
      { title: "status", value: ({ status }) => (style.tty ? titles[status] : status) },
      { title: "by", value: ({ requestedBy }) => requestedBy },
      { title: "due", value: (request) => expected(request) ?? "" },
    ],
    requests,
  );
}

/** The day on which a request is expected to be live. */
const expected = (request: IntegrationRequest): Day | null =>
  request.prodReleasedAt || request.closedAt ? null : expectedDays(request).release;

/** The tracking page of a request, as the spec draws it. */
export function renderTracked(request: TrackedRequest, { paint }: Style): string {
  const { tool, company, requestedBy, category, teamSize, details, events, feedback, patch, supportEmail } = request;
  return [
    paint.bold(`Integration Request: ${visible(tool)}`),
    "────────────────────────────────────",
    "",
    `Status: ${statusOf(request)}`,
    "",
    "Timeline:",
    ...timeline(request).map(
      ({ title, done, when }, i) => `  ${done ? "✅" : "⏳"} ${i + 1}. ${title}${when === null ? "" : ` (${when})`}`,
    ),
    "",
    "Details:",
    `  Company: ${visible(company)}`,
    `  Requested By: ${visible(requestedBy)}`,
    `  Category: ${visible(category)}`,
    ...(teamSize === null ? [] : [`  Team Size: ${counted(teamSize, "user")}`]),
    ...(patch === null ? [] : [`  Patch: ${visible(patch.name)}${about(patch, request)}`]),
    ...(details === null
      ? []
      : details
          .split("\n")
          .flatMap((line) => broken(visible(line.trimEnd()), 66))
          .map((line, i) => `  ${i === 0 ? "Details: " : "  "}${line}`)),
    ...(feedback.length === 0
      ? []
      : [
          "",
          "Feedback:",
          ...feedback.map(
            ({ number, kind, said, fixedIn }) =>
              `  ${fixedIn ? "✅" : "⏳"} ${number}. ${kind === "bug" ? "Bug" : "Feature Request"}: ${visible(said.split("\n")[0] ?? "")}${fixedIn ? ` (${visible(fixedIn)})` : ""}`,
          ),
        ]),
    "",
    "Updates:",
    ...events.map(
      ({ day, kind, by, said }) =>
        `  ${written(day)}: ${kind === "comment" && by ? `${visible(by)}: ` : ""}${visible(said.replaceAll("\n", " "))}`,
    ),
    "",
    `Questions? Email ${supportEmail}`,
  ].join("\n");
}

/** Whether a patch is applied is for those to know whose install it is: the team's page does not say. */
function about({ name, appliedOn }: NonNullable<TrackedRequest["patch"]>, { receivedAt }: TrackedRequest): string {
  if (receivedAt !== null) return "";
  return appliedOn === null ? ` (quad patch apply ${visible(name)})` : ` (applied ${written(appliedOn)})`;
}

function statusOf({ status, closedBecause }: TrackedRequest): string {
  const step = (["submitted", "in_progress", "beta", "released"] as readonly RequestStatus[]).indexOf(status) + 1;
  if (step > 0) return `${titles[status]} (Step ${step} of 4)`;
  return closedBecause && closedBecause !== status ? `${titles[status]} (${visible(closedBecause)})` : titles[status];
}

/** The four steps, each with its day or the one on which it is expected. */
function timeline(request: TrackedRequest) {
  const { days, status } = request;
  const { start, beta, release } = expectedDays(request);
  const over = status === "rejected" || status === "withdrawn";
  const step = (title: string, reached: Day | null, est: Day | null) => ({
    title,
    done: reached !== null,
    when: reached !== null ? written(reached) : over || est === null ? null : `Est. ${written(est)}`,
  });
  return [
    step("Request Submitted", days.submitted, null),
    step("Development Started", days.started, start),
    step("Beta Testing", days.beta, beta),
    step("Production Release", days.released, release),
  ];
}

/** A day as the platform writes it: Dec 31, 2025. */
export const written = (day: Day): string =>
  new Date(`${day}T00:00:00Z`).toLocaleDateString("en-US", {
    year: "numeric",
    month: "short",
    day: "numeric",
    timeZone: "UTC",
  });
