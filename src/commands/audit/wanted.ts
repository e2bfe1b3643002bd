import { type Command, Option } from "commander";
import { actions } from "../../audit/entry.ts";
import type { Wanted } from "../../audit/wanted.ts";
import { parseEmail } from "../../values/email.ts";
import { parseMoment } from "../../values/moment.ts";

/** The flags of a command that say which entries are wanted. */
export const wantedFlags = (command: Command): Command =>
  command
    .option("--by <email>", "only what this person did; platform: what the platform did itself", parseActor)
    .option("-d, --domain <domain>", "only in this domain and below it; it may be gone")
    .option("--since <time>", "only from then on: 7d, 12h, 30m, or 2026-02-28, 2026-02-28T17:30", parseMoment)
    .option("--until <time>", "only before then", parseMoment)
    .option("-t, --table <table>", "only this table, such as domain_members")
    .addOption(new Option("--action <action>", "only such changes").choices(actions));

export type WantedFlags = Wanted;

const parseActor = (text: string): string => (/^(platform|owner)$/i.test(text) ? text.toLowerCase() : parseEmail(text));
