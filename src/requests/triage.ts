import type { Sql } from "../postgres/sql.ts";
import type { Day } from "../values/day.ts";
import type { Effort } from "./request.ts";

/** A tool in the team's queue, however it is spelled (spec, QUAD Team Workflow, 2 and 3). */
export interface Wanted {
  /** 1 is what comes first. */
  readonly position: number;
  readonly tool: string;
  /** As it was written. */
  readonly spellings: readonly string[];
  /** P0 to P3: the plan, one higher for a large team, one higher where several companies want it; P0 when expedited. */
  readonly priority: string;
  readonly why: readonly string[];
  readonly plan: string;
  readonly companies: number;
  /** All teams together. */
  readonly users: number;
  /** People in the largest team. */
  readonly largest: number;
  readonly votes: number;
  readonly expedited: boolean;
  readonly raised: boolean;
  readonly oldest: Date;
  /** The next day by which something is due. */
  readonly due: Day | null;
  readonly effort: Effort | null;
  readonly assignedTo: string | null;
  /** The slugs of its requests, in the order of their plans and ages. */
  readonly requests: readonly string[];
}

/** The queue: what comes first by priority, plan, companies, team size, votes and age; at most so many. */
export async function triage(sql: Sql, { limit }: { readonly limit: number | undefined }): Promise<readonly Wanted[]> {
  const rows = await sql<(Omit<Wanted, "why" | "priority"> & Standing)[]>`
    select row_number() over (order by level, plan_rank, companies desc, largest desc, votes desc, oldest, tool_key)::integer as position,
      tool_name as tool, to_json(spellings) as spellings, level, plan_rank as "planRank", raising_team as "raisingTeam", plan, companies::integer, users::integer,
      largest, votes::integer, expedited, raised, oldest, due, effort, assigned_to as "assignedTo", to_json(slugs) as requests
    from quad_triage order by 1 limit ${limit ?? null}`;
  return rows.map(({ level, planRank, raisingTeam, ...row }) => ({
    ...row,
    priority: `P${level}`,
    why: whyOf(row, { level, planRank, raisingTeam }),
  }));
}

interface Standing {
  readonly level: number;
  readonly planRank: number;
  /** People in the team that raises it; 0 where none does. */
  readonly raisingTeam: number;
}

const plans: Readonly<Record<string, string>> = { enterprise: "Enterprise", pro: "Pro", free: "Free" };

/** What makes the priority, in words. */
function whyOf(
  { plan, companies, expedited, raised, votes }: Omit<Wanted, "why" | "priority">,
  { planRank, raisingTeam }: Standing,
): readonly string[] {
  return [
    `${plans[plan] ?? plan}: P${planRank}`,
    ...(expedited ? [`expedited: P0`] : []),
    ...(!expedited && raised ? [`${companies} companies: one higher`] : []),
    ...(!expedited && raisingTeam > 0 ? [`a team of ${raisingTeam}: one higher`] : []),
    ...(votes > 0 ? [`${votes} more ${votes === 1 ? "vote" : "votes"}`] : []),
  ];
}
