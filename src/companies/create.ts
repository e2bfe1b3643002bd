import { conflict } from "../errors.ts";
import { brokenConstraint } from "../postgres/failures.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { type Company, findCompany } from "./find.ts";

export const plans = ["free", "pro", "enterprise"] as const;
export type Plan = (typeof plans)[number];
export const deploymentModels = ["self-hosted", "cloud"] as const;
export type DeploymentModel = (typeof deploymentModels)[number];

/** What it takes to found a company: the spec's Step 1 of both user journeys. */
export interface NewCompany {
  readonly name: string;
  /** The name of its root domain, a slug. */
  readonly root: string;
  readonly displayName?: string | undefined;
  readonly admin: string;
  readonly plan: Plan;
  readonly size?: string | undefined;
}

/** What `quad init` made, or found. */
export interface Initialised {
  readonly created: boolean;
  readonly model: DeploymentModel;
  readonly company: Company;
  readonly root: string;
  readonly admin: string;
}

/**
 * Makes an install's first company: company, root, administrator and user, in one transaction (spec, User Journey
 * Examples, Step 1: Installation). A second run with the same words finds it done; with other words it is a conflict.
 */
export async function initInstall(sql: Sql, wanted: NewCompany, model: DeploymentModel): Promise<Initialised> {
  return transaction(sql, async (tx) => {
    // The first of several runs at once goes on alone.
    const [install] = await tx<[{ model: DeploymentModel; roots: number }]>`
      select deployment_model as model, root_count as roots from QUAD_install for update`;
    if (install.roots > 0) return findInitialised(tx, wanted, install.model, model);
    await tx`update QUAD_install set deployment_model = ${model}`;
    const company = await foundCompany(tx, wanted, model === "cloud" ? "DOMAIN_ADMIN" : "QUAD_ADMIN");
    return { created: true, model, company, root: `/${wanted.root}`, admin: wanted.admin };
  });
}

async function findInitialised(
  tx: Sql,
  wanted: NewCompany,
  model: DeploymentModel,
  wantedModel: DeploymentModel,
): Promise<Initialised> {
  const [found] = await tx<{ companyId: string; name: string; path: string; administers: boolean }[]>`
    select c.id as "companyId", c.name, d.path,
      exists (select from QUAD_domain_members m
              where m.domain_id = d.id and m.email = ${wanted.admin} and m.role in ('QUAD_ADMIN', 'DOMAIN_ADMIN')) as administers
    from QUAD_domains d join QUAD_companies c on c.id = d.company_id
    where d.depth = 0
    order by d.name <> ${wanted.root}, d.created_at limit 1`;
  const same =
    found?.name === wanted.name && found.path === `/${wanted.root}` && found.administers && model === wantedModel;
  if (!found || !same) {
    throw conflict(
      `This install is initialised already: ${found?.name ?? "?"}, root ${found?.path ?? "?"}, ${model}.`,
      {
        hint:
          model === "cloud" && wantedModel === "cloud"
            ? "Add another company: quad company create"
            : "See it: quad company show, quad domain tree",
      },
    );
  }
  return {
    created: false,
    model,
    company: await findCompany(tx, found.companyId),
    root: found.path,
    admin: wanted.admin,
  };
}

/** Signs a company up on a cloud install: company, root and founder (spec, Example 2, Step 1). */
export async function createCompany(sql: Sql, wanted: NewCompany): Promise<Company> {
  return transaction(sql, async (tx) => {
    const [install] = await tx<[{ model: DeploymentModel; root: string | null }]>`
      select i.deployment_model as model, (select d.name from QUAD_domains d where d.depth = 0 limit 1) as root
      from QUAD_install i`;
    if (install.model === "self-hosted" && install.root !== null) {
      throw conflict("This install is self-hosted: it has one company, with one root.", {
        hint: `Add a domain to it: quad domain create NAME --parent ${install.root}`,
      });
    }
    return foundCompany(tx, wanted, install.model === "cloud" ? "DOMAIN_ADMIN" : "QUAD_ADMIN");
  });
}

async function foundCompany(tx: Sql, wanted: NewCompany, adminRole: "QUAD_ADMIN" | "DOMAIN_ADMIN"): Promise<Company> {
  try {
    const [{ id }] = await tx<[{ id: string }]>`
      insert into QUAD_companies (name, admin_email, size, plan)
      values (${wanted.name}, ${wanted.admin}, ${wanted.size ?? null}, ${wanted.plan}) returning id`;
    await tx`insert into QUAD_users (company_id, email) values (${id}, ${wanted.admin})`;
    const [root] = await tx<[{ id: string }]>`
      insert into QUAD_domains (name, display_name, company_id, domain_type)
      values (${wanted.root}, ${wanted.displayName ?? wanted.name}, ${id}, 'root') returning id`;
    await tx`
      insert into QUAD_domain_members (domain_id, email, role, status)
      values (${root.id}, ${wanted.admin}, ${adminRole}, 'active')`;
    return findCompany(tx, id);
  } catch (error) {
    if (brokenConstraint(error, "quad_domains_path_once")) {
      throw conflict(`There is a root ${wanted.root} already.`, { hint: "Choose another: --root NAME", cause: error });
    }
    throw error;
  }
}
