// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how compose writes a variable
import fc from "fast-check";
import { expect, test } from "vitest";
import { interpolate, type Lookup } from "./interpolate.ts";

const lookup: Lookup = (name) =>
  ({ SET: { value: "value", source: ".env: SET" }, EMPTY: { value: "", source: "EMPTY" } })[name];
const fill = (text: string) => interpolate(text, lookup, "file").value;

test.each([
  ["$SET and ${SET}", "value and value"],
  ["$UNSET|${UNSET}|$EMPTY", "||"],
  ["${UNSET:-default} ${EMPTY:-default} ${SET:-default}", "default default value"],
  ["${UNSET-default} ${EMPTY-default}", "default "],
  ["${SET:+other}|${EMPTY:+other}|${EMPTY+other}|${UNSET+other}", "other||other|"],
  ["${UNSET:-${EMPTY:-${SET}}}", "value"],
  ["${UNSET:-}", ""],
  ["${SET:?must be set}", "value"],
  ["$$SET $${SET} 5$ $1", "$SET ${SET} 5$ $1"],
  ["${UNSET:-a:b-c?d}", "a:b-c?d"],
])("%s becomes %s", (text, value) => expect(fill(text)).toBe(value));

test.each([
  ["${UNSET:?has to be set}", "file: UNSET is not set: has to be set."],
  ["${EMPTY:?}", "file: EMPTY is not set."],
  ["${SET", "file: a ${ is never closed."],
  ["${not a name}", "file: what stands in ${…} is not the name of a variable."],
])("%s is refused", (text, message) => expect(() => fill(text)).toThrow(message));

test("it says where the values were found", () => {
  expect(interpolate("${UNSET:-$SET}", lookup, "file").sources).toEqual([".env: SET"]);
});

test("text with its dollars doubled stays what it was", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => fill(text.replaceAll("$", "$$$$")) === text));
});

test("a default is taken whole, whatever it holds", () => {
  const word = fc.string().filter((text) => !/[${}]/.test(text));
  fc.assert(fc.property(word, (text) => fill(`<\${UNSET-${text}}>`) === `<${text}>`));
});
