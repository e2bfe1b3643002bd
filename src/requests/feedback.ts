import { usage } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { counted } from "../terminal/style.ts";
import { findRequest } from "./find.ts";
import { mustBeTeam } from "./steps.ts";

/** What somebody found in a beta (spec, Step 7, Bug Report Example). */
export interface Finding {
  readonly kind: "bug" | "idea";
  /** At most 4,000 characters. */
  readonly text: string;
}

/** A file that shows it. */
export interface AttachedFile {
  readonly filename: string;
  readonly mediaType: string;
  readonly content: Buffer;
}

/** Findings with the numbers that they were given. */
export interface Reported {
  readonly slug: string;
  readonly numbers: readonly number[];
}

/**
 * Reports what was found in a beta, numbered on from what was reported before, and mails it to the team, with what else is said of it; files go with the first. Throws not
 * found, not allowed, and a conflict where there is no beta yet.
 */
export async function reportFindings(
  sql: Sql,
  reference: string,
  findings: readonly Finding[],
  { files, remark }: { readonly files: readonly AttachedFile[]; readonly remark: string | undefined },
): Promise<Reported> {
  return transaction(sql, async (tx) => {
    const { id, slug } = await findRequest(tx, reference);
    const found = await tx<{ id: string; number: number }[]>`
      select id, number from quad_request_report(${id}, ${JSON.stringify(findings)}::text::jsonb, ${remark ?? null})`;
    const [first] = found;
    if (first) {
      for (const { filename, mediaType, content } of files)
        await tx`select quad_request_attach(${first.id}, ${filename}, ${mediaType}, ${content})`;
    }
    return { slug, numbers: found.map(({ number }) => number) };
  });
}

/**
 * Says, as the team, in which patch findings are put right: all that are open, or those of these numbers. `as` is how the mail of that
 * patch words it, where there is one. Throws not found, a usage error for a number that there is not, and not allowed.
 */
export async function markFixed(
  sql: Sql,
  reference: string,
  patch: string,
  numbers: readonly number[],
  as: string | undefined,
): Promise<Reported> {
  return transaction(sql, async (tx) => {
    await mustBeTeam(tx);
    const { id, slug } = await findRequest(tx, reference);
    const fixed = await tx<{ number: number }[]>`
      update QUAD_request_feedback set fixed_in = ${patch}, fixed_at = current_timestamp, fixed_as = coalesce(${as ?? null}, fixed_as)
      where request_id = ${id} and case when ${numbers.length === 0} then fixed_in is null
        else number in (select json_array_elements_text(${JSON.stringify(numbers)}::text::json)::integer) end
      returning number`;
    const done = fixed.map(({ number }) => number).sort((a, b) => a - b);
    const missing = numbers.filter((number) => !done.includes(number));
    if (missing.length > 0)
      throw usage(`${slug} has no feedback ${missing.join(", ")}.`, { hint: `See it: quad request show ${slug}` });
    const which = done.length > 100 ? counted(done.length, "finding") : done.join(", ");
    if (done.length > 0)
      await tx`
        insert into QUAD_request_events (request_id, kind, said, by_email, data)
        values (${id}, 'fixed', ${`Fixed in ${patch}: ${which}`}, current_setting('quad.request_by', true),
          ${JSON.stringify({ patch, numbers: done })}::text::jsonb)`;
    return { slug, numbers: done };
  });
}
