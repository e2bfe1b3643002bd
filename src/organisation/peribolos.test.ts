import { expect, test } from "vitest";
import { parsePeribolos } from "./peribolos.ts";
import { memberLines, reading } from "./reading.testing.ts";

const read = (files: Readonly<Record<string, string>>, rules = {}) => reading(parsePeribolos, files, rules);
const acme = (text: string) => ({ "acme.yaml": `orgs:\n  acme:\n${text}` });

test("an organisation is a domain, its teams are nested below it, and people have the roles of their places", () => {
  const { wanted, problems } = read(
    acme(`
    name: Acme Corporation
    admins: [root-of-it]
    members: [ada]
    teams:
      Platform Writers:
        maintainers: [ada]
        members: [bob]
        teams:
          Platform Leads: { maintainers: [ada] }
      Nobody Yet:
`),
  );
  expect(problems).toEqual([]);
  expect(wanted.domains.map(({ path, displayName }) => [path, displayName])).toEqual([
    ["/massmutual/acme", "Acme Corporation"],
    ["/massmutual/acme/nobody-yet", "Nobody Yet"],
    ["/massmutual/acme/platform-writers", "Platform Writers"],
    ["/massmutual/acme/platform-writers/platform-leads", "Platform Leads"],
  ]);
  expect(memberLines(wanted)).toEqual([
    "/massmutual/acme root-of-it@massmutual.com DOMAIN_ADMIN",
    "/massmutual/acme ada@massmutual.com DEVELOPER",
    "/massmutual/acme/platform-writers ada@massmutual.com SUBDOMAIN_ADMIN",
    "/massmutual/acme/platform-writers bob@massmutual.com DEVELOPER",
    "/massmutual/acme/platform-writers/platform-leads ada@massmutual.com SUBDOMAIN_ADMIN",
  ]);
});

test("an organisation named as the target is the target, and its first level is led by DOMAIN_ADMINs", () => {
  const { wanted } = read({ "m.yaml": "orgs: { MassMutual: { teams: { Life: { maintainers: [ada] } } } }" });
  expect(memberLines(wanted)).toEqual(["/massmutual/life ada@massmutual.com DOMAIN_ADMIN"]);
  expect(wanted.domains.map(({ path }) => path)).toEqual(["/massmutual", "/massmutual/life"]);
});

test("flags map the roles", () => {
  const roles = { orgAdmin: "INFRASTRUCTURE", orgMember: "QA", maintainer: "QA_LEAD", member: "DATABASE" } as const;
  const { wanted } = read(
    acme("    admins: [a]\n    members: [b]\n    teams: { t: { maintainers: [c], members: [d] } }"),
    {
      roles,
    },
  );
  expect(wanted.members.map(({ role }) => role)).toEqual(["INFRASTRUCTURE", "QA", "QA_LEAD", "DATABASE"]);
});

test("a person named twice in a team, in any letter case and in both lists, is one member with the wider role", () => {
  const { wanted, problems } = read(
    acme(
      "    teams:\n      t:\n        members: [Ada, ada, bob]\n        maintainers: [ADA]\n      u: { members: [ada] }",
    ),
  );
  expect(problems).toEqual([]);
  expect(memberLines(wanted)).toEqual([
    "/massmutual/acme/t ada@massmutual.com SUBDOMAIN_ADMIN",
    "/massmutual/acme/t bob@massmutual.com DEVELOPER",
    "/massmutual/acme/u ada@massmutual.com DEVELOPER",
  ]);
  expect(wanted.notes).toEqual(["1 person is named more than once in one domain; each is one member there."]);
});

test("a login stays the text it is, whatever YAML would make of it", () => {
  const { wanted, problems } = read(
    acme(`    members: [0123, 1e3, 0x1F, true, "null", No, 2024-01-01, 16yuki0702, null]`),
  );
  expect(problems).toEqual([]);
  expect(wanted.members.map(({ email }) => email.replace("@massmutual.com", ""))).toEqual(
    ["0123", "1e3", "0x1f", "true", "null", "no", "2024-01-01", "16yuki0702"], // null once: it was quoted before
  );
});

test("an e-mail is taken as it is, and logins need a mail domain", () => {
  const file = acme("    members: [Ada@Elsewhere.org]");
  expect(read(file, { mailHost: undefined }).wanted.members[0]?.email).toBe("ada@elsewhere.org");
  expect(read(acme("    members:\n    - a@b.c\n    - bob\n    - eve"), { mailHost: undefined }).problems).toEqual([
    `acme.yaml:5: "bob" is a login, not an e-mail address (and 1 more login after it). Say where its mail goes: --email-domain HOST`,
  ]);
});

