import { findDomain } from "../domains/find.ts";
import { conflict, notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { shortened } from "../terminal/style.ts";
import { placeFor } from "./place.ts";

/** The tools that tickets are in. */
const tools = ["jira_software", "jira_service_management", "servicenow", "linear", "zendesk", "freshservice"] as const;

export type Tool = (typeof tools)[number];

/** A tool as the database has it; `jira` is its usual product. Throws a usage error. */
export function parseTool(text: string): Tool {
  const name = text.trim().toLowerCase().replaceAll("-", "_");
  const tool = tools.find((tool) => tool === (name === "jira" ? "jira_software" : name));
  if (tool) return tool;
  throw usage(`${JSON.stringify(shortened(text))} is no tool that tickets are in.`, {
    hint: `They are jira, ${tools.join(", ")}.`,
  });
}

/** What the keys of a project's tickets begin with, in capitals. Throws a usage error. */
export function parseProjectKey(text: string): string {
  const key = text.trim().toUpperCase();
  if (/^[A-Z][A-Z0-9]{1,31}$/.test(key) && key.length === text.trim().length) return key;
  throw usage(
    `${JSON.stringify(shortened(text))} is not the key of a project, such as JIRA: letters and digits, a letter first, 2 to 32 of them.`,
  );
}

/** A project whose keys are looked for in the names of branches. */
export interface Project {
  readonly key: string;
  /** The tool as tickets have it: both products of Jira are jira. */
  readonly provider: string;
  /** The path of the domain that has it configured. */
  readonly domain: string;
  /** Null where who acts may not see it. */
  readonly tool: Tool | null;
}

/** What is looked for in a domain, its own and what comes from above; without one, what is configured wherever who acts may see it. */
export async function listProjects(sql: Sql, reference: string | undefined): Promise<readonly Project[]> {
  if (reference === undefined) {
    return sql<Project[]>`
      select c.project_key as key, quad_provider_of_tool(c.tool) as provider, d.path as domain, c.tool
      from QUAD_itsm_config c join QUAD_domains d on d.id = c.domain_id
      where c.is_enabled
      order by translate(d.path, '/', ' '), c.project_key`;
  }
  const { id, companyId } = await findDomain(sql, reference);
  return sql<Project[]>`
    select p.project_key as key, p.provider, p.configured_in as domain, c.tool
    from quad_ticket_projects(${id}) p
    join QUAD_domains d on d.company_id = ${companyId} and d.path = p.configured_in
    left join QUAD_itsm_config c on c.domain_id = d.id and c.project_key = p.project_key
    order by p.project_key`;
}

/** A project that was added or removed. */
export interface ChangedProject {
  readonly key: string;
  readonly tool: Tool;
  readonly domain: string;
  /** Branches that have another ticket now. */
  readonly relinked: number;
}

/**
 * Has the keys of a project looked for in a domain and below it; the names of its branches are read again. Throws a conflict where
 * they are already, or the domain is archived, and not allowed.
 */
export async function addProject(sql: Sql, key: string, tool: Tool, reference: string): Promise<ChangedProject> {
  return transaction(sql, async (tx) => {
    const { id, path } = await placeFor(tx, await findDomain(tx, reference));
    const added = await tx`
      insert into QUAD_itsm_config as c (domain_id, tool, project_key) values (${id}, ${tool}, ${key})
      on conflict (domain_id, project_key) do update set tool = excluded.tool, is_enabled = true where not c.is_enabled
      returning 1`;
    if (added.length === 0) {
      const [{ has }] = await tx<[{ has: string }]>`
        select tool as has from QUAD_itsm_config where domain_id = ${id} and project_key = ${key}`;
      throw conflict(`${path} has the project ${key} already (${has}).`, {
        hint: `Take it away first: quad ticket project remove ${key} --domain ${path.slice(1)}`,
      });
    }
    return { key, tool, domain: path, relinked: await relink(tx, id) };
  });
}

/** Takes a project away from a domain; the names of its branches are read again. Throws not found, and not allowed. */
export async function removeProject(sql: Sql, key: string, reference: string): Promise<ChangedProject> {
  return transaction(sql, async (tx) => {
    const { id, path } = await findDomain(tx, reference);
    await tx`select quad_must('configure_agents', ${id}, true)`;
    const [removed] = await tx<{ tool: Tool }[]>`
      delete from QUAD_itsm_config where domain_id = ${id} and project_key = ${key} returning tool`;
    if (removed) return { key, tool: removed.tool, domain: path, relinked: await relink(tx, id) };
    throw notFound(`${path} has no project ${key} of its own.`, {
      hint: `See what is looked for there: quad ticket project list --domain ${path.slice(1)}`,
    });
  });
}

async function relink(tx: Sql, domainId: string): Promise<number> {
  const [{ relinked }] = await tx<[{ relinked: number }]>`select quad_relink_branches(${domainId}) as relinked`;
  return relinked;
}
