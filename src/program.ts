import { Command, Help, Option } from "commander";
import type { Context, GlobalFlags } from "./context.ts";
import { type QuadError, usage } from "./errors.ts";
import { shortened } from "./terminal/style.ts";

/** A noun of the command line. Its code is loaded when it is called, or when all of them are wanted. */
interface Noun {
  readonly name: string;
  readonly summary: string;
  readonly aliases?: readonly string[];
  readonly group: string;
  readonly load: () => Promise<(ctx: Context) => Command>;
}

const nouns: readonly Noun[] = [
  {
    name: "demo",
    summary: "run the main job on an embedded install of its own",
    group: "Start here:",
    load: async () => (await import("./commands/demo.ts")).demoCommand,
  },
  {
    name: "init",
    summary: "make an install ready: schema, company, root, administrator",
    group: "Start here:",
    load: async () => (await import("./commands/init.ts")).initCommand,
  },
  {
    name: "doctor",
    summary: "show what was found and where, and what is wrong with it",
    group: "Start here:",
    load: async () => (await import("./commands/doctor.ts")).doctorCommand,
  },
  {
    name: "domain",
    summary: "the tree of domains",
    aliases: ["domains"],
    group: "The company:",
    load: async () => (await import("./commands/domain/domain.ts")).domainCommand,
  },
  {
    name: "member",
    summary: "who works where, in which role, at what allocation",
    aliases: ["members"],
    group: "The company:",
    load: async () => (await import("./commands/member/member.ts")).memberCommand,
  },
  {
    name: "role",
    summary: "what a role can and cannot do",
    aliases: ["roles"],
    group: "The company:",
    load: async () => (await import("./commands/role/role.ts")).roleCommand,
  },
  {
    name: "access",
    summary: "who may do what, why, and with which login",
    group: "The company:",
    load: async () => (await import("./commands/access/access.ts")).accessCommand,
  },
  {
    name: "whoami",
    summary: "who acts on this connection, and what they can do",
    group: "The company:",
    load: async () => (await import("./commands/whoami.ts")).whoamiCommand,
  },
  {
    name: "key",
    summary: "integration keys: which one applies to whom, and why",
    aliases: ["keys"],
    group: "The company:",
    load: async () => (await import("./commands/key/key.ts")).keyCommand,
  },
  {
    name: "integration",
    summary: "what the platform can be connected with, what is on, and whether it works",
    aliases: ["integrations"],
    group: "The company:",
    load: async () => (await import("./commands/integration/integration.ts")).integrationCommand,
  },
  {
    name: "request",
    summary: "asking for an integration, and how far it is",
    aliases: ["requests"],
    group: "The company:",
    load: async () => (await import("./commands/request/request.ts")).requestCommand,
  },
  {
    name: "company",
    summary: "companies, their plans and sizes",
    aliases: ["companies"],
    group: "The company:",
    load: async () => (await import("./commands/company/company.ts")).companyCommand,
  },
  {
    name: "calendar",
    summary: "when a company works: weekend, time zone, holidays, and what is due when",
    group: "The company:",
    load: async () => (await import("./commands/calendar/calendar.ts")).calendarCommand,
  },
  {
    name: "user",
    summary: "people's accounts",
    aliases: ["users"],
    group: "The company:",
    load: async () => (await import("./commands/user/user.ts")).userCommand,
  },
  {
    name: "approval",
    summary: "what was asked for, and who decides",
    aliases: ["approvals"],
    group: "The company:",
    load: async () => (await import("./commands/approval/approval.ts")).approvalCommand,
  },
  {
    name: "org",
    summary: "import and export a whole organisation",
    group: "The company:",
    load: async () => (await import("./commands/org/org.ts")).orgCommand,
  },
  {
    name: "ticket",
    summary: "the tickets people work on, and which projects they are of",
    aliases: ["tickets"],
    group: "The work:",
    load: async () => (await import("./commands/ticket/ticket.ts")).ticketCommand,
  },
  {
    name: "branch",
    summary: "branches: which ticket each is about, and whose work it is",
    aliases: ["branches"],
    group: "The work:",
    load: async () => (await import("./commands/branch/branch.ts")).branchCommand,
  },
  {
    name: "workload",
    summary: "who has how much on their desk, since when, and what would help",
    group: "The work:",
    load: async () => (await import("./commands/workload/workload.ts")).workloadCommand,
  },
  {
    name: "migrate",
    summary: "bring the database to this version's schema",
    group: "The install:",
    load: async () => (await import("./commands/migrate/migrate.ts")).migrateCommand,
  },
  {
    name: "patch",
    summary: "the vendor's patches: applied whole or not at all, and taken back",
    aliases: ["patches"],
    group: "The install:",
    load: async () => (await import("./commands/patch/patch.ts")).patchCommand,
  },
  {
    name: "mail",
    summary: "what is told to people: sent, waiting, given up",
    aliases: ["mails"],
    group: "The install:",
    load: async () => (await import("./commands/mail/mail.ts")).mailCommand,
  },
  {
    name: "vault",
    summary: "the way to Vaultwarden, where secrets stay",
    group: "The install:",
    load: async () => (await import("./commands/vault/vault.ts")).vaultCommand,
  },
  {
    name: "audit",
    summary: "the trail of changes: who changed what, sealed against tampering",
    group: "The install:",
    load: async () => (await import("./commands/audit/audit.ts")).auditCommand,
  },
  {
    name: "cron",
    summary: "what has to run regularly: crontab entries, or timers",
    group: "The install:",
    load: async () => (await import("./commands/cron/cron.ts")).cronCommand,
  },
  {
    name: "completion",
    summary: "completion for bash, zsh and fish",
    group: "The install:",
    load: async () => (await import("./commands/completion.ts")).completionCommand,
  },
];

