import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";
import { personalLogin } from "../../testing/logins.ts";

const company = "Massachusetts Mutual Life Insurance";

test("an account is added and linked to its memberships", async () => {
  const { quad, json } = await insuranceInstall();
  expect(
    await quad(
      "user add Dev@massmutual.com --name 'Dev Eloper' --sso okta --sso-subject 00u1 --avatar https://x.com/a.png",
    ),
  ).toEqual({
    code: 0,
    stdout: `Added dev@massmutual.com to ${company}; linked 1 membership.\n`,
    stderr: "",
  });
  expect(await json("user show dev@massmutual.com")).toEqual({
    id: expect.any(String),
    email: "dev@massmutual.com",
    company,
    fullName: "Dev Eloper",
    ssoProvider: "okta",
    ssoSubject: "00u1",
    avatarUrl: "https://x.com/a.png",
    login: null,
    memberships: 1,
    createdAt: expect.stringMatching(/Z$/),
  });
  const { stdout } = await quad("user get dev@massmutual.com");
  expect(stdout.replace(/[0-9a-f-]{36}/, "ID").replace(/\d{4}-\S+Z/, "TIME")).toBe(`dev@massmutual.com
  name         Dev Eloper
  company      ${company}
  sso          okta, 00u1
  avatar       https://x.com/a.png
  memberships  1
  id           ID
  created      TIME
`);
});

test("an account, or a subject of a provider, is there once", async () => {
  const { quad } = await insuranceInstall();
  await quad("user create dev@massmutual.com --sso okta --sso-subject 00u1");
  expect(await quad("user add dev@massmutual.com")).toEqual({
    code: 5,
    stdout: "",
    stderr: `dev@massmutual.com is a user of ${company} already.\nSee them: quad user show dev@massmutual.com\n`,
  });
  expect((await quad("user add x@massmutual.com --sso okta --sso-subject 00u1")).stderr).toBe(
    `Another user of ${company} has that subject of okta.\n`,
  );
  expect((await quad("user add y@massmutual.com --dry-run")).stderr).toBe("Nothing was changed: --dry-run.\n");
  expect((await quad("user ls --company massmutual")).stdout).toBe(
    `dev@massmutual.com\t\tokta\t1\t${company}\nit-admin@massmutual.com\t\t\t1\t${company}\n`,
  );
});

test("a renamed account takes its memberships along; a taken e-mail is refused", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("user add dev@massmutual.com");
  expect(await quad("user rename dev@massmutual.com developer@massmutual.com")).toEqual({
    code: 0,
    stdout: "Renamed: the account is developer@massmutual.com now, with 1 membership.\n",
    stderr: "",
  });
  expect(await json("member show developer@massmutual.com")).toMatchObject([{ allocated: 60 }]);
  expect((await quad("user rename developer@massmutual.com teamlead@massmutual.com")).stderr).toBe(
    `teamlead@massmutual.com is a member of domains already; it cannot be joined with developer@massmutual.com.
See what it holds: quad member show teamlead@massmutual.com
`,
  );
  expect((await quad("user rename developer@massmutual.com it-admin@massmutual.com")).stderr).toBe(
    `it-admin@massmutual.com is a user of ${company} already.\nSee them: quad user show it-admin@massmutual.com\n`,
  );
  expect(await quad("user rename nobody@massmutual.com x@massmutual.com")).toEqual({
    code: 4,
    stdout: "",
    stderr: "There is no user nobody@massmutual.com.\nSee who is: quad user list\n",
  });
});

test("a removed account leaves its memberships, and is asked about first", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("user add dev@massmutual.com");
  expect(await quad("user remove dev@massmutual.com")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      "Remove the account of dev@massmutual.com, with its keys and sessions? Nobody can be asked without a terminal.\nSay it with --yes.\n",
  });
  expect((await quad("user rm dev@massmutual.com --yes")).stdout).toBe(
    "Removed the account of dev@massmutual.com, its keys and sessions. 1 membership stays; to end it: quad member offboard dev@massmutual.com\n",
  );
  expect(await json("member show dev@massmutual.com")).toMatchObject([{ user: null, allocated: 60 }]);
});

test("git and ticket tools go on naming somebody by their former e-mail, and mean them", async () => {
  const { quad, json } = await insuranceInstall();
  await quad("user add dev@massmutual.com");
  await quad("user rename dev@massmutual.com developer@massmutual.com");
  const aliases = async () =>
    (await json("member alias list")).map(({ alias, email }: Record<string, string>) => [alias, email]);
  expect(await aliases()).toEqual([["dev@massmutual.com", "developer@massmutual.com"]]);
  await quad("user rename developer@massmutual.com dev@massmutual.com");
  expect(await aliases()).toEqual([["developer@massmutual.com", "dev@massmutual.com"]]);
});

test("a login follows the account's new e-mail, is shown with it, and goes with it", async () => {
  const install = await insuranceInstall();
  const { login, quad } = await personalLogin(install, "dev@massmutual.com");
  await install.quad("user rename dev@massmutual.com developer@massmutual.com");
  expect((await quad("whoami")).stdout.split(",")[0]).toBe("developer@massmutual.com");
  expect((await install.quad("user show developer@massmutual.com")).stdout).toMatch(`\n  login        ${login}\n`);
  expect((await install.quad("user remove developer@massmutual.com")).stderr).toBe(
    `Remove the account of developer@massmutual.com, with its keys, sessions and login ${login}? Nobody can be asked without a terminal.\nSay it with --yes.\n`,
  );
  expect((await install.quad("user remove developer@massmutual.com --yes")).stdout).toBe(
    `Removed the account of developer@massmutual.com, its keys, sessions and login ${login}. 1 membership stays; to end it: quad member offboard developer@massmutual.com\n`,
  );
  expect(await install.withSql((sql) => sql`select from pg_roles where rolname = ${login}`)).toEqual([]);
});
