import { expect, test } from "vitest";
import { nearest } from "./near.ts";

const spellings = (name: string) => [name];

test("what differs by a letter in four is near, whatever the case, the nearest first", async () => {
  const names = ["postman", "Postmen", "pastmen", "docker"];
  expect(await nearest("POSTMAN", names, { spellings })).toEqual(["postman", "Postmen"]);
  expect(await nearest("postman", names, { spellings, most: 2 })).toEqual(["postman", "Postmen", "pastmen"]);
});

test("nothing is near to what is far longer than it", async () => {
  expect(await nearest("x".repeat(100_000), ["docker", "x".repeat(300)], { spellings })).toEqual([]);
});
