import { Argument, Command } from "commander";
import { candidates } from "../completion/candidates.ts";
import { type Shell, script, shells } from "../completion/scripts.ts";
import type { Context } from "../context.ts";
import { examples } from "../terminal/help.ts";

export const completionCommand = (ctx: Context): Command =>
  new Command("completion")
    .description("Prints a script that completes nouns, verbs, flags, roles, and the names of this install's domains.")
    .addArgument(new Argument("<shell>", "which shell").choices(shells))
    .addHelpText(
      "after",
      examples(
        "quad completion bash > /etc/bash_completion.d/quad",
        "quad completion zsh > ~/.zfunc/_quad",
        "quad completion fish > ~/.config/fish/completions/quad.fish",
      ),
    )
    .action(async (shell: Shell) => {
      await ctx.output.result({ shell, script: script(shell) }, (value) => value.script.trimEnd());
    });

/** What the scripts call: the words typed so far, the last of them perhaps empty or half; a candidate a line. */
export const completeCommand = (ctx: Context, program: Command): Command =>
  new Command("__complete")
    .argument("[words...]")
    .allowUnknownOption()
    .action(async (words: string[]) => {
      const found = await candidates(program, words, async () => {
        const { listDomains } = await import("../domains/list.ts");
        return (await ctx.withDb((sql) => listDomains(sql, {}))).map(({ path }) => path.slice(1));
      });
      await ctx.output.result(found, (lines) => lines.map(({ word, about }) => `${word}\t${about}`).join("\n"));
    });
