import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../testing/processes.ts";
import { systemctlOf } from "./systemctl.ts";
import { unitsPlace } from "./units.ts";

const surroundings = { home: "/opt/quad-platform", usual: true, program: ["/usr/bin/node", "/quad.js"], variables: [] };
const seal = { only: ["seal"] };

/** A systemctl that writes down what it is told, and fails at what `refuses` matches. No systemd runs where tests do. */
function place({ asRoot = true, refuses = "nothing" } = {}) {
  const state = scratchDirectory();
  const directory = join(state, "units");
  mkdirSync(directory);
  const program = join(state, "systemctl");
  const script = `#!/bin/sh
echo "$*" >> ${state}/told
case "$*" in *is-active*) test -e ${state}/active;; *${refuses}*) echo 'Failed to do it.' >&2; exit 1;; *restart*) touch ${state}/active;; esac
`;
  writeFileSync(program, script, { mode: 0o755 });
  const systemctl = systemctlOf(program, { PATH: process.env.PATH }, asRoot);
  return {
    ...unitsPlace({ directory, asRoot, systemctl, state }),
    directory,
    told: () => {
      const lines = readFileSync(join(state, "told"), "utf8").trimEnd().split("\n");
      writeFileSync(join(state, "told"), "");
      return lines;
    },
  };
}

test("systemd is told of what is written, and of nothing when nothing is", async () => {
  const { install, remove, told } = place();
  const { toRun } = await install(seal, surroundings, false);
  expect(toRun).toEqual([]);
  expect(told()).toEqual([
    "is-active --quiet quad-seal.timer",
    "daemon-reload",
    "enable quad-seal.timer",
    "restart quad-seal.timer",
  ]);
  await install(seal, surroundings, false);
  expect(told()).toEqual(["is-active --quiet quad-seal.timer"]);
  await install({ only: ["keys"] }, surroundings, false);
  expect(told()).toEqual([
    "is-active --quiet quad-keys.timer",
    "disable --now quad-seal.timer",
    "daemon-reload",
    "enable quad-keys.timer",
    "restart quad-keys.timer",
  ]);
  await remove(surroundings, false);
  expect(told()).toEqual(["disable --now quad-keys.timer", "daemon-reload"]);
});

test("a user's systemd is told, not the host's", async () => {
  const { install, told } = place({ asRoot: false });
  await install(seal, surroundings, false);
  expect(told().every((line) => line.startsWith("--user "))).toBe(true);
});

test("timers that are there and do not run are made to", async () => {
  const refusing = place({ refuses: "daemon-reload" });
  await expect(refusing.install(seal, surroundings, false)).rejects.toMatchObject({
    code: "needsAttention",
    message: "systemd refuses (systemctl daemon-reload); the files of the units are there.",
    detail: ["Failed to do it."],
    hint: ["Once it works:", "systemctl daemon-reload", "systemctl enable --now quad-seal.timer"],
  });
  expect(existsSync(join(refusing.directory, "quad-seal.timer"))).toBe(true);
  refusing.told();
  await expect(refusing.install(seal, surroundings, false)).rejects.toMatchObject({ code: "needsAttention" });
  expect(refusing.told()).toEqual(["is-active --quiet quad-seal.timer", "daemon-reload"]);
});

test("a timer that systemd does not end keeps its files", async () => {
  const { install, remove, directory } = place({ refuses: "disable" });
  await install(seal, surroundings, false);
  await expect(remove(surroundings, false)).rejects.toMatchObject({ code: "needsAttention" });
  expect(existsSync(join(directory, "quad-seal.timer"))).toBe(true);
});
