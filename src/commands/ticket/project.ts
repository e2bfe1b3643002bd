import { Command } from "commander";
import type { Context } from "../../context.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import {
  addProject,
  listProjects,
  parseProjectKey,
  parseTool,
  removeProject,
  type Tool,
} from "../../tickets/projects.ts";
import { renderProjectAdded, renderProjectRemoved, renderProjects } from "../../tickets/render.ts";

export const ticketProject = (ctx: Context): Command =>
  new Command("project")
    .summary("which projects' keys are looked for in the names of branches")
    .description(
      "Which projects' keys are looked for in the names of a domain's branches and those below it, and in which tool their tickets are. Without any, whatever looks like the key of a ticket is one.",
    )
    .addCommand(projectAdd(ctx))
    .addCommand(projectList(ctx))
    .addCommand(projectRemove(ctx));

const domainFlag = ["-d, --domain <domain>", "in this domain and below it: path or unique name"] as const;

interface Flags {
  domain: string;
  dryRun?: boolean;
}

const projectAdd = (ctx: Context): Command =>
  new Command("add")
    .summary("look for the keys of a project")
    .description("Has the keys of a project looked for; the names of the branches that are known are read again.")
    .argument("<key>", "what its tickets begin with, such as JIRA", parseProjectKey)
    .requiredOption(
      "-t, --tool <tool>",
      "where its tickets are: jira or jira_software (the same), jira_service_management, servicenow, linear, zendesk or freshservice",
      parseTool,
    )
    .requiredOption(...domainFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad ticket project add JIRA --tool jira --domain insurance-division"))
    .action(async (key: string, { tool, domain, dryRun }: Flags & { tool: Tool }) => {
      const added = await ctx.withDb((sql) => addProject(sql, key, tool, domain), { dryRun });
      await ctx.output.result(added, renderProjectAdded);
    });

const projectList = (ctx: Context): Command =>
  new Command("list")
    .alias("ls")
    .summary("the projects, and which domain has them")
    .description("Lists the projects whose keys are looked for; of a domain, its own and those from above.")
    .option("-d, --domain <domain>", "what is looked for in this domain")
    .addHelpText("after", examples("quad ticket project list --domain life-insurance"))
    .action(async ({ domain }: Partial<Flags>) => {
      await ctx.output.result(await ctx.withDb((sql) => listProjects(sql, domain)), renderProjects);
    });

const projectRemove = (ctx: Context): Command =>
  new Command("remove")
    .alias("rm")
    .summary("look for its keys no longer")
    .description("Takes a project away from a domain; the names of the branches that are known are read again.")
    .argument("<key>", "what its tickets begin with, such as JIRA", parseProjectKey)
    .requiredOption(...domainFlag)
    .option(...dryRunFlag)
    .addHelpText("after", examples("quad ticket project remove JIRA --domain insurance-division"))
    .action(async (key: string, { domain, dryRun }: Flags) => {
      const removed = await ctx.withDb((sql) => removeProject(sql, key, domain), { dryRun });
      await ctx.output.result(removed, renderProjectRemoved);
    });
