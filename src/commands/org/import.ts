import { Command, Option } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { parseRole, type Role } from "../../members/roles.ts";
import { type Format, formats, importOrganisation, readOrganisation } from "../../organisation/import.ts";
import { parseMailHost } from "../../organisation/names.ts";
import type { Allocation } from "../../organisation/plan.ts";
import { renderImported, renderPlan } from "../../organisation/render.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";

interface Flags {
  from: Format;
  under?: string;
  emailDomain?: string;
  allocation: Allocation;
  orgAdminRole?: Role;
  orgMemberRole?: Role;
  maintainerRole?: Role;
  memberRole?: Role;
  dryRun?: boolean;
}

export const orgImport = (ctx: Context): Command =>
  new Command("import")
    .summary("bring an organisation in from files")
    .description(
      [
        "Brings an organisation in: teams become domains, nested as they are, and people become members. All of it or nothing; what stands already and is not in the files stays as it is; a second run changes nothing.",
        "",
        "  peribolos  files with orgs:, or org.yaml and teams.yaml in directories",
        "  csv        domain,email,role[,allocation,primary,status,display_name]",
        "  quad       what quad org export writes",
      ].join("\n"),
    )
    .argument("<file...>", "files, directories, or - for standard input")
    .addOption(new Option("--from <format>", "what the files are").choices(formats).makeOptionMandatory())
    .option("--under <domain>", "path or unique name of the domain to import under; the only root when left out")
    .option("--email-domain <host>", "where the mail of people goes who are named by a login", parseMailHost)
    .addOption(
      new Option("--allocation <how>", "of people's time: as the files say, or split evenly over their teams")
        .choices(["none", "even"])
        .default("none"),
    )
    .option("--org-admin-role <role>", "peribolos: of an org's admins (default: DOMAIN_ADMIN)", parseRole)
    .option("--org-member-role <role>", "peribolos: of an org's members (default: DEVELOPER)", parseRole)
    .option(
      "--maintainer-role <role>",
      "peribolos: of a team's maintainers (default: DOMAIN_ADMIN on the first level, SUBDOMAIN_ADMIN below)",
      parseRole,
    )
    .option("--member-role <role>", "peribolos: of a team's members (default: DEVELOPER)", parseRole)
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        "quad org import --from peribolos config/ --email-domain massmutual.com --dry-run",
        "quad org import --from csv people.csv --under insurance-division --allocation even",
      ),
    )
    .action(async (files: string[], flags: Flags) => {
      const input = { ...inputOf(flags), files, readStdin: ctx.readStdin };
      const read = await readOrganisation(input);
      const { dryRun } = flags;
      const plan = await ctx.output.progress("Importing …", () =>
        ctx.withDb((sql) => importOrganisation(sql, read, input), { dryRun }),
      );
      for (const note of plan.notes) ctx.output.note(visible(note));
      await ctx.output.result(plan, dryRun ? renderPlan : renderImported);
    });

function inputOf({ from, under, emailDomain, allocation, ...flags }: Flags) {
  const { orgAdminRole, orgMemberRole, maintainerRole, memberRole } = flags;
  if (from !== "peribolos" && (orgAdminRole ?? orgMemberRole ?? maintainerRole ?? memberRole) !== undefined) {
    throw usage(`The files of --from ${from} name roles themselves.`, { hint: "Leave out the flags that map roles." });
  }
  const roles = {
    orgAdmin: orgAdminRole ?? "DOMAIN_ADMIN",
    orgMember: orgMemberRole ?? "DEVELOPER",
    maintainer: maintainerRole,
    member: memberRole ?? "DEVELOPER",
  } as const;
  return { from, under, mailHost: emailDomain, allocation, roles };
}
