import { expect, test } from "vitest";
import { testInstall } from "../../testing/install.ts";
import { insuranceInstall } from "../../testing/insurance.ts";
import { personalLogin } from "../../testing/logins.ts";

const life = "/massmutual/insurance-division/life-insurance";

test("yes is exit 0 and no is exit 3, both on standard output", async () => {
  const { quad } = await insuranceInstall();
  const teamlead = "--as teamlead@massmutual.com";
  expect(await quad(`access can-i invite_user -d life-insurance ${teamlead}`)).toEqual({
    code: 0,
    stdout: "yes\n",
    stderr: "",
  });
  expect(await quad(`access can invite_user -d insurance-division ${teamlead}`)).toEqual({
    code: 3,
    stdout: "no\n",
    stderr: "",
  });
  expect(await quad(`access can-i Invite-User -d ${life} ${teamlead} --quiet`)).toMatchObject({
    code: 0,
    stdout: "yes\n",
  });
});

test("the owner's connection asks about the QUAD_ADMIN, in the only root where none is named", async () => {
  const { quad, json } = await insuranceInstall();
  expect(await json("access can-i create_root_domain")).toEqual({
    capability: "create_root_domain",
    title: "create root domains",
    domain: "/massmutual",
    archived: false,
    email: "it-admin@massmutual.com",
    allowed: true,
    because: [{ role: "QUAD_ADMIN", scope: "company", domain: "/massmutual" }],
    nearMisses: [],
    ask: [],
  });
  expect((await quad("access can-i create_root_domain --explain")).stdout).toBe(
    "yes: it-admin@massmutual.com is QUAD_ADMIN in /massmutual, whose reach is the whole company.\n",
  );
});

test("a yes is explained by the role and the ancestor that give it, the nearest first", async () => {
  const { quad } = await insuranceInstall();
  await quad("member add director@massmutual.com -d massmutual -r domain_admin");
  await quad("member add director@massmutual.com -d insurance-division -r domain_admin");
  await quad("member add director@massmutual.com -d life-insurance -r subdomain_admin");
  expect(await quad("access can-i invite_user -d life-insurance --explain --as director@massmutual.com")).toEqual({
    code: 0,
    stdout: `yes: director@massmutual.com is SUBDOMAIN_ADMIN in ${life}, whose reach is that domain alone.
also: director@massmutual.com is DOMAIN_ADMIN in /massmutual/insurance-division, whose reach is that domain and below.
also: director@massmutual.com is DOMAIN_ADMIN in /massmutual, whose reach is that domain and below.
`,
    stderr: "",
  });
  expect((await quad("access can-i use_agents -d life-insurance --explain --as dev@massmutual.com")).stdout).toBe(
    `yes: dev@massmutual.com is DEVELOPER in ${life}, whose reach is what is their own, in that domain and below.\n`,
  );
});

test("a no is explained by what comes near, and says whom to ask, the nearest first", async () => {
  const { quad } = await insuranceInstall();
  await quad("member add director@massmutual.com -d insurance-division -r domain_admin");
  await quad("member add dev@massmutual.com -d wealth-management -r domain_admin");
  await quad("member invite dev@massmutual.com -d insurance-division -r domain_admin");
  await quad("member invite dev@massmutual.com -d massmutual/wealth-management/claims -r domain_admin");
  expect(await quad("access can-i create_domain -d life-insurance --explain --as dev@massmutual.com")).toEqual({
    code: 3,
    stdout: `no: dev@massmutual.com may not create or change domains in ${life}.
DOMAIN_ADMIN in /massmutual/insurance-division would, once it is accepted: the membership is pending.
DOMAIN_ADMIN in /massmutual/wealth-management/claims gives it, but reaches only that domain and below.
DOMAIN_ADMIN in /massmutual/wealth-management gives it, but reaches only that domain and below.
DEVELOPER in ${life} does not give it.
Ask director@massmutual.com (DOMAIN_ADMIN in /massmutual/insurance-division) or it-admin@massmutual.com (QUAD_ADMIN in /massmutual).
`,
    stderr: "",
  });
});

test("JSON of a no has all of it, on standard output", async () => {
  const { quad } = await insuranceInstall();
  const { code, stdout, stderr } = await quad(
    "access can-i invite_user -d insurance-division --as teamlead@massmutual.com --json",
  );
  expect([code, stderr, JSON.parse(stdout)]).toEqual([
    3,
    "",
    {
      capability: "invite_user",
      title: "invite users",
      domain: "/massmutual/insurance-division",
      archived: false,
      email: "teamlead@massmutual.com",
      allowed: false,
      because: [],
      nearMisses: [{ role: "SUBDOMAIN_ADMIN", domain: life, scope: "subdomain", why: "out_of_reach" }],
      ask: [{ email: "it-admin@massmutual.com", role: "QUAD_ADMIN", scope: "company", through: "/massmutual" }],
    },
  ]);
});

