import { expect, test } from "vitest";
import { plain } from "./style.ts";
import { table } from "./table.ts";

const columns = [
  { title: "id", value: ({ id }: Row) => id },
  { title: "state", value: ({ state }: Row) => state },
  { title: "because", value: ({ because }: Row) => because },
];

interface Row {
  readonly id: string;
  readonly state: string;
  readonly because: string;
}

const rows: readonly Row[] = [
  {
    id: "0f3e5a91",
    state: "dead",
    because: "550 There is nobody here by the name of somebody@example.com, and never was",
  },
  { id: "1c2d3e4f", state: "sent", because: "" },
];

const drawn = (width: number) => table({ ...plain, tty: true, columns: width }, columns, rows);

test("where there is room a row is a line", async () => {
  expect(await drawn(120)).toBe(
    [
      "ID        STATE  BECAUSE",
      "0f3e5a91  dead   550 There is nobody here by the name of somebody@example.com, and never was",
      "1c2d3e4f  sent",
    ].join("\n"),
  );
});

test("where there is none texts go on below, at their spaces, and no word is torn or lost", async () => {
  expect(await drawn(60)).toBe(
    [
      "ID        STATE  BECAUSE",
      "0f3e5a91  dead   550 There is nobody here by the name of",
      "                 somebody@example.com, and never was",
      "1c2d3e4f  sent",
    ].join("\n"),
  );
});

test("where that is not enough they are broken in paths and addresses, closer together, and behind dashes", async () => {
  const members = [
    {
      id: "teamlead@massmutual.com",
      state: "SUBDOMAIN_ADMIN",
      because: "/massmutual/insurance-division/life-insurance",
    },
  ];
  const at = async (width: number) =>
    (await table({ ...plain, tty: true, columns: width }, columns, members)).split("\n");
  expect(await at(55)).toEqual([
    "ID               STATE            BECAUSE",
    "teamlead         SUBDOMAIN_ADMIN  /massmutual",
    "@massmutual.com                   /insurance-division",
    "                                  /life-insurance",
  ]);
  expect(await at(51)).toEqual([
    "ID              STATE           BECAUSE",
    "teamlead        SUBDOMAIN_ADMIN /massmutual",
    "@massmutual.com                 /insurance-division",
    "                                /life-insurance",
  ]);
  expect(await at(40)).toEqual([
    "ID              STATE      BECAUSE",
    "teamlead        SUBDOMAIN_ /massmutual",
    "@massmutual.com ADMIN      /insurance-",
    "                           division",
    "                           /life-",
    "                           insurance",
  ]);
  // Where nothing helps, a row is a line for the terminal to break.
  expect(await at(30)).toEqual(await at(120));
});

test("what a row is indented by stays before its first word, and a date is not torn", async () => {
  const domains = [
    { id: "massmutual", state: "2026-11-30T05:45:26Z", because: "the first of them" },
    { id: "  insurance-division", state: "2026-11-30T05:45:26Z", because: "below it" },
  ];
  expect(await table({ ...plain, tty: true, columns: 49 }, columns, domains)).toBe(
    [
      "ID                   STATE                BECAUSE",
      "massmutual           2026-11-30T05:45:26Z the",
      "                                          first",
      "                                          of them",
      "  insurance-division 2026-11-30T05:45:26Z below",
      "                                          it",
    ].join("\n"),
  );
  expect(await table({ ...plain, tty: true, columns: 41 }, columns, domains)).toContain(
    ["  insurance- 2026-11-30T05:45:26Z below", "division                          it"].join("\n"),
  );
});

test("titles of several words are broken too, where rows find no room otherwise", async () => {
  const counts = ["with ticket", "unknown authors", "median age"].map((title) => ({
    title,
    value: ({ id }: Row) => id,
    align: "right" as const,
  }));
  expect(await table({ ...plain, tty: true, columns: 26 }, counts, rows.slice(1))).toBe(
    ["    WITH  UNKNOWN   MEDIAN", "  TICKET  AUTHORS      AGE", "1c2d3e4f 1c2d3e4f 1c2d3e4f"].join("\n"),
  );
});

test("a character of two columns is counted as two, and one of none as none", async () => {
  const [row] = rows as [Row];
  const wide = [
    { ...row, state: "日本語ツール", because: "e\u0301te\u0301 日本語 日本語 日本語" },
    { ...row, state: "👩‍👩‍👧‍👦", because: "e\u0301te\u0301 of nineteen" },
  ];
  expect(await table({ ...plain, tty: true, columns: 42 }, columns, wide)).toBe(
    [
      "ID        STATE         BECAUSE",
      "0f3e5a91  日本語ツール  e\u0301te\u0301 日本語 日本語",
      "                        日本語",
      "0f3e5a91  👩‍👩‍👧‍👦            e\u0301te\u0301 of nineteen",
    ].join("\n"),
  );
});

test("elsewhere a row is a line of cells between tabs", async () => {
  expect(await table(plain, columns, rows.slice(1))).toBe("1c2d3e4f\tsent\t");
});
