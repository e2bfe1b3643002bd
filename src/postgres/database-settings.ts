import type { z } from "zod";
import type { Sql } from "./sql.ts";

/** What is a database's own and no dump of its contents has. */
export async function settingsShape() {
  const { z } = await import("zod");
  const text = z.string();
  return z.strictObject({
    owner: text,
    encoding: text,
    collate: text.nullable(),
    ctype: text.nullable(),
    /** `c` is libc, `i` ICU, `b` built in. */
    provider: text,
    /** Of a provider other than libc. */
    locale: text.nullable(),
    icuRules: text.nullable(),
    connectionLimit: z.number().int(),
    comment: text.nullable(),
    /** Who may do what with it; an empty grantee is everybody. Null where nobody ever said. */
    grants: z.array(z.strictObject({ grantee: text, privilege: text, grantable: z.boolean() })).nullable(),
    /** As `alter database … set`, of a role where there is one. */
    settings: z.array(z.strictObject({ role: text.nullable(), name: text, value: text })),
  });
}

export type DatabaseSettings = z.infer<Awaited<ReturnType<typeof settingsShape>>>;

/** Reads what is a database's own, of the current one where none is named. */
export async function databaseSettings(tx: Sql, name: string | null = null): Promise<DatabaseSettings> {
  // Servers have had columns of the locale by several names: asked as JSON, one that is missing is null.
  const [settings] = await tx<[DatabaseSettings]>`
    select pg_get_userbyid(datdba) as owner, pg_encoding_to_char(encoding) as encoding, datcollate as collate, datctype as ctype,
      coalesce(to_jsonb(d) ->> 'datlocprovider', 'c') as provider,
      coalesce(to_jsonb(d) ->> 'datlocale', to_jsonb(d) ->> 'daticulocale') as locale, to_jsonb(d) ->> 'daticurules' as "icuRules",
      datconnlimit as "connectionLimit", shobj_description(d.oid, 'pg_database') as comment,
      case when datacl is not null then (
        select coalesce(json_agg(json_build_object('grantee', coalesce(r.rolname, ''), 'privilege', a.privilege_type, 'grantable', a.is_grantable)), '[]')
        from aclexplode(datacl) a left join pg_roles r on r.oid = a.grantee) end as grants,
      (select coalesce(json_agg(json_build_object('role', r.rolname, 'name', split_part(c, '=', 1), 'value', substr(c, strpos(c, '=') + 1))), '[]')
        from pg_db_role_setting s left join pg_roles r on r.oid = s.setrole, unnest(s.setconfig) c where s.setdatabase = d.oid) as settings
    from pg_database d where datname = coalesce(${name}::text, current_database())`;
  return settings;
}

/**
 * Makes an empty database with the same encoding and locale, in the server's own tablespace where none is said. Where one is, the room that
 * it takes is taken at once: written to the log, its files would have holes that only a checkpoint fills, or fails to. Throws not allowed,
 * and a conflict where there is one of that name.
 */
export async function createDatabase(
  sql: Sql,
  name: string,
  like: DatabaseSettings,
  tablespace: string | null = null,
): Promise<void> {
  const { encoding, collate, ctype, provider, locale, icuRules } = like;
  const [{ statement }] = await sql<[{ statement: string }]>`
    select format('create database %I template template0 encoding %L', ${name}::text, ${encoding}::text)
      || coalesce(' lc_collate ' || quote_literal(${collate}::text), '') || coalesce(' lc_ctype ' || quote_literal(${ctype}::text), '')
      || case ${provider} when 'i' then format(' locale_provider icu icu_locale %L', ${locale}::text)
        when 'b' then format(' locale_provider builtin builtin_locale %L', ${locale}::text) else '' end
      || coalesce(' icu_rules ' || quote_literal(${icuRules}::text), '')
      || coalesce(' tablespace ' || quote_ident(nullif(${tablespace}::text, 'pg_default')), '')
      || case when ${tablespace}::text is not null and current_setting('server_version_num')::integer >= 150000
        then ' strategy file_copy' else '' end as statement`;
  await sql.unsafe(statement);
}

/** Gives a database the owner, the grants, the settings and the comment that another had. Throws not allowed. */
export async function applySettings(tx: Sql, name: string, like: DatabaseSettings): Promise<void> {
  const run = async (format: string, ...words: readonly (string | number | null)[]) => {
    const [{ statement }] = await tx<[{ statement: string }]>`
      select format(${format}::text, variadic array(select json_array_elements_text(${JSON.stringify(words)}::text::json))) as statement`;
    await tx.unsafe(statement);
  };
  await run("alter database %I owner to %I", name, like.owner);
  await run(`alter database %I connection limit ${like.connectionLimit}`, name);
  if (like.comment !== null) await run("comment on database %I is %L", name, like.comment);
  if (like.grants !== null) {
    await run("revoke all on database %I from public", name);
    await run("revoke all on database %I from %I", name, like.owner);
    for (const { grantee, privilege, grantable } of like.grants) {
      const to = grantee === "" ? "public" : "%I";
      await run(
        `grant ${keyword(privilege)} on database %I to ${to}${grantable ? " with grant option" : ""}`,
        name,
        grantee,
      );
    }
  }
  for (const { role, name: setting, value } of like.settings) {
    const values = lists.includes(setting.toLowerCase()) ? namesIn(value) : [value];
    const as = values.map(() => "%L").join(", ");
    const words = [settingName(setting), ...values];
    if (role === null) await run(`alter database %I set %s = ${as}`, name, ...words);
    else await run(`alter role %I in database %I set %s = ${as}`, role, name, ...words);
  }
}

const lists = ["search_path", "temp_tablespaces", "local_preload_libraries", "session_preload_libraries"];

/** The names of a list, which the catalogue has as a statement has it: each in quotes where it wants them. */
function namesIn(list: string): readonly string[] {
  const names = [...list.matchAll(/"((?:[^"]|"")*)"|[^\s,]+/g)].map(
    ([bare, quoted]) => quoted?.replaceAll('""', '"') ?? bare,
  );
  return names.length > 0 ? names : [list];
}

const keyword = (privilege: string): string => (/^[A-Z ]+$/.test(privilege) ? privilege : "connect");

/** A setting's name, which may have parts. */
const settingName = (name: string): string =>
  name
    .split(".")
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join(".");
