import { usage } from "../../errors.ts";
import type { Holder } from "../../keys/stored.ts";
import { parseEmail } from "../../values/email.ts";

export const domainFlag = ["-d, --domain <domain>", "a domain's: path or unique name"] as const;
export const userFlag = ["-u, --user <email>", "a person's own", parseEmail] as const;
/** Whose key is asked for, where it need not be said. */
export const forUserFlag = ["-u, --user <email>", "the person it is for (default: you)", parseEmail] as const;
export const inDomainFlag = ["-d, --domain <domain>", "where they are (default: their primary domain)"] as const;

export const useFlags = {
  former: ["--former", "the path before the last rotation, while it is kept"],
  expired: ["--even-expired", "also a key that has expired"],
} as const;

export interface HolderFlags {
  domain?: string;
  user?: string;
}

/** Whose key is meant: a domain's or a person's, one of the two. Throws a usage error that names the flags. */
export function holderOf({ domain, user }: HolderFlags): Holder {
  if (domain !== undefined && user === undefined) return { domain };
  if (user !== undefined && domain === undefined) return { user };
  throw usage(domain === undefined ? "Missing: whose key." : "A key is either a domain's or a person's.", {
    hint: "Say --domain DOMAIN or --user EMAIL.",
  });
}
