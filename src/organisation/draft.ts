import { counted } from "../terminal/style.ts";
import { isEmail, personEmail } from "./names.ts";
import { type Place, type Problems, seenFrom } from "./problems.ts";
import {
  depthOf,
  nameOf,
  outranks,
  parentOf,
  type Rules,
  type Wanted,
  type WantedDomain,
  type WantedMember,
} from "./wanted.ts";

export interface DraftOptions {
  readonly renames: boolean;
  readonly oneRole: boolean;
}

interface NewMember extends Omit<WantedMember, "email"> {
  /** A login or an e-mail. */
  readonly person: string;
}

/** An organisation while its files are read. Every format fills one, so that all have the same rules and problems. */
export interface Draft {
  /** A domain that stands in one place only; a second one of its path is a problem. False where it cannot be. */
  declare(domain: WantedDomain, label: string): boolean;
  /**
   * A domain that many places may name. Display names that are `given` have to agree; one that is only read off a path
   * gives way to them.
   */
  mention(domain: WantedDomain, given: boolean): boolean;
  member(member: NewMember): void;
  note(text: string): void;
  finish(): Wanted;
}

export function createDraft(
  { target, mailHost }: Rules,
  problems: Problems,
  { renames, oneRole }: DraftOptions,
): Draft {
  const domains = new Map<string, WantedDomain>();
  const labels = new Map<string, string>();
  const implied = new Set<string>();
  const names = new Map<string, WantedDomain>();
  const members = new Map<string, WantedMember>();
  const primaries = new Map<string, WantedMember>();
  const notes: string[] = [];
  const logins: { readonly at: Place; readonly login: string }[] = [];
  const repeated = new Set<string>();

  const fits = (path: string, at: Place): boolean => {
    const bytes = Buffer.byteLength(path);
    if (bytes >= 2000)
      problems.add(at, `Its path would be ${bytes.toLocaleString("en")} bytes long; it must stay under 2,000.`);
    return bytes < 2000;
  };

  const ancestors = (domain: WantedDomain): void => {
    for (
      let path = parentOf(domain.path);
      path.length > target.path.length && !domains.has(path);
      path = parentOf(path)
    ) {
      domains.set(path, { path, displayName: null, archived: null, kind: "team", at: domain.at });
      implied.add(path);
    }
  };

  const emailOf = (person: string, at: Place): string | undefined => {
    if (mailHost === undefined && !isEmail(person)) {
      logins.push({ at, login: person });
      return undefined;
    }
    return problems.attempt(at, () => personEmail(person, mailHost ?? ""));
  };

  const sameTwice = (first: WantedMember, second: WantedMember): void => {
    for (const what of ["allocation", "primary", "status"] as const) {
      if (first[what] !== second[what]) {
        problems.add(
          second.at,
          `${second.email} is ${second.role} in ${second.domain} on ${seenFrom(second.at, first.at)} already, with another ${what}.`,
        );
      }
    }
  };

  return {
    declare(domain, label) {
      const first = domains.get(domain.path);
      if (first && !implied.delete(domain.path)) {
        const other = labels.get(domain.path) ?? nameOf(domain.path);
        problems.add(
          domain.at,
          `${JSON.stringify(label)} would be the domain ${domain.path}, as ${JSON.stringify(other)} on ${seenFrom(domain.at, first.at)} is.`,
        );
        return false;
      }
      if (!fits(domain.path, domain.at)) return false;
      ancestors(domain);
      domains.set(domain.path, domain);
      labels.set(domain.path, label);
      return true;
    },
    mention(domain, given) {
      const first = domains.get(domain.path);
      if (first === undefined) {
        if (!fits(domain.path, domain.at)) return false;
        ancestors(domain);
      }
      const { displayName } = domain;
      const known = names.get(domain.path);
      if (known && given && displayName !== known.displayName) {
        problems.add(
          domain.at,
          `${domain.path} is called ${JSON.stringify(known.displayName)} on ${seenFrom(domain.at, known.at)} and ${JSON.stringify(displayName)} here.`,
        );
      } else if (given) names.set(domain.path, domain);
      const better = given || first?.displayName == null;
      domains.set(domain.path, { ...(first ?? domain), displayName: better ? displayName : first.displayName });
      return true;
    },
    member({ person, ...rest }) {
      const email = emailOf(person, rest.at);
      if (email === undefined) return;
      const member = { ...rest, email };
      if (member.role === "QUAD_ADMIN" && depthOf(member.domain) > 0) {
        problems.add(member.at, `QUAD_ADMIN is given on roots only, and ${member.domain} is not one.`);
        return;
      }
      const key = JSON.stringify([member.domain, email, oneRole ? null : member.role]);
      const first = members.get(key);
      if (first === undefined) members.set(key, member);
      else {
        repeated.add(key);
        if (!oneRole) sameTwice(first, member);
        else if (outranks(member.role, first.role)) members.set(key, member);
      }

      if (!member.primary) return;
      const primary = primaries.get(email) ?? member;
      primaries.set(email, primary);
      if (primary.domain !== member.domain || primary.role !== member.role) {
        problems.add(
          member.at,
          `${email} has a primary membership on ${seenFrom(member.at, primary.at)} already; one at most is primary.`,
        );
      }
    },
    note: (text) => void notes.push(text),
    finish() {
      const [first, ...others] = logins;
      if (first) {
        const more = others.length === 0 ? "" : ` (and ${counted(others.length, "more login")} after it)`;
        problems.add(
          first.at,
          `${JSON.stringify(first.login)} is a login, not an e-mail address${more}. Say where its mail goes: --email-domain HOST`,
        );
      }
      if (repeated.size > 0) {
        notes.push(
          `${counted(repeated.size, "person is", "people are")} named more than once in one domain; each is one member there.`,
        );
      }
      const sorted = [...domains.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
      return { domains: sorted, members: [...members.values()], renames, oneRole, notes };
    },
  };
}
