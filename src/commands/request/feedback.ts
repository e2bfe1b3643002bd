import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import { Command } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { parsePatchName } from "../../patches/manifest.ts";
import { type AttachedFile, type Finding, markFixed, reportFindings } from "../../requests/feedback.ts";
import { parseText } from "../../requests/form.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { shortened, sizeOf } from "../../terminal/style.ts";
import { parseLabel } from "../../values/label.ts";

interface Flags {
  finding: readonly Finding[];
  remark?: string;
  attach: readonly string[];
  fixedIn?: string;
  number: readonly number[];
  wording?: string;
  dryRun?: boolean;
}

export const requestFeedback = (ctx: Context): Command => {
  const findings: Finding[] = [];
  const found = (kind: Finding["kind"]) => (text: string) => void findings.push({ kind, text: parseText(text, 4000) });
  return new Command("feedback")
    .summary("report what was found in a beta; as the team, in which patch it is put right")
    .description(
      "Reports bugs and ideas of a beta to the team, in the order in which they are given. With --fixed-in the team says in which patch they are put right.",
    )
    .argument("<request>", "its slug, such as postman-1234")
    .option("--bug <text>", "something that does not work; can be given several times", found("bug"))
    .option("--idea <text>", "something that is missing; can be given several times", found("idea"))
    .option("--remark <text>", "what else the mail says of it", parseRemark)
    .option("--attach <file>", "a file that shows it, at most 10 MB; can be given several times", gathered, [])
    .option("--fixed-in <patch>", "the team's side: the patch that puts it right", parsePatchName)
    .option("--number <n>", "with --fixed-in: this one; all that are open when left out", numbers, [])
    .option("--wording <text>", "with --fixed-in and one --number: how the mail words it", parseLabel)
    .option(...dryRunFlag)
    .addHelpText(
      "after",
      examples(
        `quad request feedback postman-1234 --bug "Agent can't read collections with spaces in name" --remark 'Otherwise looks great!'`,
        "quad request feedback postman-1234 --fixed-in postman-beta-1.1 --number 1 --wording 'Collections with spaces now work'",
      ),
    )
    .action(async (reference: string, { attach, remark, fixedIn, number, wording, dryRun }: Flags) => {
      if (fixedIn !== undefined) {
        if (findings.length > 0 || attach.length > 0 || remark !== undefined)
          throw usage("--fixed-in goes without --bug, --idea, --remark and --attach.");
        if (wording !== undefined && number.length !== 1) throw usage("--wording is for one --number.");
        const fixed = await ctx.withDb((sql) => markFixed(sql, reference, fixedIn, number, wording), { dryRun });
        await ctx.output.result(fixed, ({ slug, numbers: done }) =>
          done.length > 0
            ? `Fixed in ${fixedIn}: ${done.join(", ")} of ${slug}.`
            : `Nothing to do: nothing of ${slug} is open.`,
        );
        return;
      }
      if (number.length > 0 || wording !== undefined) throw usage("--number and --wording go with --fixed-in.");
      if (findings.length === 0) {
        throw usage("Nothing is reported.", { hint: "Say what was found: --bug TEXT, or --idea TEXT" });
      }
      if (attach.length > mostFiles)
        throw usage(`${attach.length} files are given; at most ${mostFiles} go with one mail.`);
      const files = await Promise.all(attach.map(readAttachment));
      const twice = files.find(({ filename }, i) => files.findIndex((other) => other.filename === filename) !== i);
      if (twice)
        throw usage(`Two files are called ${twice.filename}; whoever gets them could not tell them apart.`, {
          hint: "Give one of them another name.",
        });
      const reported = await ctx.withDb((sql) => reportFindings(sql, reference, findings, { files, remark }), {
        dryRun,
      });
      await ctx.output.result(
        reported,
        ({ slug, numbers: given }) =>
          `Reported: ${given.length === 1 ? "number" : "numbers"} ${given.join(", ")} of ${slug}.`,
      );
    });
};

const parseRemark = (text: string): string => parseText(text, 2000);

const gathered = (text: string, before: readonly string[]): readonly string[] => [...before, text];

function numbers(text: string, before: readonly number[]): readonly number[] {
  if (!/^[1-9]\d{0,5}$/.test(text))
    throw usage(`${JSON.stringify(text.slice(0, 40))} is no number of a piece of feedback.`);
  return [...before, Number(text)];
}

const mostBytes = 10_000_000;
/** With the letter they are a hundred, which is what a mail of the outbox takes. */
const mostFiles = 99;

async function readAttachment(path: string): Promise<AttachedFile> {
  const about = await stat(path).catch(() => undefined);
  if (!about?.isFile()) throw usage(`${JSON.stringify(shortened(path))} is no file that can be attached.`);
  if (about.size > mostBytes)
    throw usage(`${shortened(path)} has ${sizeOf(about.size)}; at most ${sizeOf(mostBytes)} are taken.`);
  // A backslash would be a directory to whoever opens it on Windows.
  const filename = parseLabel(basename(path)).replaceAll("\\", "_");
  return { filename, mediaType: "application/octet-stream", content: await readFile(path) };
}
