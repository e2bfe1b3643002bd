import type { Run, TestInstall } from "../testing/install.ts";
import { insuranceInstall } from "../testing/insurance.ts";

export const division = "/massmutual/insurance-division";
export const life = `${division}/life-insurance`;

export interface ApprovalInstall extends TestInstall {
  /** Runs a command line as this person; ids and times in what it prints are replaced. */
  as(person: string, line: string): Promise<Run>;
  /** The same as the install's owner. */
  owner(line: string): Promise<Run>;
  /** Asks as this person; gives the id of the approval. */
  ask(person: string, line: string): Promise<string>;
}

/** The spec's company with director@ (DOMAIN_ADMIN) in insurance-division, and nothing asked for. */
export async function approvalInstall(options: Parameters<typeof insuranceInstall>[0] = {}): Promise<ApprovalInstall> {
  const install = await insuranceInstall(options);
  await install.withSql(async (sql) => {
    await sql`
      insert into QUAD_domain_members (domain_id, email, role)
      select id, 'director@massmutual.com', 'DOMAIN_ADMIN' from QUAD_domains where path = ${division}`;
  });
  return {
    ...install,
    as: async (person, line) => masked(await install.quad(`${line} --as ${person}@massmutual.com`)),
    owner: async (line) => masked(await install.quad(line)),
    ask: async (person, line) => (await install.json(`${line} --ask --as ${person}@massmutual.com`)).approval.id,
  };
}

const masked = ({ code, stdout, stderr }: Run): Run => ({ code, stdout: mask(stdout), stderr: mask(stderr) });

const mask = (text: string): string =>
  text
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "ID")
    .replace(/\b(?=[0-9a-f]*\d)[0-9a-f]{8}\b/g, "SHORT")
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|\d{4}-\d\d-\d\d( \d\d:\d\d UTC)?/g, "TIME");
