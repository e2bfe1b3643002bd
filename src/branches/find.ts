import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";
import { didYouMean, nearest } from "../values/near.ts";
import { type Branch, selectBranches } from "./branch.ts";
import { isUnder } from "./under.ts";

/** How one branch is named. */
export interface BranchReference {
  readonly branch: string;
  readonly repository?: string | undefined;
  /** Path of a domain, with everything below it. */
  readonly under?: string | undefined;
}

/** A branch's row, and what it shows. */
export interface FoundBranch extends Branch {
  readonly id: string;
  readonly domainId: string;
  readonly companyId: string;
}

/**
 * The branch that is meant, which nobody else changes until the transaction ends; of several the only active one. Throws not found with
 * what comes near, and a usage error that lists the candidates.
 */
export async function holdBranch(tx: Sql, reference: BranchReference): Promise<FoundBranch> {
  const { branch, repository, under } = reference;
  const found = await tx<FoundBranch[]>`
    select f.*, b.id, b.domain_id as "domainId", d.company_id as "companyId"
    from QUAD_branch_ticket_mapping b join QUAD_domains d on d.id = b.domain_id,
      lateral (select s.* from (${selectBranches(tx)} where b.branch_name = ${branch}) s
        where (s.branch, s.repository, s.domain) = (b.branch_name, b.repository, d.path)) f
    where b.branch_name = ${branch} and ${isUnder(tx, under)}
      and ${repository === undefined ? tx`true` : tx`b.repository = ${repository}`}
    order by f.state <> 'active', translate(d.path, '/', ' '), b.repository for update of b`;
  const active = found.filter(({ state }) => state === "active");
  const [first, ...others] = active.length > 0 ? active : found;
  if (first && others.length === 0) return first;
  if (first) {
    throw usage(`${shortened(branch)} is a branch in several places.`, {
      detail: [first, ...others]
        .slice(0, 8)
        .map((one) => `  ${one.repository} ${one.domain}${one.state === "active" ? "" : ` (${one.state})`}`),
      hint: "Say which: --repo NAME, --domain DOMAIN",
    });
  }
  const near = await nearBranches(tx, reference);
  throw notFound(
    `There is no branch ${shortened(branch)}${repository === undefined ? "" : ` in ${shortened(repository)}`}.`,
    {
      hint: didYouMean(near, "See them: quad branch list"),
    },
  );
}

async function nearBranches(tx: Sql, { branch, repository, under }: BranchReference): Promise<readonly string[]> {
  const candidates = await tx<{ name: string }[]>`
    select b.branch_name as name from QUAD_branch_ticket_mapping b join QUAD_domains d on d.id = b.domain_id
    where ${isUnder(tx, under)} and ${repository === undefined ? tx`true` : tx`b.repository = ${repository}`}
      and b.merged_at is null and b.deleted_at is null
      and length(b.branch_name) between ${Math.floor(branch.length * 0.75)} and ${Math.ceil(branch.length * 1.25) + 1}
    order by coalesce(b.last_commit_at, b.first_seen_at) desc limit 5000`;
  return nearest(branch, new Set(candidates.map(({ name }) => name)), {
    spellings: (name) => [name],
    most: Math.max(branch.length > 4 ? 2 : 1, branch.length / 5),
  });
}
