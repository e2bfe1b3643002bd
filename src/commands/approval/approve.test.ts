import { expect, test } from "vitest";
import { approvalInstall, division, life } from "../../approvals/install.testing.ts";

test("an approved request is carried out, and the trail shows who asked, who decided and what was done", async () => {
  const { as, ask, withSql } = await approvalInstall();
  const id = await ask("teamlead", "member add qa@massmutual.com -d life-insurance -r qa -a 40 --primary");
  expect(await as("director", `approval approve ${id} --reason Welcome`)).toEqual({
    code: 0,
    stdout: `Approved and carried out: qa@massmutual.com in ${life} as QA, 40 %, primary domain; teamlead@massmutual.com has asked for it.\n`,
    stderr: "",
  });
  const trail = await withSql(
    (sql) => sql`
      select actor, command, table_name, action, after ->> 'status' as status from QUAD_audit
      where table_name = 'quad_approval_workflows' or after ->> 'email' = 'qa@massmutual.com' order by id`,
  );
  expect(trail).toEqual([
    {
      actor: "teamlead@massmutual.com",
      command: "quad member add",
      table_name: "quad_approval_workflows",
      action: "insert",
      status: "pending",
    },
    {
      actor: "director@massmutual.com",
      command: "quad approval approve",
      table_name: "quad_approval_workflows",
      action: "update",
      status: "approved",
    },
    {
      actor: "director@massmutual.com",
      command: "quad approval approve",
      table_name: "quad_domain_members",
      action: "insert",
      status: "active",
    },
  ]);
});

test("JSON gives the approval as it is now; a dry run leaves it pending", async () => {
  const { json, ask } = await approvalInstall();
  const id = await ask("teamlead", "domain create annuities --parent insurance-division --display-name Annuities");
  expect(await json(`approval approve ${id.slice(0, 6)} --dry-run --as director@massmutual.com`)).toEqual({
    id,
    subjectType: "domain",
    subject: { name: "annuities", displayName: "Annuities", admin: null },
    domain: division,
    status: "approved",
    requestedBy: "teamlead@massmutual.com",
    requestedAt: expect.any(String),
    expiresAt: expect.any(String),
    decidedBy: "director@massmutual.com",
    decidedAt: expect.any(String),
    reason: null,
    executedAt: expect.any(String),
  });
  expect(await json(`approval show ${id}`)).toMatchObject({ status: "pending", executedAt: null });
  expect(await json("domain list --under insurance-division")).toHaveLength(3);
});

test("a domain comes with its admin, an invitation in the name of who asked, a change in place of what was", async () => {
  const { owner, ask, json, withSql } = await approvalInstall();
  await owner("user add teamlead@massmutual.com");
  for (const line of [
    "domain create annuities --parent insurance-division --admin lead@massmutual.com",
    "member invite qa@massmutual.com -d life-insurance -r qa",
    "member set dev@massmutual.com -d life-insurance --to-role database -a 55",
  ]) {
    expect((await owner(`approval approve ${await ask("teamlead", line)}`)).code).toBe(0);
  }
  expect(await json("domain show annuities")).toMatchObject({
    members: [{ email: "lead@massmutual.com", role: "SUBDOMAIN_ADMIN", status: "active" }],
  });
  expect(await json("member list -d life-insurance")).toEqual([
    expect.objectContaining({ email: "teamlead@massmutual.com" }),
    expect.objectContaining({ email: "qa@massmutual.com", role: "QA", status: "pending" }),
    expect.objectContaining({ email: "dev@massmutual.com", role: "DATABASE", allocation: 55, primary: true }),
  ]);
  const [{ email }] = await withSql(
    (sql) => sql<[{ email: string }]>`
      select u.email from QUAD_domain_members m join QUAD_users u on u.id = m.invited_by where m.email = 'qa@massmutual.com'`,
  );
  expect(email).toBe("teamlead@massmutual.com");
});

test("nobody approves their own; a QUAD_ADMIN does, with a reason", async () => {
  const { as, owner, ask } = await approvalInstall();
  const directors = await ask("director", "domain create annuities --parent insurance-division");
  expect(await as("director", `approval approve ${directors} --reason Hurry`)).toEqual({
    code: 3,
    stdout: "",
    stderr:
      "director@massmutual.com has asked for this, and nobody decides on their own request.\nAsk it-admin@massmutual.com.\nWithdraw it: quad approval cancel SHORT\n",
  });
  const admins = await ask("it-admin", "domain create annuities --parent wealth-management");
  expect(await as("it-admin", `approval approve ${admins}`)).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "it-admin@massmutual.com has asked for this, and approves their own request only with a reason.\nquad approval approve SHORT --reason TEXT\n",
  });
  expect((await owner(`approval approve ${admins}`)).code).toBe(2);
  expect((await as("it-admin", `approval approve ${admins} --reason Alone`)).code).toBe(0);
});