test("the split layout joins every teams.yaml to the nearest org.yaml above it, named by its directory", () => {
  const { wanted, problems } = read({
    "/config/kubernetes/sig-docs/teams.yaml": "teams: { sig-docs-owners: { members: [ada] } }",
    "/config/kubernetes/org.yaml": "name: Kubernetes\nadmins: [root]\nteams: { admins: { maintainers: [root] } }",
    "/config/etcd-io/org.yaml": "members: [bob]",
    "/config/etcd-io/teams.yaml": "teams:\n",
  });
  expect(problems).toEqual([]);
  expect(wanted.domains.map(({ path }) => path)).toEqual([
    "/massmutual/etcd-io",
    "/massmutual/kubernetes",
    "/massmutual/kubernetes/admins",
    "/massmutual/kubernetes/sig-docs-owners",
  ]);
});

test("a teams.yaml without an org.yaml is a problem", () => {
  expect(read({ "/config/x/teams.yaml": "teams: { t: {} }", "/config/y/org.yaml": "admins: [a]" }).problems).toEqual([
    "/config/x/teams.yaml:1: There is no org.yaml in its directory or above it among the files.",
  ]);
});

test("every problem is listed, with its file and line", () => {
  const { problems } = read({
    "a.yaml": `orgs:
  acme:
    admins: somebody
    members:
    - not a login
    - -dash
    - {a: map}
    -
    teams:
      UX Writers:
        members: [a]
      ux-writers: {}
      日本語: {}
      ${"x".repeat(64)}: {}
      t:
        members: [a]
        members: [b]
      ? [a, b]
      : {}
  ACME: {}
`,
    "b.yaml": "orgs: { acme: {} }\n",
    "c.yaml": "kind: Group\n",
    "d.yaml": "orgs:\n\t- a: b\n",
    "e.yaml": "orgs: { a: { members: [*nobody] } }\n",
    "f.yaml": "orgs: {}\n---\norgs: {}\n",
  });
  expect(problems).toEqual([
    "a.yaml:3: admins has to be a list.",
    `a.yaml:5: "not a login" is not a login.`,
    `a.yaml:6: "-dash" is not a login.`,
    "a.yaml:7: a login has to be text.",
    "a.yaml:8: A login is empty.",
    `a.yaml:12: "ux-writers" would be the domain /massmutual/acme/ux-writers, as "UX Writers" on line 10 is.`,
    `a.yaml:13: "日本語" has no letter a to z and no digit to make a domain's name of.`,
    `a.yaml:14: "${"x".repeat(64)}" makes a domain's name of more than 63 characters.`,
    `a.yaml:17: "members" stands in "t" twice; the first is on line 16.`,
    "a.yaml:18: a key of teams has to be text.",
    `a.yaml:20: "ACME" would be the domain /massmutual/acme, as "acme" on line 2 is.`,
    `b.yaml:1: "acme" would be the domain /massmutual/acme, as "acme" on a.yaml:2 is.`,
    "c.yaml:1: This is no peribolos file: it has neither orgs: nor admins:, members: or teams: at its top.",
    "d.yaml:2: This is not YAML: Tabs are not allowed as indentation",
    "e.yaml:1: There is no anchor &nobody before it.",
    "f.yaml:2: A second document begins here; one file is one document.",
  ]);
});

test("a path of 2,000 bytes is a problem, said once", () => {
  let text = "orgs:\n  acme:\n    teams:\n";
  for (let level = 0; level < 40; level += 1) {
    const indent = " ".repeat(6 + level * 4);
    text += `${indent}${"t".repeat(60)}:\n${indent}  teams:\n`;
  }
  expect(read({ "deep.yaml": text }).problems).toEqual([
    "deep.yaml:68: Its path would be 2,029 bytes long; it must stay under 2,000.",
  ]);
});

test("QUAD_ADMIN is for roots", () => {
  const roles = { orgAdmin: "QUAD_ADMIN", orgMember: "DEVELOPER", member: "DEVELOPER" } as const;
  expect(read(acme("    admins: [ada]"), { roles }).problems).toEqual([
    "acme.yaml:3: QUAD_ADMIN is given on roots only, and /massmutual/acme is not one.",
  ]);
  expect(read({ "m.yaml": "orgs: { massmutual: { admins: [ada] } }" }, { roles }).problems).toEqual([]);
});

test("a key that is not peribolos', and could hold people, is noted; a setting is not", () => {
  const { wanted } = read(acme("    wiki: true\n    mebmers:\n    - ada\n    teams: { t: { maintainer: [bob] } }"));
  expect(wanted.notes).toEqual([
    `acme.yaml:4: "mebmers" is no key of peribolos; what it holds was left out.`,
    `acme.yaml:6: "maintainer" is no key of peribolos; what it holds was left out.`,
  ]);
});

test("anchors and aliases are followed", () => {
  const { wanted, problems } = read(
    acme("    admins: &us [ada, &b bob]\n    teams: { t: { members: *us }, u: { members: [*b] } }"),
  );
  expect(problems).toEqual([]);
  expect(wanted.members).toHaveLength(5);
});
