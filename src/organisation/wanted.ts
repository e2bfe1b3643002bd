import type { Role } from "../members/roles.ts";
import type { Place } from "./problems.ts";

/** The domain that an organisation is imported under. */
export interface Target {
  readonly name: string;
  readonly path: string;
  readonly depth: number;
}

/** How a file's people become members. */
export interface Rules {
  readonly target: Target;
  /** The right side of the e-mail addresses that logins become. */
  readonly mailHost: string | undefined;
  readonly roles: RoleMapping;
}

/** Which role a place in a peribolos file gives. */
export interface RoleMapping {
  readonly orgAdmin: Role;
  readonly orgMember: Role;
  /** When left out: DOMAIN_ADMIN on the first level, SUBDOMAIN_ADMIN below it. */
  readonly maintainer?: Role | undefined;
  readonly member: Role;
}

export interface WantedDomain {
  readonly path: string;
  /** Null: as it is, and its name when it is made. */
  readonly displayName: string | null;
  /** Since when, in ISO 8601; null while it is in use. Matters only where the domain is made. */
  readonly archived: string | null;
  /** An organisation's own domain takes allocation only from people who are in none of its teams. */
  readonly kind: "organisation" | "team";
  readonly at: Place;
}

export interface WantedMember {
  /** The path of the domain. */
  readonly domain: string;
  readonly email: string;
  readonly role: Role;
  /** In percent. Null, here and below: as it is; 0, no and active when it is made. */
  readonly allocation: number | null;
  readonly primary: boolean | null;
  readonly status: "active" | "pending" | null;
  readonly at: Place;
}

/** An organisation as files describe it, whatever their format. Parents stand before their children. */
export interface Wanted {
  readonly domains: readonly WantedDomain[];
  readonly members: readonly WantedMember[];
  /** Whether display names replace those of existing domains. */
  readonly renames: boolean;
  /** Whether a person has one role a domain, so that a wider one they hold already will do. */
  readonly oneRole: boolean;
  /** What is worth knowing and keeps nothing from being imported. */
  readonly notes: readonly string[];
}

/** The depth of a domain, from its path: 0 for a root. */
export const depthOf = (path: string): number => path.split("/").length - 2;

/** The path of a domain's parent; empty for a root. */
export const parentOf = (path: string): string => path.slice(0, path.lastIndexOf("/"));

/** The name of a domain, from its path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

const administrative: readonly Role[] = ["QUAD_ADMIN", "DOMAIN_ADMIN", "SUBDOMAIN_ADMIN"];

/** Whether `role` may do all that `other` may. The five regular roles stand side by side. */
export function outranks(role: Role, other: Role): boolean {
  const rank = administrative.indexOf(role);
  const below = administrative.indexOf(other);
  return rank >= 0 && (below < 0 || rank < below);
}
