import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { releaseInstall, releaseServer } from "../../patches/releases/release.testing.ts";
import { openTerminal } from "../../testing/terminal.ts";

test("a terminal shows how far a download is; Ctrl-C ends it, and the next one goes on", async () => {
  const { release, publish, published, url, home } = await releaseInstall();
  await release({ name: "large-1.0", files: { large: randomBytes(2_500_000).toString("base64") } });
  await publish();
  const server = await releaseServer(published);
  server.reply = (_, response, file) => {
    response.writeHead(200, { "content-length": file.length });
    return response.write(file.subarray(0, 1_200_000)) || true;
  };
  const terminal = openTerminal({ QUAD_DATABASE_URL: url, QUAD_HOME: home, QUAD_PATCH_SOURCE: server.url });
  terminal.enter("quad patch fetch large-1.0");
  await terminal.shows(/Fetching large-1\.0 … 2 MB of 3 MB/);
  terminal.press("C-c");
  expect(await terminal.exitCode()).toBe(130);
  expect(terminal.screen()).toMatch("Interrupted; what has come stays, and the next run goes on with it.");
  expect(terminal.cursorVisible()).toBe(true);
  server.reply = () => undefined;
  await terminal.clear();
  terminal.enter("quad patch fetch large-1.0");
  await terminal.shows(/^Fetched large-1\.0 from http/m);
  expect(server.asked.at(-1)).toMatch(/ bytes=1[12]\d{5}-$/);
});
