import type { Command } from "commander";
import { expect, test } from "vitest";
import type { Context } from "./context.ts";
import { buildProgram } from "./program.ts";
import { runQuad } from "./testing/install.ts";

const surroundings = { version: "1", writeOut: () => {}, columns: 80 };

/** Every command of the tree, by the words that call it. */
function everyCommand(program: Command): ReadonlyMap<string, Command> {
  const found = new Map<string, Command>();
  const walk = (command: Command, words: string) => {
    found.set(words, command);
    for (const sub of command.commands) walk(sub, `${words} ${sub.name()}`);
  };
  for (const noun of program.commands) walk(noun, noun.name());
  return found;
}

const program = await buildProgram(["completion"], () => ({}) as Context, surroundings);
const commands = everyCommand(program);
const leaves = [...commands].filter(([words, command]) => command.commands.length === 0 || words === "migrate");

test("every command has a summary, a description that is a sentence, and explained arguments and flags", () => {
  expect(commands.size).toBeGreaterThan(35);
  const lacking = [...commands].flatMap(([words, command]) => [
    ...(command.summary() ? [] : [`${words}: summary`]),
    ...(/^[A-Z].*\.$/m.test(command.description()) ? [] : [`${words}: description`]),
    ...command.options.filter(({ description }) => !description).map(({ flags }) => `${words}: ${flags}`),
    ...command.registeredArguments.filter(({ description }) => !description).map((one) => `${words}: <${one.name()}>`),
  ]);
  expect(lacking).toEqual([]);
});

test("the help of every command has an example of it, whose flags there are", async () => {
  for (const [words, command] of leaves) {
    const { code, stdout, stderr } = await runQuad(`${words} --help`);
    expect([words, code, stderr]).toEqual([words, 0, ""]);
    const examples = stdout.split(/\nExamples?:\n/)[1] ?? "";
    expect(examples, words).toMatch(`$ quad ${words}`);
    const flags = [...command.options, ...program.options].map(({ long }) => long);
    for (const [, flag] of examples.matchAll(/ (--[\w-]+)/g)) {
      expect(flags, `${flag} in the example of ${words}`).toContain(flag);
    }
  }
});

test("a default is shown once, as it would be typed, and no default of what begins empty", () => {
  for (const [words, command] of leaves) {
    const help = command.createHelp();
    for (const option of command.options) {
      const shown = Object.assign(help, command.configureHelp()).optionDescription(option);
      const defaults = [...shown.matchAll(/\bdefault:? ([^,;)]*)/g)].map(([, value]) => value);
      expect(defaults.length, `${words} ${option.flags}`).toBeLessThan(2);
      for (const value of defaults) {
        expect(value, `${words} ${option.flags}`).not.toMatch(/^(\[\]|null|undefined)$/);
        if (option.flags.includes("<span>")) expect(value, `${words} ${option.flags}`).toMatch(/^\d+[smhdw]$/);
      }
    }
  }
});

test("no two words of a command mean two things", () => {
  for (const [words, command] of commands) {
    const names = command.commands.flatMap((sub) => [sub.name(), ...sub.aliases()]);
    expect(new Set(names).size, words).toBe(names.length);
  }
});

test("whatever changes something can be rehearsed, and what deletes wants to be told twice", () => {
  for (const words of [
    "domain create",
    "domain move",
    "domain delete",
    "member add",
    "member remove",
    "org import",
    "access grant",
    "access revoke",
    "approval approve",
    "approval reject",
    "approval cancel",
    "approval require",
    "migrate",
  ]) {
    expect(
      commands.get(words)?.options.map(({ long }) => long),
      words,
    ).toContain("--dry-run");
  }
});

test("help fits the width that the terminal has", async () => {
  const narrow = await buildProgram(["domain"], () => ({}) as Context, { ...surroundings, columns: 60 });
  const text = narrow.commands[0]?.helpInformation() ?? "";
  expect(text.split("\n").filter((line) => line.length > 60)).toEqual([]);
  expect(text).toMatch("create|add");
});
