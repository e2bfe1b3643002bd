// biome-ignore-all lint/suspicious/noTemplateCurlyInString: this is how compose writes a variable
import fc from "fast-check";
import { expect, test } from "vitest";
import { QuadError } from "../../errors.ts";
import { parseEnvFile, readEnvLines } from "./env-file.ts";

const read = (text: string, outer: Record<string, string> = {}) => {
  const lookup = (name: string) => {
    const value = outer[name];
    return value === undefined ? undefined : { value, source: name };
  };
  return Object.fromEntries(
    [...readEnvLines(parseEnvFile(text, ".env"), ".env", lookup)].map(([k, v]) => [k, v.value]),
  );
};

test.each([
  ["A=1\nB = two words \n", { A: "1", B: "two words" }],
  ["# comment\n\nexport A=1\r\n", { A: "1" }],
  ["A=value # comment\nB=a#b\nC=# nothing", { A: "value", B: "a#b", C: "" }],
  ['A=\'$B # "kept"\'\nB="a # b" # comment', { A: '$B # "kept"', B: "a # b" }],
  ['A="one\ntwo\\nthree"\nB=4', { A: "one\ntwo\nthree", B: "4" }],
  ['A=1\nB="${A}${A}"\nC=$B-\nD="\\$A"', { A: "1", B: "11", C: "11-", D: "$A" }],
  ["A: yaml", { A: "yaml" }],
  ["\ufeffA=1\nA=2", { A: "2" }],
  ["INHERITED\nUNKNOWN", { INHERITED: "from outside" }],
])("%j is read as compose reads it", (text, values) => {
  expect(read(text, { INHERITED: "from outside" })).toEqual(values);
});

test("the environment wins over the file where a variable is filled in", () => {
  expect(read("A=file\nB=$A", { A: "environment" }).B).toBe("environment");
});

test("a mistake is told with its line and without the value", () => {
  expect(() => read("A=1\nnot a line: secret")).toThrow(".env:2 is not a line of the form NAME=VALUE.");
  expect(() => read('A=1\nB="secret')).toThrow('.env:2: the " after B is never closed.');
});

test("any value in quotes comes back", () => {
  const quoted = (text: string) =>
    `"${text
      .replace(/["\\$]/g, "\\$&")
      .replaceAll("\n", "\\n")
      .replaceAll("\r", "\\r")}"`;
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.string(), (first, second) => {
      expect(read(`A=${quoted(first)}\nB=${quoted(second)}`)).toEqual({ A: first, B: second });
    }),
  );
});

test("whatever a file holds, it is read or refused with a sentence", () => {
  const anything = fc.string({ unit: fc.constantFrom(..."AB=:#'\"\\$ {}\n\r\t-é".split("")), maxLength: 60 });
  fc.assert(
    fc.property(anything, (text) => {
      try {
        read(text);
      } catch (error) {
        expect(error).toBeInstanceOf(QuadError);
      }
    }),
    { numRuns: 500 },
  );
});
