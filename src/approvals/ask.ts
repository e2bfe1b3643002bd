import type { Sql } from "../postgres/sql.ts";
import { type ApprovalDetails, approvalColumns, type SubjectType } from "./approval.ts";

/** What comes of a change that has to be approved first: nothing is changed yet. */
export interface Asked {
  readonly approval: ApprovalDetails & {
    /** False when the same was asked for before, and is pending. */
    readonly isNew: boolean;
  };
}

/** What is asked for, as the database takes it (`quad_subject` in migrations/rules/approvals.sql). */
export type Particulars = Readonly<Record<string, string | number | boolean | null | undefined>>;

/** Whether the company wants one of these changes approved. */
export async function needsApproval(tx: Sql, companyId: string, ...changes: readonly SubjectType[]): Promise<boolean> {
  const [rule] = await tx<[{ needed: boolean }]>`
    select exists (
      select from QUAD_approval_rules
      where company_id = ${companyId} and subject_type in (select json_array_elements_text(${JSON.stringify(changes)}::text::json))
    ) as needed`;
  return rule.needed;
}

/**
 * Asks for a change in a domain, as whoever acts. The same change that somebody has asked for already is returned. Throws
 * not allowed for who is no active member, and a conflict for what is impossible now already. Only a key has a path.
 */
export async function askFor(
  tx: Sql,
  domainId: string,
  subjectType: SubjectType,
  particulars: Particulars,
  keyPath?: string,
): Promise<Asked> {
  const [approval] = await tx<[Asked["approval"]]>`
    select ${approvalColumns(tx)}, a.created_at = current_timestamp as "isNew"
    from quad_ask_for(${domainId}, ${subjectType}, ${JSON.stringify(particulars)}::text::jsonb, ${keyPath ?? null}) a
    join QUAD_domains d on d.id = a.domain_id`;
  return { approval: { ...approval, approvers: await approversOf(tx, approval.id) } };
}

/** Who may approve it. */
export async function approversOf(sql: Sql, id: string): Promise<readonly string[]> {
  const [row] = await sql<[{ emails: string[] }]>`
    select coalesce(json_agg(email), '[]') as emails from quad_approvers(${id})`;
  return row.emails;
}
