import { expect, test } from "vitest";
import { scramVerifier } from "../../access/password.ts";
import { type TestInstall, testInstall } from "../../testing/install.ts";
import { insuranceInstall } from "../../testing/insurance.ts";
import { loginName, personalLogin } from "../../testing/logins.ts";

const company = "Massachusetts Mutual Life Insurance";

/** The verifier that the server keeps of a login; null without a password, undefined without a role. */
const stored = ({ withSql }: TestInstall, login: string) =>
  withSql(async (sql) => {
    const [row] = await sql<{ verifier: string | null }[]>`
      select rolpassword as verifier from pg_authid where rolname = ${login}`;
    return row?.verifier;
  });

/** The verifier of a password with the salt of another verifier. */
const again = (password: string, verifier: string | null | undefined) =>
  scramVerifier(password, Buffer.from(/:([^$]+)\$/.exec(verifier ?? "")?.[1] ?? "", "base64"));

/** The address of the install's server with a login in front, as quad writes it. */
const urlOf = ({ url }: TestInstall, userinfo: string) =>
  url.replace("//quad@", `//${userinfo}@`).replace(/\/quad_/, ":5432$&");

test("a member is given a login, whose password is shown once with a URL that connects", async () => {
  const install = await insuranceInstall();
  const login = loginName(install);
  const { code, stdout, stderr } = await install.quad(`access grant Dev@massmutual.com --login ${login}`);
  const password = /password {2}(\S+)/.exec(stdout)?.[1] ?? "";
  const url = urlOf(install, `${login}:${password}`);
  expect({ code, stdout, stderr }).toEqual({
    code: 0,
    stdout: `Granted dev@massmutual.com the login ${login}.
  password  ${password}  (shown this once)
  url       ${url}
`,
    stderr: "",
  });
  const verifier = await stored(install, login);
  expect(again(password, verifier)).toBe(verifier);
  const who = await install.quad("whoami", { env: { QUAD_DATABASE_URL: url } });
  expect([who.code, who.stdout.split("\n")[1]]).toEqual([0, `  login      ${login}, their own`]);
});

test("a login does what its person may, as that person, and nothing else", async () => {
  const install = await insuranceInstall();
  const { login, quad } = await personalLogin(install, "teamlead@massmutual.com");
  expect((await quad("member list")).stdout).toMatch("dev@massmutual.com\t");
  expect(await quad("member add new@massmutual.com -d life-insurance -r qa")).toMatchObject({ code: 0 });
  expect(
    await quad("member add new@massmutual.com -d life-insurance -r qa-lead --as teamlead@massmutual.com"),
  ).toMatchObject({
    code: 0,
  });
  expect(await quad("member list --as dev@massmutual.com")).toEqual({
    code: 3,
    stdout: "",
    stderr:
      "This login acts as teamlead@massmutual.com, and not as dev@massmutual.com.\n--as is for the connection of the install's owner.\n",
  });
  expect(await quad("member add new@massmutual.com -d wealth-management -r qa")).toEqual({
    code: 3,
    stdout: "",
    stderr: `teamlead@massmutual.com may not invite users in /massmutual/wealth-management.
teamlead@massmutual.com is SUBDOMAIN_ADMIN in /massmutual/insurance-division/life-insurance.
Ask it-admin@massmutual.com.
See why: quad access can-i invite_user --domain massmutual/wealth-management
`,
  });
  const [entry] = await install.withSql(
    (sql) =>
      sql`select actor, login, acting_as from QUAD_audit where table_name = 'quad_domain_members' order by id desc limit 1`,
  );
  expect(entry).toEqual({ actor: "teamlead@massmutual.com", login, acting_as: null });
});

