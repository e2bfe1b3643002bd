import { Command } from "commander";
import type { GitOptions } from "../../branches/git/git.ts";
import { parseBranchName, readNames } from "../../branches/names.ts";
import { isFailed, renderFailedScan, renderScan } from "../../branches/render-scan.ts";
import type { Outcome } from "../../branches/scan/several.ts";
import type { Context } from "../../context.ts";
import { findDomain } from "../../domains/find.ts";
import { ExitCode, notFound, QuadError, usage } from "../../errors.ts";
import type { Sql } from "../../postgres/sql.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { styleOf } from "../../terminal/style.ts";

interface Flags {
  repo?: readonly string[];
  all?: boolean;
  domain?: string;
  base?: string;
  stdin?: boolean;
  dryRun?: boolean;
}

export const branchScan = (ctx: Context): Command =>
  new Command("scan")
    .summary("read repositories, and bring their branches to that; for cron")
    .description(
      "Reads the branches of repositories and links each to the ticket in its name. A repository is bound to a domain with its first scan; its branches are that domain's work.",
    )
    .option("-r, --repo <repo...>", "path, URL, or the name under which it is bound")
    .option("--all", "every repository that is bound, or those of --domain and below")
    .option("-d, --domain <domain>", "whose work the branches are; said with the first scan")
    .option(
      "--base <branch>",
      "the branch that others are merged into, from now on (default: as git has it)",
      parseBranchName,
    )
    .option("--stdin", "read the names of all branches, one a line, of a repository that git cannot read here")
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad branch scan --repo /srv/git/policy-app --domain life-insurance",
        "quad branch scan --all --quiet",
        "quad branch scan --stdin --repo hg-app --domain life-insurance < names",
      ),
    )
    .action(async ({ dryRun, ...flags }: Flags) => {
      const work = workOf(flags, flags.stdin && flags.repo ? readNames(await ctx.readStdin()) : []);
      const outcomes = await ctx.withDb((sql) => ctx.output.progress("Reading branches", () => work(sql, ctx)), {
        dryRun,
      });
      const failed = outcomes.filter(isFailed);
      if (!ctx.output.json) {
        const style = await styleOf({}, false);
        for (const one of outcomes) if (!isFailed(one)) ctx.output.note(renderScan(one, style));
        if (outcomes.length === 0) ctx.output.note(nothingBound(flags.domain));
        for (const one of failed) ctx.output.warn(renderFailedScan(one));
      }
      await ctx.output.result(outcomes, () => "", failed.length > 0 ? ExitCode.needsAttention : ExitCode.done);
    });

/** Names the list of names where a word is neither a name nor a path. */
const perhapsAName =
  (said: string) =>
  (error: unknown): never => {
    const isWord = !/[/:]/.test(said);
    if (!isWord || !(error instanceof QuadError) || error.code !== "notFound" || error.hint.length > 0) throw error;
    throw notFound(error.message, { hint: "See which names are bound: quad branch repo list", cause: error });
  };

const nothingBound = (domain: string | undefined): string =>
  domain === undefined
    ? "No repository is bound. Bind one: quad branch repo add LOCATION --domain DOMAIN"
    : `No repository is bound to ${domain} or below it. Bind one: quad branch repo add LOCATION --domain ${domain}`;

/** What the flags ask for. Throws a usage error where they do not fit together. */
function workOf(
  { repo = [], all, domain, base, stdin }: Omit<Flags, "dryRun">,
  names: readonly string[],
): (sql: Sql, git: GitOptions) => Promise<readonly Outcome[]> {
  const [first, ...others] = repo;
  if (all ? first !== undefined || stdin : first === undefined)
    throw usage(all ? "--all is every repository." : "Missing: which repository.", {
      hint: all ? "Leave out --repo and --stdin." : "Say --repo PATH, --repo URL, or --all.",
    });
  if (base !== undefined && (all || others.length > 0)) throw usage("--base is for one repository.");
  if (stdin && others.length > 0) throw usage("--stdin is the branches of one repository.");
  return async (sql, git) => {
    const said = domain === undefined ? undefined : await findDomain(sql, domain);
    const { scanAll, scanOne, scanSeveral } = await import("../../branches/scan/several.ts");
    if (first === undefined) {
      if (said) await sql`select quad_must('configure_agents', ${said.id})`;
      return scanAll(sql, said?.path, git);
    }
    if (stdin) {
      const { scanNames } = await import("../../branches/scan/names.ts");
      return [await scanNames(sql, first, names, { domain: said, base })];
    }
    return others.length > 0
      ? scanSeveral(sql, repo, said, git)
      : [await scanOne(sql, first, { domain: said, base }, git).catch(perhapsAName(first))];
  };
}
