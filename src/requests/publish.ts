import { chmod, readFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { conflict } from "../errors.ts";
import { makeDirectory } from "../files/make-directory.ts";
import { replaceFile } from "../files/replace-file.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { htmlOf } from "./html.ts";
import { pageOf } from "./page.ts";
import { receivedRequests } from "./show.ts";
import { mustBeTeam } from "./steps.ts";

/** What was published. */
export interface Published {
  readonly directory: string;
  readonly requests: number;
  /** Files that were written, or would be, because they are new or have changed. */
  readonly written: number;
}

/**
 * Writes the tracking page of each request that came from somebody else, `SLUG/index.html` and, under the id that it has on both sides,
 * `ID.json` in a directory for the vendor's web server; under slugs that a request had before, too. What has not changed is left as it is, with `dryRun`
 * everything. Throws not allowed, and what the file system says, naming the file.
 */
export async function publishRequests(
  sql: Sql,
  directory: string,
  { say, dryRun }: { readonly say: (about: string) => void; readonly dryRun: boolean },
): Promise<Published> {
  await mustBeTeam(sql);
  const [{ count, supportName }] = await sql<[{ count: number; supportName: string }]>`
    select s.support_name as "supportName", (
      select count(*)::integer from QUAD_integration_requests r where r.received_at is not null) as count
    from QUAD_request_settings s`;
  let requests = 0;
  let written = 0;
  await onDisk(async () => {
    if (!dryRun) await made(directory);
    for await (const batch of receivedRequests(sql)) {
      for (const { request, slugs } of batch) {
        const json = `${JSON.stringify(pageOf(request, supportName), null, 2)}\n`;
        const html = htmlOf(request);
        const pages = slugs.map((slug) => ({ path: join(directory, slug, "index.html"), content: html }));
        for (const { path, content } of [{ path: join(directory, `${request.id}.json`), content: json }, ...pages]) {
          if (await isSo(path, content)) continue;
          written += 1;
          if (!dryRun) await write(path, content);
        }
      }
      requests += batch.length;
      say(`${requests} of ${count} requests`);
    }
  });
  return { directory, requests, written };
}

/** Makes a directory, and what is above it, where there is none: the web server reads it, whatever the umask is. */
async function made(directory: string): Promise<void> {
  const first = await makeDirectory(directory);
  if (first === undefined) return;
  for (let at = resolve(directory); at.startsWith(resolve(first)); at = dirname(at)) await chmod(at, 0o755);
}

const isSo = async (path: string, content: string): Promise<boolean> =>
  (await readFile(path, "utf8").catch(() => undefined)) === content;

async function write(path: string, content: string): Promise<void> {
  await made(dirname(path));
  await replaceFile(path, content, 0o644).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EISDIR" ? conflict(`${path} is a directory, and in the way.`, { cause: error }) : error;
  });
}
