import { findDomain } from "../domains/find.ts";
import type { Sql } from "../postgres/sql.ts";
import { rehearsal } from "../postgres/transaction.ts";
import { type KeyOrigin, originOf } from "./matrix.ts";
import { unsetKey } from "./set.ts";
import { storedKey } from "./stored.ts";

/** What a change does to the key that applies to one person in one domain for one tool. */
export interface KeyEffect {
  readonly email: string;
  /** The path of the domain before the change, or after it where they had nothing to do with it before. */
  readonly domain: string;
  readonly provider: string;
  /** Null: none applied. */
  readonly before: KeyOrigin | null;
  /** Null: none applies. */
  readonly after: KeyOrigin | null;
}

/** Where a change may reach: a company, and in it one domain with everything below it, one tool, one person. */
export interface EffectScope {
  readonly companyId: string;
  readonly domainId?: string | undefined;
  readonly provider?: string | undefined;
  readonly email?: string | undefined;
}

/**
 * Whose keys a change would change: everybody's to whom one applies, in every domain in which they could ask for it. The change
 * is made, looked at, and taken back; whatever refuses it is thrown.
 */
export async function effectsOf(
  sql: Sql,
  scope: EffectScope,
  change: (tx: Sql) => Promise<unknown>,
): Promise<readonly KeyEffect[]> {
  return rehearsal(sql, async (tx) => {
    const before = await effective(tx, scope);
    await change(tx);
    return differences(before, await effective(tx, scope));
  });
}

/** Who would lose a domain's key, or get another in its place, if it went. Throws not found. */
export async function keyUsage(sql: Sql, reference: string, provider: string): Promise<readonly KeyEffect[]> {
  const domain = await findDomain(sql, reference);
  await storedKey(sql, { domain: domain.id }, provider);
  const scope = { companyId: domain.companyId, domainId: domain.id, provider };
  return effectsOf(sql, scope, (tx) => unsetKey(tx, { domain: domain.id }, provider));
}

/** Whether a change of a company's tree or people can be one of keys: whether it has any. */
export async function hasKeys(sql: Sql, companyId: string): Promise<boolean> {
  const [{ any }] = await sql<[{ any: boolean }]>`select quad_has_keys(${companyId}) as any`;
  return any;
}

interface Effective {
  readonly email: string;
  readonly path: string;
  readonly provider: string;
  readonly keyId: string;
  readonly origin: string | null;
}

async function effective(
  tx: Sql,
  { companyId, domainId, provider, email }: EffectScope,
): Promise<Map<string, Effective>> {
  const rows = (await tx`
    select k.email, k.domain_id, k.path, k.tool_provider, k.key_id, k.source_path
    from (select (select d.path from QUAD_domains d where d.id = ${domainId ?? null}) as under) s,
      quad_effective_keys(${companyId}, 'below', s.under, ${provider ?? null}, ${email ?? null}) k
    where k.tool_provider is not null`.values()) as unknown as [
    string,
    string,
    string,
    string,
    string,
    string | null,
  ][];
  return new Map(
    rows.map(([who, id, path, tool, keyId, origin]) => [
      `${who} ${id} ${tool}`,
      { email: who, path, provider: tool, keyId, origin },
    ]),
  );
}

function differences(before: Map<string, Effective>, after: Map<string, Effective>): readonly KeyEffect[] {
  const effects: KeyEffect[] = [];
  for (const which of new Set([...before.keys(), ...after.keys()])) {
    const [was, is] = [before.get(which), after.get(which)];
    const one = was ?? is;
    if (!one || was?.keyId === is?.keyId) continue;
    effects.push({
      email: one.email,
      domain: one.path,
      provider: one.provider,
      before: was ? originOf(was.origin) : null,
      after: is ? originOf(is.origin) : null,
    });
  }
  const order = ({ provider, domain, email }: KeyEffect) => `${provider} ${domain} ${email}`;
  return effects.sort((a, b) => (order(a) < order(b) ? -1 : 1));
}
