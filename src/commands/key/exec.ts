import { Command } from "commander";
import type { Context } from "../../context.ts";
import { conflict, notFound, usage } from "../../errors.ts";
import { examples } from "../../terminal/help.ts";
import { shortened } from "../../terminal/style.ts";
import { parseProvider } from "../../values/provider.ts";
import { forUserFlag, inDomainFlag, useFlags } from "./flags.ts";

interface Flags {
  provider: string;
  user?: string;
  domain?: string;
  env?: string;
  former?: boolean;
  evenExpired?: boolean;
}

export const keyExec = (ctx: Context): Command =>
  new Command("exec")
    .summary("run a command with a key in its environment, and nowhere else")
    .description(
      "Takes the key that applies out of Vaultwarden and runs a command with it in its environment, and nowhere else: not in an argument, a file or a log. The command's exit code is quad's. Each use is in the trail.",
    )
    .requiredOption("--provider <provider>", "the tool, such as github", parseProvider)
    .option(...forUserFlag)
    .option(...inDomainFlag)
    .option("--env <name>", "the variable (default: the tool's name and _TOKEN, as in GITHUB_TOKEN)", variableName)
    .option(...useFlags.former)
    .option(...useFlags.expired)
    .argument("<command...>", "after --")
    .addHelpText(
      "after",
      examples(
        "quad key exec --provider github --domain insurance-division -- gh repo list",
        "quad key exec --provider aws --env AWS_SECRET_ACCESS_KEY -- terraform plan",
      ),
    )
    .action(async (command: string[], { env, ...flags }: Flags) => {
      const [{ findProgram }, { fetchKey }] = await Promise.all([
        import("../../install/program.ts"),
        import("./fetch.ts"),
      ]);
      const { environment } = await (await ctx.install()).vault();
      const [program = ""] = command;
      if (!(await findProgram(program, environment))) throw notFound(`There is no command ${shortened(program)}.`);
      const secret = await fetchKey(ctx, flags.provider, flags, "exec", fitsIntoAnEnvironment);
      const name =
        env ??
        `${flags.provider
          .toUpperCase()
          .replace(/[^A-Z0-9]/g, "_")
          .replace(/^(?=\d)/, "_")}_TOKEN`;
      ctx.output.endWith(await ctx.runProgram(command, { [name]: secret }));
    });

/** Refuses what Node would refuse, and show. */
function fitsIntoAnEnvironment(secret: string): void {
  if (secret.includes("\0")) throw conflict("The key has a NUL byte in it, and no environment can hold that.");
}

function variableName(text: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return text;
  throw usage(`${JSON.stringify(shortened(text))} is not the name of a variable.`);
}