test("JSON gives the password and the URL apart; a dry run gives neither a password nor a login", async () => {
  const install = await insuranceInstall();
  const login = loginName(install);
  const rehearsed = await install.quad(`access grant dev@massmutual.com --login ${login} --dry-run`);
  expect(rehearsed).toEqual({
    code: 0,
    stdout: `Granted dev@massmutual.com the login ${login}.\n  url       ${urlOf(install, login)}\n`,
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect(await stored(install, login)).toBeUndefined();
  const granted = await install.json(`access grant dev@massmutual.com --login ${login} --company massmutual`);
  expect(granted).toEqual({
    login: {
      login,
      email: "dev@massmutual.com",
      company,
      kind: "password",
      roles: 1,
      since: expect.stringMatching(/Z$/),
      present: true,
    },
    password: expect.stringMatching(/^[0-9a-z-]{29}$/),
    url: urlOf(install, `${login}:${granted.password}`),
  });
});

test("the login is called as the e-mail; one that Postgres cannot hold wants another name", async () => {
  const install = await insuranceInstall();
  const email = loginName(install, "@massmutual.com");
  await install.quad(`member add ${email} -d life-insurance -r qa`);
  const { login, url } = await install.json(`access grant ${email}`);
  expect([login.login, url]).toEqual([email, expect.stringContaining(`//${encodeURIComponent(email)}:`)]);
  const long = `${"x".repeat(60)}@massmutual.com`;
  await install.quad(`member add ${long} -d life-insurance -r qa`);
  expect(await install.quad(`access grant ${long}`)).toEqual({
    code: 2,
    stdout: "",
    stderr: `"${long}" cannot be the name of a login.
It can have 63 bytes, no control characters, and does not begin with pg_ or quad_.
Give it another: --login NAME
`,
  });
  for (const name of ["pg_dev", "Quad_dev", "''", "'a\tb'"]) {
    expect(await install.quad(`access grant ${long} --login ${name}`)).toMatchObject({ code: 2, stdout: "" });
  }
});

test("a certificate's, or the cloud's, login has no password", async () => {
  const install = await insuranceInstall();
  const [certificate, iam] = [loginName(install), loginName(install)];
  expect((await install.quad(`access grant dev@massmutual.com --certificate ${certificate}`)).stdout).toBe(
    `Granted dev@massmutual.com the login ${certificate}, for a certificate or the cloud's IAM.\n  url       ${urlOf(install, certificate)}\n`,
  );
  expect(await stored(install, certificate)).toBeNull();
  expect(await install.json(`access grant teamlead@massmutual.com --iam ${iam}`)).toMatchObject({
    login: { login: iam, kind: "certificate" },
    password: null,
  });
  expect(await install.quad("access grant dev@massmutual.com --reset")).toEqual({
    code: 5,
    stdout: "",
    stderr: `The login ${certificate} of dev@massmutual.com has no password: it is for a certificate or the cloud's IAM.
End it, and grant another: quad access revoke dev@massmutual.com
`,
  });
  expect((await install.quad(`access grant dev@massmutual.com --login ${loginName(install)}`)).stderr).toBe(
    `dev@massmutual.com has a login already: ${certificate}.\nEnd it, and grant another: quad access revoke dev@massmutual.com\n`,
  );
  expect((await install.quad("access grant dev@massmutual.com --iam a --certificate b")).stderr).toBe(
    "Option '--certificate <name>' cannot be used with option '--iam <name>'.\n",
  );
});

test("--reset gives the login another password, also to oneself; nobody else's", async () => {
  const install = await insuranceInstall();
  expect(await install.quad("access grant dev@massmutual.com --reset")).toEqual({
    code: 4,
    stdout: "",
    stderr: `dev@massmutual.com has no login in ${company}.\nGive them one: quad access grant dev@massmutual.com\n`,
  });
  const dev = await personalLogin(install, "dev@massmutual.com");
  await personalLogin(install, "teamlead@massmutual.com");
  const before = await stored(install, dev.login);
  await install.quad("access grant dev@massmutual.com --reset --dry-run");
  expect(await stored(install, dev.login)).toBe(before);
  const { stdout } = await dev.quad("access grant dev@massmutual.com --reset");
  const password = /password {2}(\S+)/.exec(stdout)?.[1] ?? "";
  expect(stdout).toBe(`Reset the password of ${dev.login}, the login of dev@massmutual.com.
  password  ${password}  (shown this once)
  url       ${urlOf(install, `${dev.login}:${password}`)}
`);
  const after = await stored(install, dev.login);
  expect(after).not.toBe(before);
  expect(again(password, after)).toBe(after);
  expect(await dev.quad("access grant teamlead@massmutual.com --reset")).toEqual({
    code: 3,
    stdout: "",
    stderr: "dev@massmutual.com may not manage the company.\nAsk it-admin@massmutual.com.\n",
  });
});

test("a second login for one person, and a name that is taken, are refused with what to run", async () => {
  const install = await insuranceInstall();
  const { login } = await personalLogin(install, "dev@massmutual.com");
  for (const name of [login, loginName(install)]) {
    expect(await install.quad(`access grant dev@massmutual.com --login ${name}`)).toEqual({
      code: 5,
      stdout: "",
      stderr: `dev@massmutual.com has a login already: ${login}.\nGive it another password: quad access grant dev@massmutual.com --reset\n`,
    });
  }
  expect(await install.quad(`access grant teamlead@massmutual.com --login ${login}`)).toEqual({
    code: 5,
    stdout: "",
    stderr: `The login ${login} is somebody else's already.\nGive this one another name: quad access grant teamlead@massmutual.com --login NAME\n`,
  });
  expect(await install.quad("access grant teamlead@massmutual.com --login quad")).toEqual({
    code: 5,
    stdout: "",
    stderr:
      "This server has a role quad already.\nGive the login another name: quad access grant teamlead@massmutual.com --login NAME\n",
  });
});

test("twenty grants for one person at once: one wins, and the others hear of it", async () => {
  const install = await insuranceInstall();
  const names = Array.from({ length: 20 }, () => loginName(install));
  const runs = await Promise.all(names.map((name) => install.quad(`access grant dev@massmutual.com --login ${name}`)));
  const won = names[runs.findIndex(({ code }) => code === 0)];
  expect(runs.map(({ code }) => code).sort()).toEqual([0, ...Array(19).fill(5)]);
  expect(new Set(runs.flatMap(({ code, stderr }) => (code === 0 ? [] : [stderr])))).toEqual(
    new Set([
      `dev@massmutual.com has a login already: ${won}.\nGive it another password: quad access grant dev@massmutual.com --reset\n`,
    ]),
  );
  const roles = await install.withSql(
    (sql) => sql`select login from QUAD_logins l join pg_roles r on r.rolname = l.login`,
  );
  expect(roles).toEqual([{ login: won }]);
  expect(await Promise.all(names.map(async (name) => (await stored(install, name)) !== undefined))).toEqual(
    names.map((name) => name === won),
  );
});

test("two installs of one server that give a login the same name at once: one wins, the other hears of it", async () => {
  const installs = await Promise.all([insuranceInstall(), insuranceInstall()]);
  for (const login of Array.from({ length: 5 }, () => loginName(installs[0]))) {
    for (const { quad } of installs) await quad("access revoke dev@massmutual.com --yes");
    const runs = await Promise.all(
      installs.map(({ quad }) => quad(`access grant dev@massmutual.com --login ${login}`)),
    );
    expect(runs.map(({ code }) => code).sort()).toEqual([0, 5]);
    expect(runs.find(({ code }) => code === 5)?.stderr).toMatch(/already\.\nGive .* another name: quad access grant/);
  }
});

test("who is no member, or may not manage the company, gets and gives none", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("access grant nobody@massmutual.com")).toEqual({
    code: 4,
    stdout: "",
    stderr: `nobody@massmutual.com is not a member of ${company}.
Make them one first: quad member add nobody@massmutual.com --domain DOMAIN --role ROLE
`,
  });
  expect(await quad("access grant dev@massmutual.com --login dev --as teamlead@massmutual.com")).toEqual({
    code: 3,
    stdout: "",
    stderr: "teamlead@massmutual.com may not manage the company.\nAsk it-admin@massmutual.com.\n",
  });
  expect(await quad("access grant")).toMatchObject({
    code: 2,
    stderr: "Missing required argument 'email'.\nSee how: quad access grant --help\n",
  });
});

