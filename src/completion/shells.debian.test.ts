import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runQuad } from "../testing/install.ts";
import { scratchDirectory } from "../testing/processes.ts";
import { openTerminal } from "../testing/terminal.ts";
import { type Shell, shells } from "./scripts.ts";

async function scriptFile(shell: Shell): Promise<string> {
  const path = join(scratchDirectory(), shell === "zsh" ? "_quad" : `quad.${shell}`);
  writeFileSync(path, (await runQuad(`completion ${shell}`)).stdout);
  return path;
}

test.each(shells)("%s finds nothing wrong with its script", async (shell) => {
  execFileSync(shell, ["-n", await scriptFile(shell)], { stdio: "pipe" });
});

test("bash completes a verb, and a choice, at the press of a key", async () => {
  const terminal = openTerminal({});
  terminal.enter(`exec bash --norc`);
  terminal.enter(`PS1='ready> '; . ${await scriptFile("bash")}; clear`);
  terminal.enter("echo loaded");
  await terminal.shows(/^loaded$/m);
  terminal.type("quad domain ren");
  terminal.press("Tab");
  await terminal.shows("quad domain rename");
  terminal.press("C-u");
  terminal.type("quad role show subd");
  terminal.press("Tab");
  await terminal.shows("quad role show SUBDOMAIN_ADMIN");
});

test("zsh completes a verb, with what each does", async () => {
  const terminal = openTerminal({});
  terminal.enter("exec zsh -f");
  terminal.enter(`PS1='ready> '; autoload -U compinit; compinit -D; . ${await scriptFile("zsh")}; clear`);
  terminal.enter("echo loaded");
  await terminal.shows(/^loaded$/m);
  terminal.type("quad domain ren");
  terminal.press("Tab");
  await terminal.shows("quad domain rename");
  terminal.press("C-u");
  terminal.type("quad domain re");
  terminal.press("Tab");
  await terminal.shows(/rename +-- give a domain another name/);
});

test("fish completes a verb, with what each does", async () => {
  const found = execFileSync(
    "fish",
    [
      "--no-config",
      "-c",
      `source ${await scriptFile("fish")}; function quad; printf 'rename\\tgive\\nrestore\\tbring\\n'; end; complete -C 'quad domain re'`,
    ],
    { encoding: "utf8" },
  );
  expect(found).toBe("rename\tgive\nrestore\tbring\n");
});
