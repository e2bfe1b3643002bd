import { expect, test } from "vitest";
import { insuranceInstall } from "../../testing/insurance.ts";

test("the tree is drawn with display names, people and allocation", async () => {
  const { quad } = await insuranceInstall();
  expect(await quad("domain tree")).toEqual({
    code: 0,
    stdout: `massmutual  Mass Mutual  1 member
├── insurance-division  Insurance Division
│   ├── claims
│   └── life-insurance  2 members, 60 %
└── wealth-management
    └── claims
`,
    stderr: "",
  });
});

test("one domain is drawn with what is below it", async () => {
  const { quad } = await insuranceInstall();
  expect((await quad("domain tree wealth-management")).stdout).toBe("wealth-management\n└── claims\n");
});

test("siblings whose names sort around the slash keep their children", async () => {
  const { quad } = await insuranceInstall();
  for (const path of ["a", "a-b", "a0"]) {
    await quad(`domain create ${path} --parent wealth-management`);
    await quad(`domain create below --parent massmutual/wealth-management/${path}`);
  }
  expect((await quad("domain tree wealth-management")).stdout).toBe(`wealth-management
├── a
│   └── below
├── a-b
│   └── below
├── a0
│   └── below
└── claims
`);
});

test("what is archived is left out, and shown when asked for", async () => {
  const { quad } = await insuranceInstall();
  await quad("domain archive insurance-division");
  expect((await quad("domain tree")).stdout).toBe(
    "massmutual  Mass Mutual  1 member\n└── wealth-management\n    └── claims\n",
  );
  expect((await quad("domain tree --archived")).stdout).toBe(`massmutual  Mass Mutual  1 member
├── insurance-division  Insurance Division  (archived)
│   ├── claims  (archived)
│   └── life-insurance  2 members, 60 %  (archived)
└── wealth-management
    └── claims
`);
  expect(await quad("domain tree insurance-division")).toEqual({
    code: 4,
    stdout: "",
    stderr: "insurance-division is archived.\nShow it all the same: --archived\n",
  });
});
