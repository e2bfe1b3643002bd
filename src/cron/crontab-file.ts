import { readFile, realpath } from "node:fs/promises";
import { userInfo } from "node:os";
import { conflict, QuadError, unreachable } from "../errors.ts";
import { replaceFile } from "../files/replace-file.ts";
import { childEnvironment } from "../install/child-environment.ts";
import type { Environment } from "../install/setting.ts";
import { onDisk } from "../postgres/disk-failures.ts";
import { shellWord } from "../terminal/shell-word.ts";

/** A crontab as bytes: a user's own, through the program `crontab`, or a file. */
export interface Crontab {
  /** In words. */
  readonly where: string;
  /** Whom cron mails when no line says otherwise. */
  readonly owner: string;
  /** How a block of quad's that is damaged is mended. */
  readonly byHand: string;
  /** All of it, one character a byte (latin1); nothing where there is none. */
  read(): Promise<string>;
  write(text: string): Promise<void>;
}

/** The crontab of whoever runs this. Throws not allowed, conflict or unreachable for what `crontab` refuses. */
export function userCrontab(program: string, env: Environment): Crontab {
  const owner = userInfo().username;
  const run = async (words: readonly string[], { input = "", variables = {} as Environment } = {}) => {
    const { execa } = await import("execa");
    const done = await execa(program, words, {
      ...{
        env: { ...childEnvironment(env), ...variables, LC_ALL: "C" },
        extendEnv: false,
        cwd: "/",
        reject: false,
        timeout: 30_000,
      },
      ...{ input: Buffer.from(input, "latin1"), encoding: "buffer", stripFinalNewline: false },
    });
    const said = Buffer.from(done.stderr).toString("utf8").trim();
    return { text: Buffer.from(done.stdout).toString("latin1"), failed: done.failed, said: said || done.shortMessage };
  };
  return {
    where: `the crontab of ${owner}`,
    owner,
    byHand: "Take its lines out by hand (crontab -e), then: quad cron install",
    async read() {
      const { text, failed, said = "" } = await run(["-l"]);
      if (failed && /no crontab for|can't open '\S+': No such file/i.test(said)) return "";
      if (failed) throw refusal(owner, said);
      if (!text.includes("\\r")) return text;
      // Debian's shows a carriage return so, which cannot be told from what is written so; an editor gets it as it is.
      const edited = await run(["-e"], { variables: { VISUAL: "/bin/cat", EDITOR: "/bin/cat" } });
      if ([edited.text, edited.text.replaceAll("\r", "\\r")].includes(text)) return edited.text;
      throw conflict(`The crontab of ${owner} cannot be read as it is, because of its carriage returns.`, {
        hint: "Take them out: crontab -e",
      });
    },
    async write(text) {
      const { failed, said = "" } = await (text === "" ? run(["-r"]) : run(["-"], { input: text }));
      if (failed) throw refusal(owner, said);
    },
  };
}

function refusal(owner: string, said: string): QuadError {
  const detail = said.split("\n");
  if (/not allowed to use this program|not allowed to access|permission denied|must be (suid|privileged)/i.test(said)) {
    return new QuadError("notAllowed", `${owner} may not have a crontab.`, {
      detail,
      hint: "Let them, in /etc/cron.allow or /etc/cron.deny, or use timers: --systemd",
    });
  }
  if (/can't install|errors in crontab|missing newline/i.test(said)) {
    return conflict(`The crontab of ${owner} is not accepted as it would be; it was left as it is.`, {
      detail,
      hint: "Look at its other lines: crontab -e",
    });
  }
  return unreachable("The program crontab failed.", { detail, hint: "See what it says: crontab -l" });
}

/** Whoever runs this; a container may run as a user that has a number alone. */
function nameOfUser(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.());
  }
}

/** A crontab that is a file, as supercronic and crond in containers read it. */
export function crontabFile(path: string): Crontab {
  return {
    where: path,
    owner: nameOfUser(),
    byHand: `Take its lines out by hand, then: quad cron install --crontab ${shellWord(path)}`,
    read: () =>
      onDisk(async () =>
        readFile(path, "latin1").catch((error: NodeJS.ErrnoException) => {
          if (error.code === "ENOENT") return "";
          throw error.code === "EISDIR" ? conflict(`${path} is a directory.`, { cause: error }) : error;
        }),
      ),
    write: (text) =>
      onDisk(async () => replaceFile(await realpath(path).catch(() => path), Buffer.from(text, "latin1"))),
  };
}
