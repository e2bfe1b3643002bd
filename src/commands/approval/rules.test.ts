import { expect, test } from "vitest";
import { approvalInstall } from "../../approvals/install.testing.ts";

const company = "Massachusetts Mutual Life Insurance";

test("a company says what it wants approved, and how long a request waits", async () => {
  const { owner, ask, json } = await approvalInstall();
  expect((await owner("approval rules")).stdout).toBe(
    "role\tno\t\ndomain\tno\t\nkey\tno\t\nintegration_request\tno\t\n",
  );
  expect(await owner("approval require role")).toEqual({
    code: 0,
    stdout: `At ${company}, a role needs an approval now; a request waits 14 days.\n`,
    stderr: "",
  });
  expect((await owner("approval require domain --valid-for 36h")).stdout).toMatch("a request waits 36 hours.");
  expect((await owner("approval require key --valid-for 90m")).stdout).toMatch("a request waits 90 minutes.");
  expect((await owner("approval rules")).stdout).toBe(
    "role\trequired\t14 days\ndomain\trequired\t36 hours\nkey\trequired\t90 minutes\nintegration_request\tno\t\n",
  );
  const { requestedAt, expiresAt } = await json(
    `approval show ${await ask("dev", "domain create annuities --parent insurance-division")}`,
  );
  expect(Date.parse(expiresAt) - Date.parse(requestedAt)).toBe(36 * 3600_000);
  expect((await owner("approval require domain")).stdout).toMatch("a request waits 36 hours.");
  expect((await owner("approval require domain --off")).stdout).toBe(`At ${company}, a domain needs no approval.\n`);
});

test("JSON gives minutes; a dry run changes nothing", async () => {
  const { json } = await approvalInstall();
  const rule = { company, subjectType: "key", required: true, validForMinutes: 1440 };
  expect(await json("approval require key --valid-for 1d --dry-run")).toEqual(rule);
  expect(await json("approval rules")).toContainEqual({ ...rule, required: false, validForMinutes: null });
});

test("only who manages the company sets them", async () => {
  const { as, owner } = await approvalInstall();
  const refused = {
    code: 3,
    stdout: "",
    stderr: "director@massmutual.com may not manage the company.\nAsk it-admin@massmutual.com.\n",
  };
  expect(await as("director", "approval require role")).toEqual(refused);
  expect((await as("it-admin", "approval require role")).code).toBe(0);
  expect(await as("director", "approval require role --off")).toEqual(refused);
  expect(await as("director", "approval require role --valid-for 1d")).toEqual(refused);
  expect((await as("dev", "approval rules")).stdout).toMatch("role\trequired\t14 days");
  expect((await owner("approval rules --company nowhere")).code).toBe(4);
});

test("what cannot be required or waited for is refused", async () => {
  const { owner } = await approvalInstall();
  expect((await owner("approval require")).stderr).toBe(
    "Missing required argument 'change'.\nSee how: quad approval require --help\n",
  );
  expect((await owner("approval require member")).stderr).toBe(
    "Command-argument value 'member' is invalid for argument 'change'. Allowed choices are role, domain, key, integration_request.\n",
  );
  for (const time of ["0d", "367d", "14", "1.5d", "d", "-1d", "1w"]) {
    expect(await owner(`approval require role --valid-for=${time}`)).toEqual({
      code: 2,
      stdout: "",
      stderr: `"${time}" is not a time to wait: 14d, 36h or 90m, and 366d at most.\n`,
    });
  }
  expect((await owner("approval require role --off --valid-for 1d")).stderr).toBe(
    "Option '--valid-for <time>' cannot be used with option '--off'.\n",
  );
});
