import { usage } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/** The eight roles, from the widest to the narrowest (spec, Role Hierarchy). */
export const roles = [
  "QUAD_ADMIN",
  "DOMAIN_ADMIN",
  "SUBDOMAIN_ADMIN",
  "DEVELOPER",
  "QA",
  "QA_LEAD",
  "INFRASTRUCTURE",
  "DATABASE",
] as const;
export type Role = (typeof roles)[number];

/** Job titles of the spec's prose that people take for roles. */
const titles: Readonly<Record<string, Role>> = {
  DIRECTOR: "DOMAIN_ADMIN",
  TEAM_LEAD: "SUBDOMAIN_ADMIN",
  TEAMLEAD: "SUBDOMAIN_ADMIN",
};

/** A role, in any case and with hyphens or spaces for underscores. Throws a usage error that suggests one. */
export function parseRole(text: string): Role {
  const wanted = text.trim().toUpperCase().replace(/[- ]/g, "_");
  const role = roles.find((one) => one === wanted);
  if (role) return role;
  const meant = titles[wanted];
  throw usage(
    meant
      ? `${wanted} is a job title, not a role; its role is ${meant}.`
      : `${JSON.stringify(shortened(text))} is not a role.`,
    { hint: meant ? `Perhaps: --role ${meant}` : `The roles: ${roles.join(", ")}` },
  );
}
