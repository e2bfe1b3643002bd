import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { inject, onTestFinished } from "vitest";
import { eventually, scratchDirectory } from "./processes.ts";

/** A terminal with a shell in it, as a person has one; `quad` is the built program. */
export interface Terminal {
  /** Types, without Enter. */
  type(text: string): void;
  /** Types a line and presses Enter. */
  enter(line: string): void;
  /** Empties the screen, so that nothing that was there is taken for what comes. */
  clear(): Promise<void>;
  /** Presses a key, as tmux names it: C-c, C-d, Down. */
  press(key: string): void;
  /** What can be seen; with `colours`, the escape sequences too. */
  screen(options?: { colours?: boolean }): string;
  /** Waits until the screen shows this. */
  shows(expected: string | RegExp): Promise<string>;
  /** Waits for the prompt of the shell, and gives the exit code of the last line entered. */
  exitCode(): Promise<number>;
  readonly cursorVisible: () => boolean;
}

/** Opens a terminal; closed when the test is over. */
export function openTerminal(env: Readonly<Record<string, string>>, { columns = 100, rows = 40 } = {}): Terminal {
  const directory = scratchDirectory();
  const script = `#!/bin/sh\nexec '${process.execPath}' '${inject("program")}' "$@"\n`;
  writeFileSync(join(directory, "quad"), script, { mode: 0o755 });
  const inside = {
    HOME: directory,
    PS1: "ready> ",
    LC_ALL: "C.UTF-8",
    ...env,
    PATH: `${directory}:${env.PATH ?? process.env.PATH}`,
  };
  const tmux = (...words: readonly string[]) =>
    execFileSync("tmux", ["-S", join(directory, "tmux"), "-f", "/dev/null", ...words], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, LC_ALL: "C.UTF-8", TERM: "xterm-256color" },
    });
  const variables = Object.entries(inside).map(([name, value]) => `${name}=${value}`);
  const size = ["-x", String(columns), "-y", String(rows)];
  tmux("new-session", "-d", ...size, "env", "-u", "NO_COLOR", ...variables, "sh");
  onTestFinished(() => void tmux("kill-server"));

  const screen: Terminal["screen"] = ({ colours = false } = {}) =>
    tmux("capture-pane", "-p", "-J", ...(colours ? ["-e"] : []));
  const shows: Terminal["shows"] = (expected) =>
    eventually(
      () => screen(),
      (text) => (typeof expected === "string" ? text.includes(expected) : expected.test(text)),
    );
  const type = (text: string) => void (text && tmux("send-keys", "-l", text));
  const enter = (line: string) => {
    type(line);
    tmux("send-keys", "Enter");
  };
  let asked = 0;
  return {
    type,
    enter,
    async clear() {
      enter("clear");
      await shows(/^ready> \s*$/);
    },
    press: (key) => void tmux("send-keys", key),
    screen,
    shows,
    async exitCode() {
      await shows(/ready> \s*$/);
      asked += 1;
      enter(`echo "code ${asked}: $?"`);
      // What is typed ahead is echoed at once, and its output may then stand beside a prompt.
      const answer = new RegExp(`code ${asked}: (\\d+)$`, "m");
      return Number(answer.exec(await shows(answer))?.[1]);
    },
    cursorVisible: () => tmux("display-message", "-p", "#{cursor_flag}").trim() === "1",
  };
}
