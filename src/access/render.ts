import { broken, percent, type Style, timeOf, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Answer, Grant, NearMiss } from "./can.ts";
import type { Login } from "./logins.ts";
import type { Capability, RoleSummary } from "./roles.ts";
import type { Holder } from "./who-can.ts";
import type { Reach, Whoami } from "./whoami.ts";

export const renderRoles = (roles: readonly RoleSummary[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "role", value: ({ role }) => role },
      { title: "who", value: ({ title }) => title },
      { title: "people", value: ({ people }) => String(people), align: "right" },
      { title: "can", value: ({ can }) => String(can.length), align: "right" },
    ],
    roles,
  );

const scopes: Readonly<Record<Capability["scope"], string>> = {
  company: "in the whole company",
  domain: "in their domain and below it",
  subdomain: "in their sub-domain",
  self: "for themselves",
};

export function renderRole({ role, title, can, cannot }: RoleSummary, { paint }: Style): string {
  const width = Math.max(...[...can, ...cannot].map(({ capability }) => capability.length));
  return [
    `${paint.bold(role)} (${title})`,
    "Can do:",
    ...can.map(
      ({ capability, scope, description }) =>
        `  ${paint.good("✓")} ${capability.padEnd(width)}  ${description} ${paint.faint(`(${scopes[scope]})`)}`,
    ),
    "Cannot do:",
    ...(cannot.length === 0
      ? ["  (No restrictions)"]
      : cannot.map(({ capability, description }) => `  ${paint.bad("✗")} ${capability.padEnd(width)}  ${description}`)),
  ].join("\n");
}

export const renderAnswer = ({ allowed }: Answer, { paint }: Style): string =>
  allowed ? paint.good("yes") : paint.bad("no");

const reaches: Readonly<Record<Capability["scope"], string>> = {
  company: "the whole company",
  domain: "that domain and below",
  subdomain: "that domain alone",
  self: "what is their own, in that domain and below",
};

const held = ({ role, domain }: Pick<Grant, "role" | "domain">): string => `${role} in ${domain}`;

/** The answer with its reasons: what gives it; or what comes near, and whom to ask. */
export function renderExplained(answer: Answer, style: Style): string {
  const { email, allowed, title, domain, archived, because, nearMisses, ask } = answer;
  const first = renderAnswer(answer, style);
  if (allowed) {
    const reasons = because.map((grant) => `${email} is ${held(grant)}, whose reach is ${reaches[grant.scope]}.`);
    return reasons.map((reason, i) => `${i === 0 ? first : "also"}: ${reason}`).join("\n");
  }
  return [
    `${first}: ${email} may not ${title} in ${domain}.`,
    ...(archived ? [`${domain} is archived: nothing can be done there but look, and end what there is.`] : []),
    ...(nearMisses.length === 0
      ? [`${email} holds no role.`]
      : nearMisses.map((miss) => `${held(miss)} ${whyNot(miss, answer)}`)),
    ask.length > 0
      ? `Ask ${ask.map((one) => `${one.email} (${held({ role: one.role, domain: one.through })})`).join(" or ")}.`
      : archived
        ? `Bring it back first: quad domain restore ${domain.slice(1)}`
        : "Ask whoever runs this install.",
  ].join("\n");
}

function whyNot({ why, scope, domain }: NearMiss, asked: Pick<Answer, "domain" | "archived">): string {
  if (why === "not_given") return "does not give it.";
  if (why === "pending") return "would, once it is accepted: the membership is pending.";
  if (why === "archived") return asked.archived ? "would, if nothing were archived." : "would, but is archived.";
  if (domain === asked.domain) return "gives it below that domain only.";
  return `gives it, but reaches only ${reaches[scope ?? "self"]}.`;
}

export const renderHolders = ({ holders }: { readonly holders: readonly Holder[] }, style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "email", value: ({ email }) => email },
      { title: "role", value: ({ role }) => role },
      { title: "through", value: ({ through }) => through },
    ],
    holders,
  );

