import { expect, test } from "vitest";
import { withConnection } from "../../postgres/connect.ts";
import { parseTarget } from "../../postgres/target.ts";
import { insuranceInstall } from "../../testing/insurance.ts";
import { loginName, personalLogin } from "../../testing/logins.ts";

const company = "Massachusetts Mutual Life Insurance";
const none = {
  code: 4,
  stdout: "",
  stderr: `dev@massmutual.com has no login in ${company}.\nGive them one: quad access grant dev@massmutual.com\n`,
};

test("a revoked login is gone from the server, and whoever is connected with it is cut off", async () => {
  const install = await insuranceInstall();
  const { login, url, quad } = await personalLogin(install, "dev@massmutual.com");
  const target = parseTarget(url);
  const held = withConnection(target, async (sql) => {
    await sql`select 1`;
    expect(await install.quad("access revoke dev@massmutual.com --yes")).toEqual({
      code: 0,
      stdout: `Revoked the login ${login} of dev@massmutual.com.\n`,
      stderr: "",
    });
    return sql`select count(*) from QUAD_domains`;
  });
  await expect(held).rejects.toMatchObject({ code: "unreachable" });
  const server = install.url
    .replace("quad@", `${login}@`)
    .replace(/%2F/gi, "/")
    .replace(/\/quad_/, ":5432$&");
  expect(await quad("domain list")).toEqual({
    code: 6,
    stdout: "",
    stderr: `Postgres at ${server} refuses: role "${login}" does not exist.\nSee what was tried: quad doctor\n`,
  });
  expect(await install.withSql((sql) => sql`select from pg_roles where rolname = ${login}`)).toEqual([]);
  expect(await install.quad("access revoke dev@massmutual.com --yes")).toEqual(none);
});

test("it is asked about first; a dry run ends nothing", async () => {
  const install = await insuranceInstall();
  expect(await install.quad("access revoke dev@massmutual.com")).toEqual(none);
  const { login, quad, url } = await personalLogin(install, "dev@massmutual.com");
  expect(await install.quad("access rm dev@massmutual.com")).toEqual({
    code: 2,
    stdout: "",
    stderr: `End the login ${login} of dev@massmutual.com? Nobody can be asked without a terminal.\nSay it with --yes.\n`,
  });
  expect(await install.quad("access revoke dev@massmutual.com --dry-run")).toEqual({
    code: 0,
    stdout: `Revoked the login ${login} of dev@massmutual.com.\n`,
    stderr: "Nothing was changed: --dry-run.\n",
  });
  expect((await quad("domain list")).code).toBe(0);
  // nor who is connected
  await withConnection(parseTarget(url), async (sql) => {
    await sql`select 1`;
    expect((await install.quad("member offboard dev@massmutual.com --dry-run --yes")).code).toBe(0);
    expect(await sql`select count(*) > 0 as seen from QUAD_domains`).toEqual([{ seen: true }]);
  });
});

test("who may not manage the company revokes none, and no connection ends its own login", async () => {
  const install = await insuranceInstall();
  const dev = await personalLogin(install, "dev@massmutual.com");
  const admin = await personalLogin(install, "it-admin@massmutual.com");
  for (const email of ["it-admin@massmutual.com", "dev@massmutual.com"]) {
    expect(await dev.quad(`access revoke ${email} --yes`)).toEqual({
      code: 3,
      stdout: "",
      stderr: "dev@massmutual.com may not manage the company.\nAsk it-admin@massmutual.com.\n",
    });
  }
  expect(await admin.quad("access revoke it-admin@massmutual.com --yes")).toEqual({
    code: 5,
    stdout: "",
    stderr: `This connection is the login ${admin.login} itself, which cannot end itself.
Let somebody else revoke it, or do it over another connection.
`,
  });
  expect((await admin.quad("access revoke dev@massmutual.com --yes")).code).toBe(0);
});

test("logins are listed by e-mail, with what is missing on the server; a person sees their own", async () => {
  const install = await insuranceInstall();
  expect(await install.quad("access list")).toEqual({ code: 0, stdout: "", stderr: "" });
  const teamlead = await personalLogin(install, "teamlead@massmutual.com");
  const iam = loginName(install);
  await install.quad(`access grant dev@massmutual.com --iam ${iam}`);
  const list = async () => (await install.quad("access ls")).stdout.replace(/\d{4}-\S+Z/g, "TIME");
  expect(await list()).toBe(`${iam}\tdev@massmutual.com\tcertificate\t1\tTIME\t
${teamlead.login}\tteamlead@massmutual.com\tpassword\t1\tTIME\t
`);
  await install.withSql((sql) => sql.unsafe(`drop role ${iam}`));
  expect(await list()).toBe(`${iam}\tdev@massmutual.com\tcertificate\t1\tTIME\tmissing on the server
${teamlead.login}\tteamlead@massmutual.com\tpassword\t1\tTIME\t
`);
  expect((await teamlead.quad("access list")).stdout.split("\t")[0]).toBe(teamlead.login);
  expect(await install.json("access list --company massmutual")).toEqual([
    {
      login: iam,
      email: "dev@massmutual.com",
      company,
      kind: "certificate",
      roles: 1,
      since: expect.stringMatching(/Z$/),
      present: false,
    },
    expect.objectContaining({ login: teamlead.login, present: true }),
  ]);
  expect((await install.quad("access revoke dev@massmutual.com --yes")).code).toBe(0);
});
