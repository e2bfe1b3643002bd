import fc from "fast-check";
import { expect, test } from "vitest";
import { roles } from "../members/roles.ts";
import { type Exported, quadFormat } from "./export.ts";
import { parseQuad } from "./quad-format.ts";
import { reading } from "./reading.testing.ts";
import { renderYaml } from "./render-yaml.ts";

const read = (text: string) => reading(parseQuad, { "org.yaml": text });

test("every problem is listed, with its file and line", () => {
  const { problems } = read(`format: quad/1
domains:
  - path: Life
    colour: blue
  - display_name: No path
  - path: claims
    archived: yes
    members:
      - { email: ada, role: BOSS }
      - { role: QA, allocation: 1e2 }
      - { email: a@b.c, role: QUAD_ADMIN }
  - path: claims
extra: 1
`);
  expect(problems).toEqual([
    'org.yaml:3: "Life" is not a name: small letters, digits and single hyphens between them, at most 63. Perhaps: life',
    'org.yaml:4: "colour" is no key of a domain; those are path, display_name, archived, members.',
    "org.yaml:5: A domain has no path.",
    'org.yaml:7: "yes" is no moment, such as 2026-01-31T12:00:00Z.',
    expect.stringMatching(/^org.yaml:9: "BOSS" is not a role\./),
    'org.yaml:10: "1e2" is not a percentage: 0 to 100, at most two decimals, as in 50 or 33.33.',
    "org.yaml:10: A member has no email.",
    "org.yaml:11: QUAD_ADMIN is given on roots only, and /massmutual/claims is not one.",
    'org.yaml:12: "claims" would be the domain /massmutual/claims, as "claims" on line 6 is.',
    'org.yaml:13: "extra" is no key of the file; those are format, domains.',
  ]);
});

test("another format is told apart", () => {
  expect(read("orgs: {}").problems).toContain(
    "org.yaml:1: It does not say format: quad/1, as what quad org export writes does.",
  );
  expect(read("format: quad/2").problems).toEqual(['org.yaml:1: Its format is "quad/2"; this quad reads quad/1.']);
});

test("parents need not be listed, and may come after their children", () => {
  const { wanted, problems } = read("format: quad/1\ndomains: [{ path: a/b/c }, { path: a, display_name: A }]");
  expect(problems).toEqual([]);
  expect(wanted.domains.map(({ path, displayName }) => [path, displayName])).toEqual([
    ["/massmutual/a", "A"],
    ["/massmutual/a/b", null],
    ["/massmutual/a/b/c", null],
  ]);
});

const slug = fc.stringMatching(/^[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,2}$/);
const label = fc
  .string({ unit: "binary", minLength: 1, maxLength: 30 })
  .filter((text) => text.trim() !== "" && !/\p{Cc}/u.test(text));
const email = fc.stringMatching(/^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,12}@[a-z0-9]{1,8}(\.[a-z0-9]{1,4}){0,2}$/);
const person = fc.record(
  {
    email,
    role: fc.constantFrom(...roles.slice(1)),
    allocation: fc.integer({ min: 0, max: 10_000 }).map((n) => n / 100),
    status: fc.constant("pending" as const),
  },
  { requiredKeys: ["email", "role", "allocation"] },
);
const organisation: fc.Arbitrary<Exported> = fc
  .uniqueArray(
    fc.record(
      {
        path: fc.array(slug, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/")),
        display_name: label,
        archived: fc.constant("2026-01-31T12:00:00.123456+00:00"),
        members: fc.uniqueArray(person, { selector: (one) => `${one.email} ${one.role}`, maxLength: 5 }),
      },
      { requiredKeys: ["path", "display_name"] },
    ),
    { selector: ({ path }) => path, maxLength: 8 },
  )
  .map((domains) => ({ format: quadFormat, domains }));

test("what is written is read back, whatever names and people look like", () => {
  fc.assert(
    fc.property(organisation, (exported) => {
      const { wanted, problems } = read(renderYaml(exported));
      expect(problems).toEqual([]);
      for (const { path, display_name, archived, members = [] } of exported.domains) {
        const full = `/massmutual/${path}`;
        expect(wanted.domains.find((domain) => domain.path === full)).toMatchObject({
          displayName: display_name,
          archived: archived ?? null,
        });
        expect(
          wanted.members
            .filter(({ domain }) => domain === full)
            .map(({ email, role, allocation, status }) => ({ email, role, allocation, ...(status && { status }) })),
        ).toEqual(members);
      }
    }),
    { numRuns: 200 },
  );
});