test("what is only one's own is asked of whoever can give a role there", async () => {
  const { quad } = await insuranceInstall();
  expect((await quad("access can-i use_agents -d wealth-management --explain --as dev@massmutual.com")).stdout).toBe(
    `no: dev@massmutual.com may not use agents in /massmutual/wealth-management.
DEVELOPER in ${life} gives it, but reaches only what is their own, in that domain and below.
Ask it-admin@massmutual.com (QUAD_ADMIN in /massmutual).
`,
  );
});

test("in an archived domain one may look, and hears what would be without it", async () => {
  const { quad } = await insuranceInstall();
  await quad("domain archive life-insurance --yes");
  expect((await quad("access can-i view_activity -d life-insurance")).stdout).toBe("yes\n");
  expect(await quad("access can-i invite_user -d life-insurance --explain")).toEqual({
    code: 3,
    stdout: `no: it-admin@massmutual.com may not invite users in ${life}.
${life} is archived: nothing can be done there but look, and end what there is.
QUAD_ADMIN in /massmutual would, if nothing were archived.
Bring it back first: quad domain restore ${life.slice(1)}
`,
    stderr: "",
  });
});

test("a role in an archived domain would give it, and is told to be archived", async () => {
  const { quad } = await insuranceInstall();
  await quad("member add director@massmutual.com -d insurance-division -r domain_admin");
  await quad("domain archive insurance-division --yes");
  expect(
    (await quad("access can-i view_activity -d life-insurance --explain --as director@massmutual.com")).stdout,
  ).toBe(`no: director@massmutual.com may not view activity in ${life}.
${life} is archived: nothing can be done there but look, and end what there is.
DOMAIN_ADMIN in /massmutual/insurance-division would, if nothing were archived.
Ask it-admin@massmutual.com (QUAD_ADMIN in /massmutual).
`);
});

test("a root's keys are not its DOMAIN_ADMIN's, and who is no member holds no role", async () => {
  const { quad } = await insuranceInstall();
  await quad("member add director@massmutual.com -d massmutual -r domain_admin");
  expect(
    (await quad("access can-i manage_domain_keys --explain --as director@massmutual.com")).stdout,
  ).toBe(`no: director@massmutual.com may not manage integration keys in /massmutual.
DOMAIN_ADMIN in /massmutual gives it below that domain only.
Ask it-admin@massmutual.com (QUAD_ADMIN in /massmutual).
`);
  await quad("user add guest@massmutual.com");
  expect(await quad("access can-i use_agents -d massmutual --as guest@massmutual.com")).toMatchObject({ code: 4 });
});

test("a personal login asks about itself", async () => {
  const install = await insuranceInstall();
  const { quad } = await personalLogin(install, "dev@massmutual.com");
  expect(await quad("access can-i use_agents -d life-insurance")).toEqual({ code: 0, stdout: "yes\n", stderr: "" });
  expect((await quad("access can-i approve_request -d life-insurance --explain")).stdout).toBe(
    `no: dev@massmutual.com may not approve requests in ${life}.
DEVELOPER in ${life} does not give it.
Ask it-admin@massmutual.com (QUAD_ADMIN in /massmutual).
`,
  );
});

test("where there are several roots it wants to know in which", async () => {
  const { quad } = await testInstall({ model: "cloud" });
  await quad("company create Beta --root beta --admin boss@beta.com --plan pro");
  expect(await quad("access can-i create_domain")).toEqual({
    code: 2,
    stdout: "",
    stderr: "There are several roots; say in which domain.\n  /beta\n  /massmutual\nAs in: --domain beta\n",
  });
  expect((await quad("access can-i create_domain -d beta --explain")).stdout).toBe(
    "yes: boss@beta.com is DOMAIN_ADMIN in /beta, whose reach is that domain and below.\n",
  );
  expect((await quad("access can-i create_domain --explain --as boss@beta.com")).code).toBe(0);
  expect((await quad("access can-i create_domain -d massmutual --as boss@beta.com")).code).toBe(4);
});

test("what is no capability is refused with what comes near and where they are listed", async () => {
  const { quad } = await testInstall();
  expect(await quad("access can-i invite-usr -d massmutual")).toEqual({
    code: 2,
    stdout: "",
    stderr:
      '"invite-usr" is not a capability.\nDid you mean invite_user?\nSee all of them: quad role show QUAD_ADMIN\n',
  });
  expect((await quad("access who-can frobnicate -d massmutual")).stderr).toBe(
    '"frobnicate" is not a capability.\nSee all of them: quad role show QUAD_ADMIN\n',
  );
  expect(await quad("access can-i")).toMatchObject({
    code: 2,
    stderr: "Missing required argument 'capability'.\nSee how: quad access can-i --help\n",
  });
  expect(await quad("access can-i use_agents -d nowhere")).toMatchObject({ code: 4 });
});
