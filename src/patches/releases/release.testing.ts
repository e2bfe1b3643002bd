import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { onTestFinished } from "vitest";
import { type PatchInstall, patchInstall, type TestPatch } from "../install.testing.ts";
import { formatSecretKey, type SecretKey } from "../signature/secret-key.ts";

/** An install, and a vendor with a directory of what is published. */
export interface ReleaseInstall extends PatchInstall {
  /** The vendor's directory. */
  readonly published: string;
  /** The file of the vendor's secret key. */
  readonly keyFile: string;
  readonly key: SecretKey;
  /** Where fetched archives go. */
  readonly downloads: string;
  /** Builds and signs patches into the vendor's directory. */
  release(...patches: readonly TestPatch[]): Promise<void>;
  /** Writes the index, with these flags; fails the test when it fails. */
  publish(flags?: string): Promise<void>;
}

export async function releaseInstall(): Promise<ReleaseInstall> {
  const install = await patchInstall();
  const published = join(install.directory, "published");
  const keyFile = join(install.directory, "vendor.key");
  mkdirSync(published);
  writeFileSync(keyFile, await formatSecretKey(install.key));
  return {
    ...install,
    published,
    keyFile,
    downloads: join(install.home, ".quad/downloads"),
    async release(...patches) {
      for (const patch of patches) {
        const archive = await install.patch(patch);
        for (const file of [archive, `${archive}.minisig`]) copyFileSync(file, join(published, basename(file)));
      }
    },
    async publish(flags = "") {
      const done = await install.quad(`patch publish ${published} --secret-key ${keyFile} ${flags}`);
      if (done.code !== 0) throw new Error(done.stderr);
    },
  };
}

/** What a request is answered with; undefined leaves it to the directory. */
type Reply = (request: IncomingMessage, response: ServerResponse, file: Buffer) => boolean | undefined | undefined;

/** A release server, and what it was asked. */
export interface ReleaseServer {
  readonly url: string;
  readonly server: Server;
  /** Method, path and range of each request. */
  readonly asked: string[];
  /** Answers the archives from now on in its own way, where it says true. */
  reply: Reply;
}

/** Serves a directory as a release server does, with ranges and tags; `make` is of node:http or node:https. */
export async function releaseServer(
  directory: string,
  make: (answer: RequestListener) => Server = createServer,
): Promise<ReleaseServer> {
  const asked: string[] = [];
  const server = make((request, response) => {
    const path = new URL(request.url ?? "/", "http://host").pathname;
    asked.push([request.method, path, request.headers.range].filter(Boolean).join(" "));
    const file = read(join(directory, basename(path)));
    if (path.endsWith(".tar.gz") && file && releases.reply(request, response, file)) return;
    if (!file) return void response.writeHead(404).end();
    serve(request, response, file);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const releases: ReleaseServer = { url: `http://127.0.0.1:${port}/patches`, server, asked, reply: () => undefined };
  return releases;
}

/** As servers do that know ranges. */
function serve(request: IncomingMessage, response: ServerResponse, file: Buffer): void {
  const etag = `"${file.length}-${file.subarray(-20).toString("hex")}"`;
  const [, from] = /^bytes=(\d+)-$/.exec(request.headers.range ?? "") ?? [];
  const asked = request.headers["if-range"];
  if (from === undefined || (asked !== undefined && asked !== etag))
    return void response.writeHead(200, { etag, "content-length": file.length }).end(file);
  const start = Number(from);
  if (start >= file.length) return void response.writeHead(416, { "content-range": `bytes */${file.length}` }).end();
  const range = `bytes ${start}-${file.length - 1}/${file.length}`;
  response
    .writeHead(206, { etag, "content-range": range, "content-length": file.length - start })
    .end(file.subarray(start));
}

function read(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch {
    return undefined;
  }
}
