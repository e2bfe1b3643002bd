import { expect, test } from "vitest";
import { z } from "zod";
import { pageOf, pageShape } from "./page.ts";

const page = {
  format: "quad-request-page/1",
  id: "842ffc69-5c31-400b-96fb-f52e6be35489",
  slug: "postman-1234",
  tool: "Postman",
  status: "submitted",
  acknowledgedAt: null,
  startedAt: null,
  betaReleasedAt: null,
  prodReleasedAt: null,
  closedAt: null,
  closedBecause: null,
  expeditedAt: null,
  effort: null,
  estimatedReleaseDate: null,
  betaPatch: null,
  prodPatch: null,
  events: [],
  feedback: [],
};
const takes = (more: object) => pageShape(z).safeParse({ ...page, ...more }).success;
const event = (said: string, at = "2026-01-05T12:00:00.000Z") => ({ events: [{ kind: "comment", said, at }] });

test("what the database could not keep is no page", () => {
  expect(takes({})).toBe(true);
  expect(takes(event("\u001b[31mred\n\u202e"))).toBe(true);
  for (const said of ["", "  \n", "half \ud800", "\u0000"]) expect([said, takes(event(said))]).toEqual([said, false]);
  for (const at of ["0000-01-01T00:00:00.000Z", "1800-01-01T00:00:00.000Z", "3000-01-01T00:00:00.000Z"])
    expect([
      at,
      takes(event("x", at)),
      takes({ expeditedAt: at }),
      takes({ estimatedReleaseDate: at.slice(0, 10) }),
    ]).toEqual([at, false, false, false]);
  expect(takes({ closedBecause: "It has\nno API." })).toBe(true);
  for (const closedBecause of ["\u0007", "a\tb", " "]) expect(takes({ closedBecause })).toBe(false);
});

test("of more than a page takes it has the newest", () => {
  const at = new Date("2026-01-05T12:00:00Z");
  const events = Array.from({ length: 1500 }, (_, i) => ({ kind: "fixed", said: `event ${1500 - i}`, by: null, at }));
  const feedback = Array.from({ length: 1500 }, (_, i) => ({ number: i + 1, fixedIn: null }));
  const made = pageOf({ ...page, events, feedback } as never, "QUAD");
  expect([made.events.length, made.events[0]?.said, made.events.at(-1)?.said]).toEqual([
    1000,
    "event 501",
    "event 1500",
  ]);
  expect([made.feedback.length, made.feedback[0]?.number]).toEqual([1000, 501]);
  expect(pageShape(z).safeParse(made).success).toBe(true);
});