test("it takes the right to approve there, and to make the change", async () => {
  const { as, ask, owner, withSql } = await approvalInstall();
  const id = await ask("dev", "member add qa@massmutual.com -d life-insurance -r qa");
  const [short] = id.split("-");
  expect(await as("teamlead", `approval approve ${id}`)).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no approval ID that you may see.\nSee them: quad approval list --status all\n",
  });
  await owner("member add root@massmutual.com -d massmutual -r domain_admin");
  const high = await ask("dev", "member add dev@massmutual.com -d massmutual -r quad_admin");
  expect(await as("root", `approval approve ${high}`)).toEqual({
    code: 3,
    stdout: "",
    stderr: `root@massmutual.com may not assign the role QUAD_ADMIN in /massmutual.
root@massmutual.com is DOMAIN_ADMIN in /massmutual.
Ask it-admin@massmutual.com.
See why: quad access can-i assign_quad_admin_role --domain massmutual
`,
  });
  await withSql(
    (sql) =>
      sql`update QUAD_role_capabilities set allowed = false where (role, capability) = ('DOMAIN_ADMIN', 'invite_user')`,
  );
  expect((await as("director", `approval approve ${short}`)).stderr).toMatch(
    `director@massmutual.com may not invite users in ${life}.\n`,
  );
});

test("what somebody asked for who has left is not approved, and brings them not back", async () => {
  const { owner, ask, json } = await approvalInstall();
  const id = await ask("dev", "member add dev@massmutual.com -d wealth-management -r developer");
  await owner("member offboard dev@massmutual.com --yes");
  expect(await owner(`approval approve ${id}`)).toEqual({
    code: 5,
    stdout: "",
    stderr:
      "dev@massmutual.com is an active member of no domain any more, and nothing of theirs is approved.\nquad approval reject SHORT --reason TEXT\n",
  });
  expect(await json("member list --domain wealth-management")).toEqual([]);
  expect((await owner(`approval reject ${id} --reason Gone`)).code).toBe(0);
});

test("what was decided, withdrawn or has expired is not decided again", async () => {
  const { as, owner, ask, withSql } = await approvalInstall();
  const add = (email: string) => ask("teamlead", `member add ${email}@massmutual.com -d life-insurance -r qa`);
  const [approved, cancelled, expired] = [await add("a"), await add("b"), await add("c")];
  await owner(`approval approve ${approved}`);
  await owner(`approval cancel ${cancelled}`);
  await withSql((sql) => sql`update QUAD_approval_workflows set expires_at = current_timestamp where id = ${expired}`);
  expect(await as("director", `approval approve ${approved}`)).toEqual({
    code: 5,
    stdout: "",
    stderr: "SHORT was approved by it-admin@massmutual.com on TIME already.\nSee it: quad approval show SHORT\n",
  });
  expect((await as("director", `approval approve ${cancelled}`)).stderr).toBe(
    "SHORT was cancelled on TIME already.\nSee it: quad approval show SHORT\n",
  );
  expect(await as("director", `approval approve ${expired}`)).toEqual({
    code: 5,
    stdout: "",
    stderr: "SHORT has expired on TIME.\nIt can be asked for again.\n",
  });
});

test("what refuses the change undoes the decision, and it stays pending", async () => {
  const { as, owner, ask, json } = await approvalInstall();
  const over = await ask("teamlead", "member set dev@massmutual.com -d life-insurance -a 90");
  await owner("member add dev@massmutual.com -d wealth-management -r qa -a 40");
  expect(await as("director", `approval approve ${over}`)).toEqual({
    code: 5,
    stdout: "",
    stderr: `dev@massmutual.com would be allocated 130 %; nobody can be above 100 %.
dev@massmutual.com holds 40 % in /massmutual/wealth-management; 60 % is left.
See it: quad member show dev@massmutual.com
`,
  });
  const taken = await ask("teamlead", "domain create annuities --parent insurance-division");
  await owner("domain create annuities --parent insurance-division");
  expect((await as("director", `approval approve ${taken}`)).stderr).toBe(
    `${division}/annuities exists already.\nSee it: quad domain show massmutual/insurance-division/annuities\n`,
  );
  const gone = await ask("teamlead", "member set dev@massmutual.com -d life-insurance --to-role qa");
  await owner("member remove dev@massmutual.com -d life-insurance");
  expect((await as("director", `approval approve ${gone}`)).stderr).toBe(
    `dev@massmutual.com is not DEVELOPER in ${life}.\nSee who is: quad member list --domain massmutual/insurance-division/life-insurance\n`,
  );
  await owner("domain archive life-insurance");
  expect((await owner(`approval approve ${gone}`)).stderr).toBe(
    `${life} is archived.\nBring it back first: quad domain restore massmutual/insurance-division/life-insurance\n`,
  );
  expect(await json("approval list")).toHaveLength(3);
});

test("without a seat it stays pending", async () => {
  const { owner, ask, json } = await approvalInstall({ plan: "free" });
  await owner("member add five@massmutual.com -d massmutual -r qa");
  const id = await ask("dev", "member add six@massmutual.com -d life-insurance -r qa");
  expect((await owner(`approval approve ${id}`)).stderr).toMatch(
    /^The Free plan of .* holds 5 people, and all seats are taken\.\n/,
  );
  expect(await json(`approval show ${id}`)).toMatchObject({ status: "pending" });
});

test("an id that is missing, is none, or is unknown", async () => {
  const { owner } = await approvalInstall();
  expect((await owner("approval approve")).stderr).toBe(
    "Missing required argument 'id'.\nSee how: quad approval approve --help\n",
  );
  expect(await owner("approval approve 3f2a")).toEqual({
    code: 2,
    stdout: "",
    stderr: '"3f2a" is not the id of an approval, nor its first six digits or more.\nSee them: quad approval list\n',
  });
  expect(await owner("approval approve 3f2a1b")).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no approval 3f2a1b that you may see.\nSee them: quad approval list --status all\n",
  });
});
