import type { TestInstall } from "../testing/install.ts";
import { emptyInstall, testInstall } from "../testing/install.ts";

/** The team's install, and how requests come to it. */
export interface TeamInstall extends TestInstall {
  /** Takes in a letter as if it had come by mail; gives the slug here. */
  receive(letter?: Partial<Letter>): Promise<string>;
  /** The mails that wait to be sent, in their order. */
  mails(): Promise<
    readonly { to: string; template: string; data: Record<string, unknown>; inReplyTo: string | null }[]
  >;
}

interface Letter {
  readonly tool: string;
  /** The company's name; its id follows from it. */
  readonly company: string;
  readonly plan: "free" | "pro" | "enterprise";
  readonly teamSize: number | null;
  readonly submittedAt: string;
}

/** An install of the QUAD team, without any request. */
export async function teamInstall(): Promise<TeamInstall> {
  const install = await testInstall();
  return {
    ...install,
    async receive(letter) {
      const { code, stdout, stderr } = await install.quad("request receive - --json", { stdin: letterOf(letter) });
      if (code !== 0) throw new Error(stderr);
      return JSON.parse(stdout).request.slug;
    },
    mails: () =>
      install.withSql(
        (sql) => sql`
          select recipient_email as to, template, data, in_reply_to as "inReplyTo" from QUAD_outbox
          order by created_at, template`,
      ),
  };
}

let letters = 0;

/** A letter as the customer's install writes it. */
export function letterOf({
  tool = "Postman",
  company = "Acme Corp",
  plan = "pro",
  teamSize = 5,
  submittedAt = "2026-01-05T12:00:00.000Z",
}: Partial<Letter> = {}): string {
  letters += 1;
  const id = uuidOf(`${process.pid} ${letters}`);
  const slug = `${tool
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")}-${1000 + letters}`;
  const domain = `${company.toLowerCase().replace(/[^a-z0-9]+/g, "")}.com`;
  return JSON.stringify({
    format: "quad-request/1",
    id,
    requestId: `req-${slug}`,
    slug,
    toolName: tool,
    category: "API Testing",
    teamSize,
    details: null,
    userEmail: `admin@${domain}`,
    submittedAt,
    messageId: `<${id}@${domain}>`,
    company: {
      id: uuidOf(company),
      name: company,
      adminEmail: `admin@${domain}`,
      plan,
      users: 12,
      deploymentModel: "self-hosted",
      version: "1.2.3",
    },
  });
}

/** A UUID that is always the same for a text. */
function uuidOf(text: string): string {
  const hex = Buffer.from(text.padEnd(16, ".")).toString("hex").slice(0, 32);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** The customer's install: Acme Corp on the Pro plan. */
export async function customerInstall(): Promise<TestInstall> {
  const install = await emptyInstall();
  await install.quad([
    "init",
    "--company",
    "Acme Corp",
    "--root",
    "acme",
    "--admin",
    "admin@acmecorp.com",
    "--plan",
    "pro",
  ]);
  return install;
}
