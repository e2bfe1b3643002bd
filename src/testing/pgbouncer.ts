import { spawn } from "node:child_process";
import { statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { eventually, scratchDirectory } from "./processes.ts";
import { freePort } from "./tcp.ts";

/** A pgbouncer of this test's own before the tests' Postgres, or another with its socket there; gives the URL of a database through it. */
export async function pgbouncer(
  settings: Readonly<Record<string, string | number>>,
  sockets = inject("sockets"),
): Promise<(name: string) => string> {
  // It runs as who may enter the directory of the tests' Postgres, which is nobody with rights.
  const { uid, gid } = statSync(sockets);
  const directory = scratchDirectory();
  const port = await freePort();
  const all = {
    listen_addr: "127.0.0.1",
    listen_port: port,
    unix_socket_dir: "",
    auth_type: "any",
    pool_mode: "transaction",
    ...settings,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`);
  const databases = `[databases]\n* = host=${sockets} port=5432 user=quad\n`;
  const file = join(directory, "pgbouncer.ini");
  writeFileSync(file, `${databases}[pgbouncer]\n${lines.join("\n")}\n`);
  const server = spawn("pgbouncer", [file], { stdio: ["ignore", "pipe", "pipe"], uid, gid });
  let log = "";
  for (const stream of [server.stdout, server.stderr]) stream.on("data", (text: Buffer) => (log += text));
  onTestFinished(async () => {
    server.kill("SIGKILL");
    await eventually(() => server.exitCode !== null || server.signalCode !== null);
  });
  await eventually(
    () => answers(port),
    (up) => {
      if (server.exitCode !== null) throw new Error(log);
      return up;
    },
  );
  return (name) => `postgresql://quad@127.0.0.1:${port}/${name}`;
}

const answers = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, "127.0.0.1", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
