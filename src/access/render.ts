import type { Style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Capability, RoleSummary } from "./roles.ts";

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
