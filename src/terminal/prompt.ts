import { cancelled, usage } from "../errors.ts";
import { shortened } from "./style.ts";

/** One question, and the flag that answers it where nobody can be asked. */
interface Question<Name extends string> {
  readonly name: Name;
  readonly message: string;
  /** As it is written on the command line: `--company NAME`, or `<name>` for an argument. */
  readonly flag: string;
  readonly choices?: readonly string[];
  /** What is typed is not shown. */
  readonly hidden?: boolean;
  readonly initial?: string;
  /** Throws a QuadError whose message is shown; the question is asked again. */
  readonly check?: (answer: string) => unknown;
}

export interface Prompt {
  /** Asks for what is missing, all of it. Without a terminal it throws a usage error that names every flag. */
  ask<Name extends string>(questions: readonly Question<Name>[]): Promise<Record<Name, string>>;
  /** Asks for something that is not shown while it is typed. Without a terminal it throws a usage error that says `otherwise`. */
  secret(message: string, otherwise: string): Promise<string>;
  /** Yes or no; `--yes` answers it. Throws cancelled on a no, and a usage error without a terminal. */
  confirm(message: string): Promise<void>;
  /** Wants `expected` typed, letter for letter. `given` is what a flag said already. */
  typed(message: string, expected: string, given: string | undefined, flag: string): Promise<void>;
  readonly interactive: boolean;
}

export interface PromptOptions {
  readonly stdin: NodeJS.ReadStream;
  readonly stderr: NodeJS.WriteStream;
  readonly interactive: boolean;
  readonly yes: boolean;
  /** Ends a question that is being asked, as Ctrl-C does. */
  readonly signal?: AbortSignal | undefined;
}

export function createPrompt({ stdin, stderr, interactive, yes, signal }: PromptOptions): Prompt {
  const inquire = async (questions: readonly Question<string>[]): Promise<Record<string, string>> => {
    const { default: inquirer } = await import("inquirer");
    const prompt = inquirer.createPromptModule({ input: stdin, output: stderr, ...(signal && { signal }) });
    try {
      return await prompt<Record<string, string>>(
        questions.map(({ name, message, choices, hidden, initial, check }) => ({
          type: choices ? ("select" as const) : hidden ? ("password" as const) : ("input" as const),
          name,
          message,
          ...(choices && { choices: choices.map((choice) => ({ name: choice, value: choice })) }),
          ...(initial !== undefined && { default: initial }),
          validate: (answer: string) => said(check, answer),
        })) as never,
      );
    } catch (error) {
      if (error instanceof Error && /^(Exit|Abort)PromptError$/.test(error.name)) throw cancelled();
      throw error;
    }
  };

  return {
    interactive,
    async ask(questions) {
      if (questions.length > 0 && !interactive) {
        const flags = questions.map((question) => question.flag);
        throw usage(`Missing: ${flags.join(", ")}.`, { hint: "There is no terminal to ask at; give them as flags." });
      }
      return (questions.length > 0 ? await inquire(questions) : {}) as Record<
        (typeof questions)[number]["name"],
        string
      >;
    },
    async secret(message, otherwise) {
      if (!interactive) throw usage(`${message} Nobody can be asked without a terminal.`, { hint: otherwise });
      return (await inquire([{ name: "answer", message, flag: otherwise, hidden: true }])).answer ?? "";
    },
    async confirm(message) {
      if (yes) return;
      if (!interactive)
        throw usage(`${message} Nobody can be asked without a terminal.`, { hint: "Say it with --yes." });
      const answers = await inquire([
        { name: "answer", message: `${message} (yes/no)`, flag: "--yes", check: (answer) => yesOrNo(answer) },
      ]);
      if (!yesOrNo(answers.answer ?? "")) throw cancelled("Nothing was changed.");
    },
    async typed(message, expected, given, flag) {
      if (given === undefined && interactive) {
        const answers = await inquire([{ name: "answer", message: `${message} Type ${expected} to go on:`, flag }]);
        if (answers.answer !== expected) throw cancelled("That is not the name. Nothing was changed.");
        return;
      }
      if (given !== expected) {
        throw usage(given === undefined ? message : `${flag} says ${shortened(given)}, not ${expected}.`, {
          hint: `To go on: ${flag} ${expected}`,
        });
      }
    },
  };
}

function said(check: Question<string>["check"], answer: string): true | string {
  try {
    check?.(answer);
    return true;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function yesOrNo(answer: string): boolean {
  if (/^y(es)?$/i.test(answer)) return true;
  if (/^no?$/i.test(answer)) return false;
  throw usage("Answer yes or no.");
}