/** What the program needs of its surroundings to show help. */
export interface Surroundings {
  readonly version: string;
  readonly writeOut: (text: string) => void;
  readonly columns: number;
}

/**
 * The command tree for one command line: the noun that is called, and nothing else; without one, all of them by name.
 * `completion` gets them all, because it completes them all. Throws a usage error for a noun that there is not.
 */
export async function buildProgram(
  argv: readonly string[],
  createContext: (flags: () => GlobalFlags, command: () => string) => Context,
  { version, writeOut, columns }: Surroundings,
): Promise<Command> {
  const program = new Command("quad")
    .description("The command-line tool of the admins who run a self-hosted QUAD Platform.")
    .usage("<noun> <verb> [arguments] [flags]")
    .version(`quad ${version}`, "-V, --version", "print the version")
    .helpOption("-h, --help", "show help")
    .helpCommand("help [noun] [verb]", "show help of a command")
    .configureHelp({
      showGlobalOptions: true,
      subcommandTerm,
      optionDescription,
      helpWidth: columns,
      minWidthToWrap: 20,
    })
    // A noun alone shows its help, which is what was wanted; refusals are thrown, and printed by main.
    .configureOutput({ writeOut, writeErr: writeOut, outputError: () => {} })
    .exitOverride()
    .addHelpText("after", "\nExamples:\n  $ npx quad demo\n  $ quad domain tree\n  $ quad domain create --help");
  for (const option of globalOptions()) program.addOption(option);

  let running = "quad";
  program.hook("preAction", (_, action) => {
    running = nameOf(action);
  });
  const ctx = createContext(
    () => program.opts<GlobalFlags>(),
    () => running,
  );
  const called = argv[firstWord(argv)];
  const all = called === "completion" || called === "__complete";
  const only = all ? undefined : findNoun(called);
  if (called !== undefined && only === undefined && !all) throw await unknownNoun(called);
  for (const noun of only ? [only] : nouns) {
    const command = all || noun === findNoun(called) ? (await noun.load())(ctx) : new Command(noun.name);
    command
      .summary(noun.summary)
      .aliases([...(noun.aliases ?? [])])
      .helpGroup(noun.group);
    program.addCommand(inherit(command, program));
  }
  if (called === "__complete") {
    const { completeCommand } = await import("./commands/completion.ts");
    program.addCommand(inherit(completeCommand(ctx, program), program), { hidden: true });
  }
  program.action(() => program.outputHelp());
  return program;
}

/** A command's words: `quad domain create`. */
const nameOf = (command: Command): string =>
  command.parent ? `${nameOf(command.parent)} ${command.name()}` : command.name();

const globalOptions = (): Option[] => [
  new Option("--database-url <url>", "Postgres to talk to: postgresql://… or pg:DIR (env QUAD_DATABASE_URL)"),
  new Option("--home <dir>", "the install directory (env QUAD_HOME; default /opt/quad-platform)"),
  new Option(
    "--as <person>",
    "as the install's owner, act as this person (an e-mail; ROOT:EMAIL where it is in several)",
  ),
  new Option("--json", "print the result, and any failure, as JSON"),
  new Option("-q, --quiet", "print nothing but the result and problems"),
  new Option("-y, --yes", "answer every confirmation with yes"),
  new Option("--no-color", "no colour (as does NO_COLOR)"),
  new Option("--debug", "print the stack of a failure"),
];

const findNoun = (word: string | undefined): Noun | undefined =>
  nouns.find(({ name, aliases }) => word !== undefined && (name === word || aliases?.includes(word)));

/** `quad help domain create` is `quad domain create --help`. */
export function helpAsFlag(argv: readonly string[]): readonly string[] {
  const at = firstWord(argv);
  return argv[at] === "help" ? [...argv.slice(0, at), ...argv.slice(at + 1), "--help"] : argv;
}

/** Where the first word is that is neither a flag nor a flag's value; -1 when there is none. */
function firstWord(argv: readonly string[]): number {
  const valued = new Set(["--database-url", "--home", "--as"]);
  return argv.findIndex((word, i) => !word.startsWith("-") && !valued.has(argv[i - 1] ?? ""));
}

async function unknownNoun(word: string): Promise<QuadError> {
  const { closest, distance } = await import("fastest-levenshtein");
  const near = closest(
    word,
    nouns.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
  );
  return usage(`There is no noun ${shortened(word)}.`, {
    hint: distance(word, near) <= 2 ? `Did you mean ${near}?` : "See them: quad --help",
  });
}

/** Gives a command, and all below it, the settings of the program; what it refuses knows whose refusal it is. */
function inherit(command: Command, parent: Command): Command {
  command.copyInheritedSettings(parent);
  command.exitOverride((refusal) => {
    throw Object.assign(refusal, { command: nameOf(command) });
  });
  if (command.commands.length > 0) command.helpCommand(false);
  for (const sub of command.commands) inherit(sub, command);
  return command;
}

/** Without the default of a list that begins empty, or of a limit that is none: nobody could type either. */
function optionDescription(this: Help, option: Option): string {
  const { defaultValue: value } = option;
  const none = Array.isArray(value) || value === Number.POSITIVE_INFINITY;
  const described = Help.prototype.optionDescription.bind(this);
  return described(none ? Object.create(option, { defaultValue: { value: undefined } }) : option);
}

function subcommandTerm(this: Help, command: Command): string {
  const term = Help.prototype.subcommandTerm.call(this, command);
  return command.commands.length > 0 || command.parent?.name() === "quad"
    ? command.name()
    : term.replace(" [options]", "");
}
