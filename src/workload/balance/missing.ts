import { notFound } from "../../errors.ts";
import { shortened } from "../../terminal/style.ts";

/** Somebody who is not one of a domain's people. */
export const noRole = (domain: string, email: string) =>
  notFound(`${email} has no role in ${domain}.`, { hint: `See who has: quad member list --domain ${domain.slice(1)}` });

/** A ticket that is on nobody's desk there. */
export const noTicket = (domain: string, key: string) =>
  notFound(`There is no ticket ${shortened(key)} in ${domain}.`, { hint: seeTickets(domain) });

/** Where a domain's tickets are seen. */
export const seeTickets = (domain: string): string => `See them: quad ticket list --domain ${domain.slice(1)}`;
