import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { replaceFile } from "../files/replace-file.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { htmlOf } from "./html.ts";
import { pageOf } from "./page.ts";
import { showRequest } from "./show.ts";
import { mustBeTeam } from "./steps.ts";

/** What was published. */
export interface Published {
  readonly directory: string;
  readonly requests: number;
  /** Files that were written, because they are new or have changed. */
  readonly written: number;
}

/**
 * Writes the tracking page of each request that came from somebody else, `SLUG/index.html` and, under the id that it has on both sides,
 * `ID.json` in a directory for the vendor's web server; under slugs that a request had before, too. What has not changed is left as it is. Throws not allowed, and what the file
 * system says, naming the file.
 */
export async function publishRequests(sql: Sql, directory: string, say: (about: string) => void): Promise<Published> {
  await mustBeTeam(sql);
  const names = await sql<{ id: string; slugs: string[]; supportName: string }[]>`
    select n.request_id as id, json_agg(n.slug) as slugs, min(s.support_name) as "supportName"
    from QUAD_request_names n join QUAD_integration_requests r on r.id = n.request_id, QUAD_request_settings s
    where r.received_at is not null group by 1`;
  let written = 0;
  await onDisk(async () => {
    await mkdir(directory, { recursive: true });
    for (const [i, { id, slugs, supportName }] of names.entries()) {
      const request = await showRequest(sql, id);
      const json = `${JSON.stringify(pageOf(request, supportName), null, 2)}\n`;
      const html = htmlOf(request);
      written += await renewed(join(directory, `${id}.json`), json);
      for (const slug of slugs) {
        await mkdir(join(directory, slug), { recursive: true });
        written += await renewed(join(directory, slug, "index.html"), html);
      }
      if (i % 100 === 0) say(`${i} of ${names.length} requests`);
    }
  });
  return { directory, requests: names.length, written };
}

async function renewed(path: string, content: string): Promise<0 | 1> {
  if ((await readFile(path, "utf8").catch(() => undefined)) === content) return 0;
  await replaceFile(path, content, 0o644);
  return 1;
}
