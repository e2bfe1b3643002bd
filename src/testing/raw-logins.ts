import postgres from "postgres";
import { onTestFinished } from "vitest";
import { sqlState } from "../postgres/failures.ts";
import type { Sql } from "../postgres/sql.ts";
import type { TestInstall } from "./install.ts";

/** A role's own connection, as `psql` would have it. */
export interface RawLogin {
  readonly name: string;
  readonly sql: Sql;
  /** What the server has said beside its results. */
  readonly notices: string[];
}

export interface RawLogins {
  /** A new login of a person of a company, given as `quad access grant` gives it. */
  grant(company: string, email: string): Promise<RawLogin>;
  /** A role made by the given SQL, where `%I` stands for its name, and connected with. */
  create(statements: string): Promise<RawLogin>;
  /** Closes and drops all of them. Roles are the server's: they outlive the database. */
  drop(): Promise<void>;
}

/** The logins of one test database, dropped when the test is over. */
export function rawLogins(install: Pick<TestInstall, "url" | "withSql">): RawLogins {
  const made = createRawLogins(install);
  onTestFinished(made.drop);
  return made;
}

/** The same for the tests of a file: `beforeAll` makes them and returns `drop`. */
export function createRawLogins({ url, withSql }: Pick<TestInstall, "url" | "withSql">): RawLogins {
  const opened: RawLogin[] = [];
  const prefix = `t_${Math.random().toString(36).slice(2, 10)}`;
  const open = (name: string) => {
    const login = { name, ...connectAs(url, name) };
    opened.push(login);
    return login;
  };
  return {
    async grant(company, email) {
      const name = `${prefix}_${opened.length}`;
      const login = open(name);
      await withSql((sql) => sql`select quad_grant_login(${company}, ${email}, ${name}, null)`);
      return login;
    },
    async create(statements) {
      const name = `${prefix}_${opened.length}`;
      const login = open(name);
      await withSql((sql) => sql.unsafe(statements.replaceAll("%I", name)).simple());
      return login;
    },
    async drop() {
      await Promise.all(opened.map(({ sql }) => sql.end({ timeout: 1 })));
      await withSql(async (sql) => {
        const standing = new Set(
          (await sql<{ name: string }[]>`select rolname as name from pg_roles`).map(({ name }) => name),
        );
        for (const { name } of opened.toReversed()) {
          if (standing.has(name))
            await sql
              .unsafe(`reassign owned by ${name} to current_user; drop owned by ${name}; drop role ${name}`)
              .simple();
        }
      });
    },
  };
}

/** A connection to the database of a URL of the tests' server, as another role. It is opened by the first statement. */
function connectAs(url: string, user: string): Omit<RawLogin, "name"> {
  const { hostname, pathname } = new URL(url);
  const notices: string[] = [];
  const sql = postgres({
    host: decodeURIComponent(hostname),
    database: pathname.slice(1),
    user,
    max: 1,
    prepare: false,
    fetch_types: false,
    onnotice: ({ message = "" }) => void notices.push(message),
    types: { bigint: { to: 20, from: [20], serialize: String, parse: Number } },
  });
  return { sql: sql as unknown as Sql, notices };
}

/**
 * Tries statements and takes them back: the number of rows of the last one, or the SQLSTATE and message of the refusal. What
 * they do outside of a transaction is not taken back.
 */
export async function attempt(sql: Sql, statements: string): Promise<number | string> {
  await sql`begin`;
  try {
    const done = await sql.unsafe(statements).simple();
    return "count" in done ? done.count : ((done as { count: number }[]).at(-1)?.count ?? 0);
  } catch (error) {
    return `${sqlState(error)} ${(error as Error).message}`;
  } finally {
    await sql`rollback`;
  }
}
