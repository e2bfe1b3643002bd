import type { TestInstall } from "../testing/install.ts";
import { insuranceInstall } from "../testing/insurance.ts";
import { branch, git, repository } from "./git/repository.testing.ts";

export const division = "/massmutual/insurance-division";
export const life = `${division}/life-insurance`;
export const wealth = "/massmutual/wealth-management";

/** A row of the table of branches, as far as tests look at it. */
interface Row {
  readonly branch: string;
  readonly ticket: string | null;
  readonly provider: string | null;
  readonly developer: string | null;
  readonly state: string;
  readonly from: string | null;
}

export interface BranchInstall extends TestInstall {
  /** A work tree with main, whose branches are made by `branch`. */
  readonly path: string;
  /** Scans the repository, and gives what was found. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the test looks at
  scan(flags?: string): Promise<any>;
  rows(): Promise<readonly Row[]>;
}

/**
 * The spec's company with director@ (DOMAIN_ADMIN) in insurance-division, and an empty repository of which the first scan makes one of
 * life-insurance.
 */
export async function branchInstall(): Promise<BranchInstall> {
  const install = await insuranceInstall();
  await install.withSql(
    (sql) => sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select id, 'director@massmutual.com', 'DOMAIN_ADMIN' from QUAD_domains where path = ${division}`,
  );
  const path = repository();
  branch(path, "main");
  return {
    ...install,
    path,
    scan: async (flags = "--domain life-insurance") => (await install.json(`branch scan --repo ${path} ${flags}`))[0],
    rows: () =>
      install.withSql(async (sql) => [
        ...(await sql<Row[]>`
            select branch_name as branch, ticket_id as ticket, ticket_provider as provider, developer_email as developer,
              case when merged_at is not null then 'merged' when deleted_at is not null then 'gone' else 'active' end as state,
              renamed_from as from
            from QUAD_branch_ticket_mapping order by branch_name`),
      ]),
  };
}

/** Configures a project of a domain. */
export const project = ({ withSql }: TestInstall, path: string, key: string, tool = "jira_software") =>
  withSql(
    (sql) => sql`
      insert into QUAD_itsm_config (domain_id, tool, project_key) select id, ${tool}, ${key} from QUAD_domains where path = ${path}`,
  );

/** Merges a branch into main, so that main goes on. */
export function merge(path: string, name: string): void {
  git(path, ["checkout", "--quiet", "-B", "main", "main"]);
  git(path, ["merge", "--quiet", "--no-ff", "--no-edit", name]);
}
