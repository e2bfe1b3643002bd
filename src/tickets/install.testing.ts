import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Run, TestInstall } from "../testing/install.ts";
import { insuranceInstall } from "../testing/insurance.ts";

export const life = "/massmutual/insurance-division/life-insurance";

/** The tickets of a domain as they are stored, by key, without what only their times tell. */
interface StoredTicket {
  readonly key: string;
  readonly provider: string;
  readonly title: string | null;
  readonly who: string | null;
  readonly name: string | null;
  readonly category: string;
  readonly status: string | null;
  readonly points: number | null;
}

export interface TicketInstall extends TestInstall {
  /** Writes a file into the directory of the test; gives its path. */
  file(name: string, text: string | Uint8Array): string;
  /** Imports a text as a file `tickets.csv` into life-insurance; more words of the command line come after. */
  importCsv(text: string | Uint8Array, ...more: string[]): Promise<Run>;
  stored(): Promise<readonly StoredTicket[]>;
}

/** The spec's company, with a place to import tickets from. */
export async function ticketInstall(): Promise<TicketInstall> {
  const install = await insuranceInstall();
  const file = (name: string, text: string | Uint8Array) => {
    const path = join(install.directory, name);
    writeFileSync(path, text);
    return path;
  };
  return {
    ...install,
    file,
    async importCsv(text, ...more) {
      const path = file("tickets.csv", text);
      const run = await install.quad([..."ticket import --from csv --domain life-insurance".split(" "), path, ...more]);
      return { ...run, stderr: run.stderr.replaceAll(path, "tickets.csv") };
    },
    stored: () =>
      install.withSql(async (sql) => [
        ...(await sql<StoredTicket[]>`
          select ticket_id as key, provider, title, assignee_email as who, assignee_name as name, status_category as category,
            status, story_points as points
          from QUAD_itsm_tickets order by ticket_id`),
      ]),
  };
}
