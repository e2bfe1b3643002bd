import { type TestInstall, testInstall } from "../testing/install.ts";
import { type MailServerOptions, type TestMailServer, testMailServer } from "../testing/mail-server.ts";
import { shapes } from "./shapes.ts";

/** An install that is to send mail, and a server that takes it. */
export interface MailInstall extends TestInstall {
  readonly server: TestMailServer;
  /** What names the server, and the install's own sender. */
  readonly env: Readonly<Record<string, string>>;
  /** Writes a mail into the outbox, and gives its id. */
  write(columns?: Readonly<Record<string, unknown>>): Promise<string>;
  /** What became of every mail, in the order of its recipients. */
  states(): Promise<readonly (readonly [to: string, status: string, attempts: number])[]>;
  /** Lets every mail be due, as time does. */
  wait(): Promise<void>;
  flush(more?: string, env?: Readonly<Record<string, string>>): ReturnType<TestInstall["quad"]>;
}

let written = 0;

/** `testInstall()` with a mail server. */
export async function mailInstall(options: MailServerOptions = {}): Promise<MailInstall> {
  const server = await testMailServer(options);
  const install = await testInstall();
  const env = { QUAD_SMTP_URL: server.url, QUAD_MAIL_FROM: "integrations@quadframe.work" };
  return {
    ...install,
    ...{ server, env },
    write: (columns = {}) =>
      install.withSql(async (sql) => {
        written += 1;
        const occasion = `test ${written}`;
        const [company] = await sql<[{ id: string }]>`select id from QUAD_companies limit 1`;
        const template = String(columns.template ?? "request-acknowledged");
        const row = {
          ...{ company_id: company.id, recipient_email: "admin@acmecorp.com", template, occasion },
          ...columns,
          data: sql.json((columns.data ?? shapes[template]?.sample ?? {}) as never),
        };
        const [{ id }] = await sql<[{ id: string }]>`insert into QUAD_outbox ${sql(row)} returning id`;
        return id;
      }),
    states: () =>
      install.withSql(async (sql) =>
        (
          await sql<{ to: string; status: string; attempts: number }[]>`
            select recipient_email as to, status, attempts from QUAD_outbox order by 1, id`
        ).map(({ to, status, attempts }) => [to, status, attempts] as const),
      ),
    wait: () =>
      install.withSql(async (sql) => {
        await sql`update QUAD_outbox set next_attempt_at = now() - interval '1 minute' where status = 'waiting'`;
      }),
    flush: (more = "", more_env = {}) => install.quad(`mail flush ${more}`.trim(), { env: { ...env, ...more_env } }),
  };
}
