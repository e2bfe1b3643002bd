import { findDomain } from "../domains/find.ts";
import { notFound, usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { shortened } from "../terminal/style.ts";
import { type Approval, approvalColumns, effectiveStatus, type ShownApproval, type Status } from "./approval.ts";
import { approversOf } from "./ask.ts";
import { whatOf } from "./render.ts";

export interface ApprovalFilter {
  readonly status: Status | "all";
  /** Path or unique name of a domain. */
  readonly domain?: string | undefined;
  /** With everything below that domain. */
  readonly recursive?: boolean | undefined;
  /** Only what the one who acts has asked for. */
  readonly mine?: boolean | undefined;
}

/** The approvals that the one who acts may see: their own, and those they may decide on. The newest first. */
export async function listApprovals(sql: Sql, filter: ApprovalFilter): Promise<readonly Approval[]> {
  const { status, recursive = false, mine = false } = filter;
  const path = filter.domain === undefined ? undefined : (await findDomain(sql, filter.domain)).path;
  const inDomain =
    path === undefined
      ? sql`true`
      : recursive
        ? sql`(d.path = ${path} or d.path > ${`${path}/`} and d.path < ${`${path}0`})`
        : sql`d.path = ${path}`;
  return sql<Approval[]>`
    select ${approvalColumns(sql)}
    from QUAD_approval_workflows a join QUAD_domains d on d.id = a.domain_id
    where ${inDomain}
      and ${status === "all" ? sql`true` : sql`${effectiveStatus(sql)} = ${status}`}
      and ${mine ? sql`a.requested_by_email = quad_acts_as(a.company_id)` : sql`true`}
    order by a.created_at desc, a.id`;
}

/** One approval, by its id or the beginning of it. Throws as `findApproval` does. */
export async function showApproval(sql: Sql, reference: string): Promise<ShownApproval> {
  const approval = await findApproval(sql, reference);
  const [{ path }] = await sql<[{ path: string | null }]>`select quad_approval_path(${approval.id}) as path`;
  const approvers = approval.status === "pending" ? await approversOf(sql, approval.id) : [];
  return { ...approval, approvers, keyPath: path };
}

/**
 * The approval whose id begins with these (at least six) hexadecimal digits. Throws not found, and a usage error that lists the
 * candidates where there are several.
 */
export async function findApproval(sql: Sql, reference: string): Promise<Approval> {
  const digits = reference.trim().toLowerCase().replaceAll("-", "");
  if (!/^[0-9a-f]{6,32}$/.test(digits)) {
    throw usage(
      `${JSON.stringify(shortened(reference))} is not the id of an approval, nor its first six digits or more.`,
      {
        hint: "See them: quad approval list",
      },
    );
  }
  const found = await sql<Approval[]>`
    select ${approvalColumns(sql)}
    from QUAD_approval_workflows a join QUAD_domains d on d.id = a.domain_id
    where a.id between ${digits.padEnd(32, "0")} and ${digits.padEnd(32, "f")}
    order by a.id limit 9`;
  const [first, ...others] = found;
  if (first && others.length === 0) return first;
  if (first) {
    throw usage(`${digits} could be any of several approvals.`, {
      detail: found.slice(0, 8).map((approval) => `  ${approval.id}  ${whatOf(approval)} (${approval.status})`),
      hint: "Give more of its id.",
    });
  }
  throw notFound(`There is no approval ${shortened(reference.trim())} that you may see.`, {
    hint: "See them: quad approval list --status all",
  });
}
