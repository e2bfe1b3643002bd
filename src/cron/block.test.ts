import fc from "fast-check";
import { expect, test } from "vitest";
import * as block from "./block.ts";

const home = "/opt/quad-platform";
const named = { where: "the crontab of ops", byHand: "Take its lines out by hand." };
const findBlock = (text: string, of: string) => block.findBlock(text, of, named);
const putBlock = (text: string, of: string, to: readonly string[]) => block.putBlock(text, of, to, named);
const dropBlock = (text: string, of: string) => block.dropBlock(text, of, named);

/** Crontabs as they are found: any bytes, line ends of both kinds, percent signs, blocks of other installs, no last line's end. */
const crontab = fc.oneof(
  fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString("latin1")),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          "5 * * * * date +\\%F%input",
          "MAILTO=ops",
          "",
          "\t",
          "# quad: begin /srv/other",
          "# quad: end /srv/other",
          "# quad: begin /opt/quad-platform2",
          "#quad: begin /opt/quad-platform",
          " # quad: end /opt/quad-platform",
        ),
        fc.string().map((text) => text.replaceAll("\n", "")),
      ),
    )
    .chain((lines) =>
      fc
        .record({ end: fc.constantFrom("\n", "\r\n"), last: fc.boolean() })
        .map(({ end, last }) => lines.join(end) + (last ? end : "")),
    )
    .map((text) => Buffer.from(text, "utf8").toString("latin1")),
);
const lines = fc.array(fc.string().map((text) => text.replace(/[\r\n]|^# quad: (begin|end) /g, "")));

test("what is put in and taken out leaves every byte as it was", () => {
  fc.assert(
    fc.property(crontab, lines, (text, block) => {
      expect(dropBlock(putBlock(text, home, block), home)).toBe(text);
    }),
  );
});

test("putting it in twice is putting it in once, and what is found is what was put in", () => {
  fc.assert(
    fc.property(crontab, lines, lines, (text, former, block) => {
      const once = putBlock(text, home, block);
      expect(putBlock(once, home, block)).toBe(once);
      expect(putBlock(putBlock(text, home, former), home, block)).toBe(once);
      expect(findBlock(once, home)?.lines).toEqual(block);
    }),
  );
});

test("what stands above and below a block stays, whatever the block becomes", () => {
  fc.assert(
    fc.property(crontab, crontab, lines, lines, (above, below, former, block) => {
      const start = above === "" || above.endsWith("\n") ? above : `${above}\n`;
      const text = putBlock(start, home, former) + below;
      const after = putBlock(text, home, block);
      expect(after.startsWith(start)).toBe(true);
      expect(after.endsWith(below)).toBe(true);
      expect(dropBlock(after, home)).toBe(start + below);
    }),
  );
});

test("each install has a block of its own, and a home may have any letters", () => {
  fc.assert(
    fc.property(crontab, lines, lines, (text, block, other) => {
      const both = putBlock(putBlock(text, home, block), "/srv/größe 1", other);
      expect(findBlock(both, "/srv/größe 1")?.lines).toEqual(other);
      expect(dropBlock(both, "/srv/größe 1")).toBe(putBlock(text, home, block));
    }),
  );
});

test.each([
  ["begins and does not end", "# quad: begin /opt/quad-platform\n5 * * * * true\n"],
  ["ends and does not begin", "5 * * * * true\n# quad: end /opt/quad-platform\n"],
  ["ends before it begins", "# quad: end /opt/quad-platform\n# quad: begin /opt/quad-platform\n"],
  ["is there twice", "# quad: begin /opt/quad-platform\n# quad: end /opt/quad-platform\n".repeat(2)],
  [
    "holds the end of another",
    "# quad: begin /opt/quad-platform\n# quad: end /srv/other\n# quad: end /opt/quad-platform\n",
  ],
])("a block that %s is refused, with its lines", (_, text) => {
  for (const edit of [() => putBlock(text, home, []), () => dropBlock(text, home)]) {
    expect(edit).toThrow(
      "The block of quad for /opt/quad-platform in the crontab of ops does not begin once and end once; nothing was changed.",
    );
  }
});

test("a block whose lines an editor has ended with CR LF is still found", () => {
  const text = putBlock("MAILTO=ops\n", home, ["5 * * * * true"]).replaceAll("\n", "\r\n");
  expect(findBlock(text, home)?.lines).toEqual(["5 * * * * true"]);
  expect(dropBlock(text, home)).toBe("MAILTO=ops\r\n");
});
