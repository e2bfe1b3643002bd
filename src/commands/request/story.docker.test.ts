import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { releaseServer } from "../../patches/releases/release.testing.ts";
import { formatSecretKey } from "../../patches/signature/secret-key.ts";
import { stack } from "../../patches/stack.testing.ts";
import { teamInstall } from "../../requests/install.testing.ts";
import { type TestMailServer, testMailServer } from "../../testing/mail-server.ts";

type Quad = Awaited<ReturnType<typeof stack>>["quad"];

const bug = `Agent can't read collections with spaces in name
Example: "User API Tests" fails, "UserAPITests" works`;
const idea = `Can agent auto-sync collection changes?
Right now we have to manually click "Refresh" in UI.`;

/** The vendor: the team's install, the release server, and the site with the tracking pages. */
async function vendor(archives: readonly string[], secretKey: string) {
  const team = await teamInstall();
  const [releases, pages] = ["releases", "pages"].map((name) => join(team.directory, name)) as [string, string];
  mkdirSync(releases);
  const keyFile = join(team.directory, "vendor.key");
  writeFileSync(keyFile, secretKey);
  const [site, server] = [await releaseServer(pages), await releaseServer(releases)];
  return {
    ...{ team, site: site.url, releases: server.url },
    /** Puts a patch on the release server. */
    async release(name: string) {
      const archive = archives.find((path) => basename(path) === `${name}.tar.gz`) ?? "";
      for (const file of [archive, `${archive}.minisig`]) copyFileSync(file, join(releases, basename(file)));
      await done(team.quad, `patch publish ${releases} --secret-key ${keyFile}`);
      return join(releases, basename(archive));
    },
    /** Takes a request one step on, and brings its page up to date. */
    async step(...words: readonly string[]) {
      await done(team.quad, ["request", ...words]);
      await done(team.quad, ["request", "publish", pages]);
    },
  };
}

/** Runs a command that has to do what it says, and gives what it printed. */
async function done(quad: Quad, line: string | readonly string[], options?: Parameters<Quad>[1]): Promise<string> {
  const { code, stdout, stderr } = await quad(line, options);
  expect([line, code, stderr]).toEqual([line, 0, expect.any(String)]);
  return stdout;
}

/** Sends what waits in an install, and gives the mail that arrived last. */
async function mailed(quad: Quad, mails: TestMailServer) {
  await done(quad, "mail flush", { env: { QUAD_SMTP_URL: mails.url } });
  return (await mails.read()).at(-1);
}

test("the spec's Postman story: asked for by mail, built, applied as a beta, found wanting, fixed, and live", async () => {
  const init = ["--company", "Acme Corp", "--root", "acme", "--admin", "admin@acmecorp.com", "--plan", "pro"];
  const customer = await stack({ init });
  const mails = await testMailServer();
  const names = ["postman-beta-1.0", "postman-beta-1.1", "postman-prod-1.0"];
  const archives = await Promise.all(names.map((name) => customer.archive(name)));
  const { team, site, releases, release, step } = await vendor(archives, await formatSecretKey(customer.key));
  await customer.withSql((sql) => sql`update QUAD_request_settings set tracking_url = ${site}`);
  const quad: typeof customer.quad = (line, options) =>
    customer.quad(line, { env: { QUAD_PATCH_SOURCE: releases, ...options?.env } });
  const shown = (slug: string) => done(quad, `request show ${slug}`);
  expect(await done(quad, "integration list")).toContain("postman\tPostman\tbackend\tcoming_soon");

  const form = ["--tool", "Postman", "--category", "API Testing", "--team-size", "5"];
  const { requestId } = JSON.parse(await done(quad, ["request", "submit", ...form, "--json"]));
  const slug = requestId.replace("req-", "");
  const letter = (await mailed(quad, mails))?.attachments[0]?.content.toString() ?? "";
  await done(team.quad, "request receive -", { stdin: letter });
  expect((await mailed(team.quad, mails))?.subject).toBe("Re: Integration Request: Postman (Acme Corp)");
  await step("start", slug);
  await mailed(team.quad, mails);
  expect(await done(quad, "request refresh")).toContain(`${slug}: Development started by QUAD engineer\n`);
  expect(await shown(slug)).toContain("Status: In Progress (Step 2 of 4)");

  await step("beta", slug, "--patch", await release("postman-beta-1.0"));
  expect((await mailed(team.quad, mails))?.text).toContain("patches/postman-beta-1.0.tar.gz");
  await done(quad, "request refresh");
  expect(await shown(slug)).toContain("  Patch: postman-beta-1.0 (quad patch apply postman-beta-1.0)\n");
  await done(quad, "patch apply postman-beta-1.0 --yes");
  expect(await shown(slug)).toMatch(/ {2}Patch: postman-beta-1\.0 \(applied \w+ \d+, \d+\)\n/);
  expect(await done(quad, "integration health postman")).toContain("ok");
  // Its health is that of a patch that works; a name with spaces is what fails.
  expect(await customer.health()).toMatchObject({ status: "ok", collections: { name: "[A-Za-z0-9]+" } });

  await done(quad, ["request", "feedback", slug, "--bug", bug, "--idea", idea]);
  const report = await mailed(quad, mails);
  expect(report?.text).toContain("We tested the Postman integration. Found 2 issues:");
  await done(team.quad, "request receive -", { stdin: report?.attachments[0]?.content.toString() ?? "" });
  const wording = ["Collections with spaces now work", "Auto-sync every 30 seconds (configurable)"];
  for (const [i, text] of wording.entries())
    await step("feedback", slug, "--fixed-in", "postman-beta-1.1", "--number", `${i + 1}`, "--wording", text);
  await step("beta", slug, "--patch", await release("postman-beta-1.1"));
  const fixed = await mailed(team.quad, mails);
  expect(fixed?.subject).toBe("Beta v1.1 Ready: Postman Integration (Bug Fixes)");
  expect(fixed?.text).toContain(`✅ Fixed: ${wording[0]}\n✅ Added: ${wording[1]}\n`);
  // What its archive says, not what somebody typed.
  expect(fixed?.text).toContain("Apply same way as before. No database changes needed.");
  await done(quad, "request refresh");
  expect(await shown(slug)).toContain(
    "  ✅ 1. Bug: Agent can't read collections with spaces in name (postman-beta-1.1)\n",
  );
  await done(quad, "patch apply postman-beta-1.1 --yes");
  expect(await customer.health()).toMatchObject({ collections: { name: "[A-Za-z0-9 ]+" }, sync: { seconds: 30 } });

  await step("release", slug, "--patch", await release("postman-prod-1.0"));
  expect((await mailed(team.quad, mails))?.subject).toBe("Production Patch: Postman Integration v1.0 (Final)");
  await done(quad, "patch apply postman-prod-1.0 --yes");
  await done(quad, "request refresh");
  expect(await shown(slug)).toMatch(/^Integration Request: Postman\n(.*\n)+Status: Released \(Step 4 of 4\)\n/);
  expect(await shown(slug)).toMatch(/ {2}Patch: postman-prod-1\.0 \(applied /);
  expect(await done(quad, "integration list")).toContain("postman\tPostman\tbackend\tactive");
  expect(await customer.health()).toMatchObject({ status: "ok", version: "1.0" });
  const arrived = await mails.read();
  expect(new Set(arrived.slice(1).map(({ inReplyTo }) => inReplyTo))).toEqual(new Set([arrived[0]?.messageId]));
  for (const install of [quad, team.quad]) expect(await done(install, "mail list --json")).toBe("[]\n");
});
