import { conflict } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import type { Plan } from "./plan.ts";
import { depthOf, nameOf, parentOf } from "./wanted.ts";

/**
 * Does what a plan says, inside a transaction of the caller's: a statement for each kind of change, whatever the number
 * of rows. Throws a conflict where what the plan was made from is no longer so.
 */
export async function applyPlan(tx: Sql, { domains, members }: Plan): Promise<void> {
  expectAll(domains.create, domains.create.length > 0 ? await createDomains(tx, domains.create) : 0);
  expectAll(domains.change, domains.change.length > 0 ? await renameDomains(tx, domains.change) : 0);
  const leaving = members.change.filter(({ before, after }) => before.primary && !after.primary);
  if (leaving.length > 0) await clearPrimaries(tx, leaving);
  expectAll(members.change, members.change.length > 0 ? await changeMembers(tx, members.change) : 0);
  expectAll(members.add, members.add.length > 0 ? await addMembers(tx, members.add) : 0);
  // Last, because nothing can be put into an archived domain.
  const archived = domains.create.filter(({ archived }) => archived !== null);
  if (archived.length > 0) await archiveDomains(tx, archived);
}

function expectAll(wanted: readonly unknown[], done: number): void {
  if (done === wanted.length) return;
  throw conflict("The organisation has changed since this was planned. Nothing was changed.", {
    hint: "Run it again.",
  });
}

/** Rows for `jsonb_to_recordset`: one parameter of text, which needs no look-up of array types. */
const json = (rows: readonly unknown[]): string => JSON.stringify(rows);

type Create = Plan["domains"]["create"];

async function createDomains(tx: Sql, create: Create): Promise<number> {
  const ids = new Map(create.map(({ path }) => [path, crypto.randomUUID()]));
  const rows = create.map(({ path, displayName }) => ({
    id: ids.get(path),
    name: nameOf(path),
    display_name: displayName,
    parent_id: ids.get(parentOf(path)) ?? null,
    parent_path: parentOf(path),
    depth: depthOf(path),
  }));
  // The trigger that places a domain sees the rows before it of the same statement, its parent among them.
  const { count } = await tx`
    insert into QUAD_domains (id, name, display_name, parent_domain_id)
    select r.id, r.name, r.display_name, coalesce(r.parent_id, p.id)
    from jsonb_to_recordset(${json(rows)}::text::jsonb)
      as r (id uuid, name text, display_name text, parent_id uuid, parent_path text, depth int)
    left join QUAD_domains p on p.path = r.parent_path
    where coalesce(r.parent_id, p.id) is not null
    order by r.depth`;
  return count;
}

async function renameDomains(tx: Sql, change: Plan["domains"]["change"]): Promise<number> {
  const rows = change.map(({ path, before, after }) => ({
    path,
    before: before.displayName,
    after: after.displayName,
  }));
  const { count } = await tx`
    update QUAD_domains d set display_name = r.after
    from jsonb_to_recordset(${json(rows)}::text::jsonb) as r (path text, before text, after text)
    where d.path = r.path and d.display_name = r.before`;
  return count;
}

async function archiveDomains(tx: Sql, create: Create): Promise<void> {
  await tx`
    update QUAD_domains d set archived_at = r.archived
    from jsonb_to_recordset(${json(create)}::text::jsonb) as r (path text, archived timestamptz)
    where d.path = r.path`;
}

type Change = Plan["members"]["change"];

/** First of all, because the mark may go to another row of the same person. */
async function clearPrimaries(tx: Sql, change: Change): Promise<void> {
  await tx`
    update QUAD_domain_members m set is_primary_domain = false
    from jsonb_to_recordset(${json(change)}::text::jsonb) as r (domain text, email text, role text)
    join QUAD_domains d on d.path = r.domain
    where (m.domain_id, m.email, m.role) = (d.id, r.email, r.role)`;
}

/** In one statement, because a person's allocations are added up after each, and none may pass 100 on the way. */
async function changeMembers(tx: Sql, change: Change): Promise<number> {
  const rows = change.map(({ before, after, ...key }) => ({
    ...key,
    ...after,
    was_status: before.status,
    was_allocation: before.allocation,
    was_primary: before.primary && after.primary,
  }));
  const { count } = await tx`
    update QUAD_domain_members m set
      status = r.status, allocation_percentage = r.allocation, is_primary_domain = r.primary
    from jsonb_to_recordset(${json(rows)}::text::jsonb)
      as r (domain text, email text, role text, status text, allocation numeric, "primary" boolean,
            was_status text, was_allocation numeric, was_primary boolean)
    join QUAD_domains d on d.path = r.domain
    where (m.domain_id, m.email, m.role) = (d.id, r.email, r.role)
      and (m.status, m.allocation_percentage, m.is_primary_domain) = (r.was_status, r.was_allocation, r.was_primary)`;
  return count;
}

async function addMembers(tx: Sql, add: Plan["members"]["add"]): Promise<number> {
  const { count } = await tx`
    insert into QUAD_domain_members
      (domain_id, email, role, status, allocation_percentage, is_primary_domain, invited_by)
    select d.id, r.email, r.role, r.status, r.allocation, r.primary,
      case r.status when 'pending' then quad_inviter(d.company_id) end
    from jsonb_to_recordset(${json(add)}::text::jsonb)
      as r (domain text, email text, role text, status text, allocation numeric, "primary" boolean)
    join QUAD_domains d on d.path = r.domain
    order by d.path, r.email`;
  return count;
}
