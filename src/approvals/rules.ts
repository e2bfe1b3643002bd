import { findCompany } from "../companies/find.ts";
import { usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { shortened } from "../terminal/style.ts";
import { type SubjectType, subjectTypes } from "./approval.ts";

/** Whether a company wants a kind of change approved. */
export interface ApprovalRule {
  readonly company: string;
  readonly subjectType: SubjectType;
  readonly required: boolean;
  /** How long a request waits for a decision; null where none is required. */
  readonly validForMinutes: number | null;
}

/** What a company wants approved, and what not: every kind of change. */
export async function listRules(sql: Sql, company: string | undefined): Promise<readonly ApprovalRule[]> {
  const { id, name } = await findCompany(sql, company);
  return sql<ApprovalRule[]>`
    select ${name} as company, t.type as "subjectType", r.company_id is not null as required,
      extract(epoch from r.valid_for)::float / 60 as "validForMinutes"
    from json_array_elements_text(${JSON.stringify(subjectTypes)}::text::json) with ordinality t (type, n)
    left join QUAD_approval_rules r on r.subject_type = t.type and r.company_id = ${id}
    order by t.n`;
}

export interface RuleChange {
  readonly company?: string | undefined;
  readonly subjectType: SubjectType;
  readonly required: boolean;
  /** As it stands when left out; 14 days for a new rule. */
  readonly validForMinutes?: number | undefined;
}

/** Lets a company want a kind of change approved, or no longer. Throws not allowed. */
export async function setRule(sql: Sql, wanted: RuleChange): Promise<ApprovalRule> {
  const { subjectType, required, validForMinutes = null } = wanted;
  return transaction(sql, async (tx) => {
    const { id, name } = await findCompany(tx, wanted.company);
    const rule = { company: name, subjectType, required };
    if (!required) {
      await tx`delete from QUAD_approval_rules where company_id = ${id} and subject_type = ${subjectType}`;
      return { ...rule, validForMinutes: null };
    }
    const [{ minutes }] = await tx<[{ minutes: number }]>`
      insert into QUAD_approval_rules as r (company_id, subject_type, valid_for)
      values (${id}, ${subjectType}, make_interval(mins => coalesce(${validForMinutes}::integer, 14 * 24 * 60)))
      on conflict (company_id, subject_type) do update
        set valid_for = case when ${validForMinutes}::integer is null then r.valid_for else excluded.valid_for end
      returning extract(epoch from r.valid_for)::float / 60 as minutes`;
    return { ...rule, validForMinutes: minutes };
  });
}

const inMinutes = { m: 1, h: 60, d: 24 * 60 } as const;

/** How long a request waits, in minutes: 14d, 36h or 90m, from a minute to 366 days. Throws a usage error. */
export function parseValidFor(text: string): number {
  const [, n, unit = ""] = /^(\d{1,6})([mhd])$/.exec(text.trim().toLowerCase()) ?? [];
  const minutes = Number(n) * inMinutes[unit as keyof typeof inMinutes];
  if (minutes >= 1 && minutes <= 366 * inMinutes.d) return minutes;
  throw usage(`${JSON.stringify(shortened(text))} is not a time to wait: 14d, 36h or 90m, and 366d at most.`);
}
