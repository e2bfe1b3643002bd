import type { Argument, Command, Option } from "commander";
import { capabilities } from "../access/capabilities.ts";
import { roles } from "../members/roles.ts";

/** A word that could stand where the cursor is, and what it is. */
export interface Candidate {
  readonly word: string;
  readonly about: string;
}

/**
 * What could come next: the last of `words` is being typed. Names of domains are asked for only where one belongs, and
 * left out when they cannot be had.
 */
export async function candidates(
  program: Command,
  words: readonly string[],
  domains: () => Promise<readonly string[]>,
): Promise<readonly Candidate[]> {
  const typed = words.at(-1) ?? "";
  let command = program;
  let positional = 0;
  let pending: Option | undefined;
  for (const word of words.slice(0, -1)) {
    if (pending) {
      pending = undefined;
    } else if (word.startsWith("-")) {
      pending = takingValue(optionsOf(command).find((option) => option.long === word || option.short === word));
    } else {
      const sub = command.commands.find((one) => one.name() === word || one.aliases().includes(word));
      if (sub) command = sub;
      else positional += 1;
    }
  }
  const all = await possible(command, typed, pending, positional, domains);
  return all.filter(({ word }) => word.toLowerCase().startsWith(typed.toLowerCase()));
}

async function possible(
  command: Command,
  typed: string,
  pending: Option | undefined,
  positional: number,
  domains: () => Promise<readonly string[]>,
): Promise<readonly Candidate[]> {
  if (pending) return values(pending, pending.flags, typed, domains);
  if (typed.startsWith("-")) {
    return optionsOf(command)
      .filter((option) => option.long && !option.hidden)
      .map((option) => ({ word: option.long ?? "", about: option.description }));
  }
  const subs = command.commands.filter((one) => one.name() !== "__complete");
  if (subs.length > 0) return subs.map((one) => ({ word: one.name(), about: one.summary() || one.description() }));
  const argument = command.registeredArguments[positional];
  return argument ? values(argument, argument.name(), typed, domains) : [];
}

async function values(
  taker: Option | Argument,
  name: string,
  typed: string,
  domains: () => Promise<readonly string[]>,
): Promise<readonly Candidate[]> {
  if (taker.argChoices) return taker.argChoices.map((word) => ({ word, about: taker.description }));
  if (/role/.test(name)) return roles.map((word) => ({ word, about: "role" }));
  if (name === "capability") return capabilities.map((word) => ({ word, about: "capability" }));
  if (!/domain/.test(name)) return [];
  return spellings(await domains().catch(() => []), typed).map((word) => ({ word, about: "domain" }));
}

/** Domains as they are being typed: by path, with a leading slash or without, or by a name that only one of them has. */
function spellings(paths: readonly string[], typed: string): readonly string[] {
  if (typed.startsWith("/")) return paths.map((path) => `/${path}`);
  if (typed === "" || paths.some((path) => path.startsWith(typed))) return paths;
  const names = paths.map((path) => path.slice(path.lastIndexOf("/") + 1));
  return names.filter((name) => names.indexOf(name) === names.lastIndexOf(name));
}

const takingValue = (option: Option | undefined) =>
  option && (option.required || option.optional) ? option : undefined;

const optionsOf = (command: Command): readonly Option[] =>
  command.parent ? [...command.options, ...optionsOf(command.parent)] : command.options;
