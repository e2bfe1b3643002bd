import type { Role } from "../members/roles.ts";
import type { Sql } from "../postgres/sql.ts";

/** What a company can want approved. */
export const subjectTypes = ["role", "domain", "key", "integration_request"] as const;
export type SubjectType = (typeof subjectTypes)[number];

/** The status of an approval as it stands now: one that was not decided in time is expired. */
export const statuses = ["pending", "approved", "rejected", "cancelled", "expired"] as const;
export type Status = (typeof statuses)[number];

/** What is asked for, by its kind. */
type Subject =
  | {
      readonly subjectType: "role";
      readonly subject: {
        readonly email: string;
        readonly role: Role;
        /** The role they have there, where it is to be changed; null where they get one more. */
        readonly fromRole: Role | null;
        /** Null in a change: it stays. */
        readonly status: "active" | "pending" | null;
        /** In percent; null in a change: it stays. */
        readonly allocation: number | null;
        readonly primary: boolean | null;
      };
    }
  | {
      readonly subjectType: "domain";
      readonly subject: { readonly name: string; readonly displayName: string | null; readonly admin: string | null };
    }
  | {
      readonly subjectType: "key";
      /** Neither a path nor inherited: no key is to apply there. The path itself is not shown. */
      readonly subject: {
        readonly provider: string;
        readonly inherit: boolean;
        readonly hasPath: boolean;
        readonly expiresAt: string | null;
        /** For how long the path that is there now is to be kept; null where it is not. */
        readonly graceHours: number | null;
      };
    }
  | {
      readonly subjectType: "integration_request";
      readonly subject: {
        readonly tool: string;
        readonly category: string;
        readonly teamSize: number | null;
        readonly details: string | null;
      };
    };

/** A request for a change, and what became of it. */
export type Approval = Subject & {
  readonly id: string;
  /** The path of the domain it concerns; of a domain that is to be created, the parent's. */
  readonly domain: string;
  readonly status: Status;
  readonly requestedBy: string;
  readonly requestedAt: Date;
  readonly expiresAt: Date | null;
  readonly decidedBy: string | null;
  readonly decidedAt: Date | null;
  readonly reason: string | null;
  /** When the change was made. */
  readonly executedAt: Date | null;
};

/** An approval with the people who may approve it while it is pending, the nearest first. */
export type ApprovalDetails = Approval & { readonly approvers: readonly string[] };

/** An approval as it is shown: with the path of the key, to who has asked for it and who manages keys there. */
export type ShownApproval = ApprovalDetails & { readonly keyPath: string | null };

/** The columns of an `Approval`, from approvals `a` and their domains `d`. */
export const approvalColumns = (sql: Sql) => sql`
  a.id, a.subject_type as "subjectType", d.path as domain, ${effectiveStatus(sql)} as status,
  a.requested_by_email as "requestedBy", a.created_at as "requestedAt", a.expires_at as "expiresAt",
  a.decided_by_email as "decidedBy", a.decided_at as "decidedAt", a.reason, a.executed_at as "executedAt",
  case a.subject_type
    when 'role' then jsonb_build_object('email', a.subject -> 'email', 'role', a.subject -> 'role',
      'fromRole', a.subject -> 'from_role', 'status', a.subject -> 'status',
      'allocation', a.subject -> 'allocation_percentage', 'primary', a.subject -> 'is_primary_domain')
    when 'domain' then jsonb_build_object('name', a.subject -> 'name', 'displayName', a.subject -> 'display_name',
      'admin', a.subject -> 'admin')
    when 'key' then jsonb_build_object('provider', a.subject -> 'tool_provider',
      'inherit', a.subject -> 'inherit_from_parent', 'hasPath', a.subject -> 'has_path',
      'expiresAt', a.subject -> 'expires_at', 'graceHours', a.subject -> 'grace_hours')
    else jsonb_build_object('tool', a.subject -> 'tool_name', 'category', a.subject -> 'category',
      'teamSize', a.subject -> 'team_size', 'details', a.subject -> 'details')
  end as subject`;

export const effectiveStatus = (sql: Sql) =>
  sql`case when a.status = 'pending' and a.expires_at <= current_timestamp then 'expired' else a.status end`;