const whose: Readonly<Record<Whoami["connection"], string>> = {
  owner: "the owner's",
  platform: "the platform's: nothing is hidden from it, and what it changes is recorded as platform",
  person: "their own",
};

export function renderWhoami(who: Whoami, style: Style): string {
  const { paint } = style;
  const { login, connection, actingAs, email, company, memberships, can } = who;
  if (email === null) {
    return connection === "platform"
      ? `${visible(login)} is ${whose.platform}.`
      : `${visible(login)} is the owner's, of an install without a company or with several.\nAct as somebody: --as EMAIL`;
  }
  const acts =
    connection === "owner"
      ? actingAs === null
        ? "the owner's: Postgres refuses it nothing, and records it as them"
        : "the owner's, acting as them"
      : whose[connection];
  const roles = memberships.map(
    (one) =>
      `${held(one)}${one.allocation > 0 ? ` at ${percent(one.allocation)}` : ""}${one.primary ? ", primary" : ""}${one.status === "pending" ? ", pending" : ""}`,
  );
  return [
    `${paint.bold(email)}${company === null ? "" : `, ${visible(company)}`}`,
    `  login      ${visible(login)}, ${acts}`,
    ...(roles.length === 0
      ? ["  roles      none"]
      : roles.map((role, i) => `  ${i === 0 ? "roles" : "     "}      ${role}`)),
    `  allocated  ${percent(who.allocated)}, ${percent(who.left)} left`,
    ...(can.length === 0 ? ["Can do nothing."] : ["Can:", ...can.map((reach) => renderReach(reach, style))]),
  ].join("\n");
}

const renderReach = ({ role, domain, scope, capabilities }: Reach, { tty, columns }: Style): string => {
  const where = {
    company: "in the whole company",
    domain: `in ${domain} and below`,
    subdomain: `in ${domain}`,
    self: `for themselves, in ${domain} and below`,
  }[scope];
  const said = `${where}${scope === "company" ? ` (${held({ role, domain })})` : ` (${role})`}: ${capabilities.join(", ")}`;
  return `  ${(tty ? broken(said, columns - 4) : [said]).join("\n    ")}`;
};

/** A login that was given, with what it takes to use it. */
export interface Granted {
  readonly login: Login;
  /** Shown this once; null without one, and where nothing was changed. */
  readonly password: string | null;
  /** With the password in it, where there is one. */
  readonly url: string;
}

export const renderGranted = ({ login, password, url }: Granted, { paint }: Style): string =>
  [
    `${paint.good("Granted")} ${login.email} the login ${visible(login.login)}${login.kind === "certificate" ? ", for a certificate or the cloud's IAM" : ""}.`,
    ...useOf(password, url),
  ].join("\n");

export const renderReset = ({ login, password, url }: Granted, { paint }: Style): string =>
  [
    `${paint.good("Reset")} the password of ${visible(login.login)}, the login of ${login.email}.`,
    ...useOf(password, url),
  ].join("\n");

const useOf = (password: string | null, url: string): readonly string[] => [
  ...(password === null ? [] : [`  password  ${password}  (shown this once)`]),
  `  url       ${url}`,
];

export const renderRevoked = ({ login, email }: Login, { paint }: Style): string =>
  `${paint.good("Revoked")} the login ${visible(login)} of ${email}.`;

export function renderLogins(logins: readonly Login[], style: Style): Promise<string> {
  const several = new Set(logins.map(({ company }) => company)).size > 1;
  return table(
    style,
    [
      { title: "login", value: ({ login }) => login },
      { title: "email", value: ({ email }) => email },
      ...(several ? [{ title: "company", value: ({ company }: Login) => company }] : []),
      { title: "kind", value: ({ kind }) => kind },
      { title: "roles", value: ({ roles }) => String(roles), align: "right" },
      { title: "since", value: ({ since }) => timeOf(since, style) },
      { title: "state", value: ({ present }) => (present ? "" : "missing on the server") },
    ],
    logins,
  );
}
