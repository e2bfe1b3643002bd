import { spawn } from "node:child_process";
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { eventually, isRoot, nobody, scratchDirectory } from "./processes.ts";
import { freePort } from "./tcp.ts";

/** Debian's OpenSMTPD, which delivers mail for a domain into a Maildir for each name in it. */
export interface OpenSmtpd {
  readonly url: string;
  /** The mails that a name has, once it has so many. */
  readonly mailbox: (name: string, count: number) => Promise<readonly string[]>;
}

/** Starts one of this test's own, with its spool and its sockets in a file system of its own. Names of `gone` are refused. */
export async function openSmtpd(domain: string, gone: readonly string[]): Promise<OpenSmtpd> {
  if (!isRoot) throw new Error("OpenSMTPD is started by root alone.");
  const directory = scratchDirectory();
  const mail = join(directory, "mail");
  mkdirSync(mail, { mode: 0o777 });
  chownSync(mail, nobody.uid, nobody.gid);
  const port = await freePort();
  const file = join(directory, "smtpd.conf");
  writeFileSync(
    file,
    `table users { "@" = "nobody" }
listen on 127.0.0.1 port ${port} hostname mail.${domain}
action "in" maildir "${mail}/%{rcpt.user}" virtual <users>
${gone.map((name) => `match from any for rcpt-to "${name}@${domain}" reject\n`).join("")}match from any for domain "${domain}" action "in"
`,
    { mode: 0o640 },
  );
  const mounts = "mount -t tmpfs none /var/spool && mount -t tmpfs none /run";
  const server = spawn("unshare", ["--mount", "sh", "-c", `${mounts} && exec smtpd -d -f "$0"`, file], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let log = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text: Buffer) => (log += text));
  onTestFinished(async () => {
    server.kill("SIGTERM");
    await eventually(() => server.exitCode !== null || server.signalCode !== null);
  });
  await eventually(
    () => answers(port),
    (up) => {
      if (server.exitCode !== null) throw new Error(log);
      return up;
    },
  );
  return {
    url: `smtp://127.0.0.1:${port}`,
    async mailbox(name, count) {
      const box = join(mail, name, "new");
      const files = () => (existsSync(box) ? readdirSync(box).map((one) => join(box, one)) : []);
      await eventually(files, (found) => found.length >= count);
      return files()
        .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
        .map((path) => readFileSync(path, "utf8"));
    },
  };
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1").once("error", () => resolve(false));
    socket.once("data", () => {
      socket.end("QUIT\r\n");
      resolve(true);
    });
  });
