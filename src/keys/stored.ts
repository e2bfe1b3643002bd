import { findDomain } from "../domains/find.ts";
import { notFound } from "../errors.ts";
import type { Sql } from "../postgres/sql.ts";
import { companyOf } from "./position.ts";

/** Whose key it is: a domain's, by path or unique name, or a person's, by e-mail. */
export type Holder =
  | { readonly domain: string; readonly user?: undefined }
  | { readonly user: string; readonly domain?: undefined };

/** What a domain or a person has for a tool, as it is stored: a path into the vault, never what is there. */
export interface StoredKey {
  readonly id: string;
  readonly provider: string;
  /** The path of the domain, of a domain's. */
  readonly domain: string | null;
  /** The e-mail of the person, of a person's own. */
  readonly user: string | null;
  /** blocked: nothing applies here, on purpose. passes_on: to the parent, as if there were nothing. */
  readonly state: "key" | "blocked" | "passes_on";
  readonly path: string | null;
  readonly expiresAt: Date | null;
  /** The path before the last rotation, while it is kept. */
  readonly formerPath: string | null;
  readonly formerUntil: Date | null;
  readonly rotatedAt: Date | null;
  readonly rotatedBy: string | null;
  /** How often it was taken out of the vault, and when last. */
  readonly uses: number;
  readonly lastUsedAt: Date | null;
  readonly lastUsedBy: string | null;
  readonly createdAt: Date;
}

export interface KeyFilter {
  /** Path of a domain. */
  readonly domain?: string | undefined;
  /** With everything below that domain. */
  readonly recursive?: boolean | undefined;
  readonly user?: string | undefined;
  readonly provider?: string | undefined;
  readonly companyId?: string | undefined;
}

/** The keys that the one who acts may see: those of domains whose keys they manage, and their own. By place, then tool. */
export async function listKeys(sql: Sql, filter: KeyFilter): Promise<readonly StoredKey[]> {
  const { domain, recursive = false, user, provider, companyId } = filter;
  const place =
    domain === undefined
      ? sql`true`
      : recursive
        ? sql`(k.domain = ${domain} or k.domain > ${`${domain}/`} and k.domain < ${`${domain}0`})`
        : sql`k.domain = ${domain}`;
  return sql<StoredKey[]>`
    ${selectKeys(sql)}
    where ${place}
      and ${user === undefined ? sql`true` : sql`k.person = ${user}`}
      and ${provider === undefined ? sql`true` : sql`k.provider = ${provider}`}
      and ${companyId === undefined ? sql`true` : sql`k.company_id = ${companyId}`}
    order by k.domain is null, translate(k.domain, '/', ' '), k.person, k.provider`;
}

/**
 * One key as it is stored, or as far as who acts may see; undefined where there is none. Throws not found for a domain or a person
 * that there is not.
 */
export async function findKey(sql: Sql, holder: Holder, provider: string): Promise<StoredKey | undefined> {
  const { path, companyId } = await placeOf(sql, holder);
  const [found] = await sql<StoredKey[]>`
    ${selectKeys(sql)}
    where k.provider = ${provider} and k.company_id = ${companyId}
      and ${path === undefined ? sql`k.person = ${holder.user ?? ""}` : sql`k.domain = ${path}`}`;
  return found;
}

/** One key as it is stored. Throws not found, and not allowed where who acts may not know. */
export async function storedKey(sql: Sql, holder: Holder, provider: string): Promise<StoredKey> {
  const found = await findKey(sql, holder, provider);
  if (found) return found;
  const { id, path, depth, companyId } = await placeOf(sql, holder);
  if (path === undefined) {
    await sql`select quad_require_own_keys(${companyId}, ${holder.user ?? ""})`;
  } else {
    await sql`select quad_must(${depth === 0 ? "manage_global_keys" : "manage_domain_keys"}, ${id ?? null}, true)`;
  }
  const whose = path === undefined ? `--user ${holder.user}` : `--domain ${path.slice(1)}`;
  throw notFound(`${path ?? holder.user} has no ${provider} key of ${path === undefined ? "their" : "its"} own.`, {
    hint: [
      `Set one: quad key set ${provider} ${whose} --path PATH`,
      ...(path === undefined ? [] : [`See what applies there: quad key matrix ${whose}`]),
    ],
  });
}

/** The same, and nobody else changes it until the transaction ends: who would is waited for first. */
export async function lockKey(tx: Sql, holder: Holder, provider: string): Promise<StoredKey> {
  const { id, path, companyId } = await placeOf(tx, holder);
  if (path === undefined) {
    await tx`
      select from QUAD_user_integration_keys k
      where k.tool_provider = ${provider}
        and k.user_id = (select u.id from QUAD_users u where u.company_id = ${companyId} and u.email = ${holder.user ?? ""})
      for update`;
  } else {
    await tx`select from QUAD_domain_integration_keys k where k.domain_id = ${id ?? null} and k.tool_provider = ${provider} for update`;
  }
  return storedKey(tx, holder, provider);
}

interface Place {
  readonly companyId: string;
  /** Of a domain. */
  readonly id?: string;
  readonly path?: string;
  readonly depth?: number;
}

const placeOf = async (sql: Sql, holder: Holder): Promise<Place> =>
  holder.domain === undefined ? { companyId: await companyOf(sql, holder.user) } : findDomain(sql, holder.domain);

const selectKeys = (sql: Sql) => sql`
  select k.id, k.provider, k.domain, k.person as "user", k.state, k.vault_path as path, k.expires_at as "expiresAt",
    case when k.former_until > current_timestamp then k.former_vault_path end as "formerPath",
    case when k.former_until > current_timestamp then k.former_until end as "formerUntil",
    k.rotated_at as "rotatedAt", k.rotated_by_email as "rotatedBy", coalesce(u.uses, 0) as uses,
    u.last_used_at as "lastUsedAt", u.last_used_by as "lastUsedBy", k.created_at as "createdAt"
  from (${storedKeys(sql)}) k
  left join lateral (
    select sum(u.uses) as uses, max(u.last_used_at) as last_used_at,
      (array_agg(u.last_used_by_email order by u.last_used_at desc))[1] as last_used_by
    from QUAD_key_uses u where u.domain_key_id = k.id or u.user_key_id = k.id) u on true`;

/** Domains' keys and people's own, in one shape; who acts sees theirs (migrations/rules/policies.sql). */
const storedKeys = (sql: Sql) => sql`
  select k.id, d.company_id, k.tool_provider as provider, d.path as domain, null::text as person,
    case when k.inherit_from_parent then 'passes_on' when k.vault_path is null then 'blocked' else 'key' end as state,
    k.vault_path, k.expires_at, k.former_vault_path, k.former_until, k.rotated_at, k.rotated_by_email, k.created_at
  from QUAD_domain_integration_keys k join QUAD_domains d on d.id = k.domain_id
  union all
  select k.id, u.company_id, k.tool_provider, null, u.email, 'key', k.vault_path, k.expires_at, k.former_vault_path,
    k.former_until, k.rotated_at, k.rotated_by_email, k.created_at
  from QUAD_user_integration_keys k join QUAD_users u on u.id = k.user_id`;
