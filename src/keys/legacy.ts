import { findCompany } from "../companies/find.ts";
import type { Sql } from "../postgres/sql.ts";
import { transaction } from "../postgres/transaction.ts";
import { parseProvider } from "../values/provider.ts";
import { parseVaultPath } from "../vault/path.ts";
import { looksLikeSecret } from "../vault/secret.ts";

/** What becomes of one row of the legacy table. */
export interface LegacyKey {
  readonly integration: string;
  /** The root that gets the key. */
  readonly root: string | null;
  /** moved: it is the root's now. there: the root has just that already. stays: it cannot be moved. */
  readonly outcome: "moved" | "there" | "stays";
  /** Why it stays; null otherwise. */
  readonly why: string | null;
}

interface Row {
  readonly id: string;
  readonly integration: string;
  readonly path: string | null;
  readonly enabled: boolean;
  readonly roots: readonly { readonly id: string; readonly path: string }[];
}

/**
 * Moves the keys of QUAD_company_integrations (spec, "Legacy integrations: will be migrated to domain-level") to the root domain of
 * their company; its switches stay where they are. Run again it finds what is there. What cannot be moved stays, with the reason.
 */
export async function migrateLegacyKeys(sql: Sql, company: string | undefined): Promise<readonly LegacyKey[]> {
  return transaction(sql, async (tx) => {
    const companyId = company === undefined ? null : (await findCompany(tx, company)).id;
    const rows = await tx<Row[]>`
      select i.id, i.integration, i.vault_path as path, i.is_enabled as enabled,
        (select coalesce(json_agg(json_build_object('id', d.id, 'path', d.path) order by d.path), '[]')
         from QUAD_domains d where d.company_id = i.company_id and d.depth = 0) as roots
      from QUAD_company_integrations i
      where i.vault_path is not null and (${companyId}::uuid is null or i.company_id = ${companyId})
      order by i.company_id, i.integration for update of i`;
    const outcomes: LegacyKey[] = rows.map(planOf);
    const movable = rows.flatMap((row, i) =>
      outcomes[i]?.outcome === "moved"
        ? [
            {
              id: row.id,
              domain: row.roots[0]?.id,
              provider: parseProvider(row.integration),
              path: parseVaultPath(row.path ?? ""),
            },
          ]
        : [],
    );
    const done = await tx<{ id: string; same: boolean; added: boolean }[]>`
      with wanted as (
        select * from json_to_recordset(${JSON.stringify(movable)}::text::json) as w (id uuid, domain uuid, provider text, path text)
      ), added as (
        insert into QUAD_domain_integration_keys (domain_id, tool_provider, vault_path)
        select distinct on (w.domain, w.provider) w.domain, w.provider, w.path
        from wanted w join QUAD_company_integrations i using (id) order by w.domain, w.provider, i.created_at
        on conflict (domain_id, tool_provider) do nothing
        returning domain_id, tool_provider, vault_path
      )
      select w.id, a.domain_id is not null and a.vault_path = w.path as added,
        coalesce(k.vault_path = w.path and not k.inherit_from_parent, false) as same
      from wanted w join QUAD_company_integrations i using (id)
      left join added a on a.domain_id = w.domain and a.tool_provider = w.provider
      left join QUAD_domain_integration_keys k on k.domain_id = w.domain and k.tool_provider = w.provider`;
    const moved = done.filter(({ added, same }) => added || same).map(({ id }) => id);
    await tx`
      update QUAD_company_integrations set vault_path = null
      where id in (select v::uuid from json_array_elements_text(${JSON.stringify(moved)}::text::json) v)`;
    return outcomes.map((outcome, i) => {
      const result = done.find(({ id }) => id === rows[i]?.id);
      if (!result || result.added) return outcome;
      if (result.same) return { ...outcome, outcome: "there" };
      return {
        ...outcome,
        outcome: "stays",
        why: `${outcome.root} has another ${outcome.integration} key, or blocks it, already.`,
      };
    });
  });
}

function planOf({ integration, path, enabled, roots }: Row): LegacyKey {
  const stays = (why: string): LegacyKey => ({ integration, root: roots[0]?.path ?? null, outcome: "stays", why });
  if (!parses(parseProvider, integration)) return stays("its name is none of a tool.");
  const [root, ...others] = roots;
  if (!root) return stays("its company has no root domain.");
  if (others.length > 0)
    return stays(
      `its company has several roots (${roots.map((one) => one.path).join(", ")}); set it where it belongs.`,
    );
  if (!enabled) return stays("it is switched off, and would be on for everybody.");
  if (path === null || looksLikeSecret(path))
    return stays("what is there is a key, not a path: put it into Vaultwarden, and revoke it where it was issued.");
  if (!parses(parseVaultPath, path))
    return stays("what is there is no path into Vaultwarden as quad knows them (quad key set --help).");
  return { integration, root: root.path, outcome: "moved", why: null };
}

function parses(parse: (text: string) => unknown, text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}