test("an invited person may have a login, and may nothing until they accept", async () => {
  const install = await insuranceInstall();
  await install.quad("member invite new@massmutual.com -d life-insurance -r subdomain_admin");
  const { quad } = await personalLogin(install, "new@massmutual.com");
  expect((await quad("access can-i invite_user -d life-insurance")).code).toBe(3);
  expect((await quad("member accept new@massmutual.com -d life-insurance")).code).toBe(0);
  expect((await quad("access can-i invite_user -d life-insurance")).code).toBe(0);
});

test("an embedded install has no logins", async () => {
  const { quad, directory } = await testInstall();
  expect(await quad(`access grant dev@massmutual.com --database-url pg:${directory}`)).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "An embedded install has no logins: whoever may read its directory is its owner.\nAct as somebody: --as dev@massmutual.com\n",
  });
});

test("on an install in a schema of its own the login works there without being told", async () => {
  const install = await testInstall();
  await install.withSql((sql) => sql.unsafe("create schema other"));
  const url = `${install.url}?options=-csearch_path%3Dother`;
  const env = { QUAD_DATABASE_URL: url };
  const done = await install.quad("init --root acme --admin boss@acme.com --company Acme", { env });
  expect([done.code, done.stderr]).toEqual([0, ""]);
  const login = loginName(install);
  const granted = JSON.parse(
    (await install.quad(`access grant boss@acme.com --login ${login} --json`, { env })).stdout,
  );
  const { stdout } = await install.quad("whoami", { env: { QUAD_DATABASE_URL: granted.url } });
  expect(stdout.split("\n")[0]).toBe("boss@acme.com, Acme");
});
