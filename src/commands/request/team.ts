import { Command, InvalidArgumentError, Option } from "commander";
import type { Context } from "../../context.ts";
import { usage } from "../../errors.ts";
import { parseReason, parseText } from "../../requests/form.ts";
import { requestPatch } from "../../requests/patch.ts";
import { type Effort, efforts, type IntegrationRequest } from "../../requests/request.ts";
import { type Step, takeStep } from "../../requests/steps.ts";
import { dryRunFlag, examples } from "../../terminal/help.ts";
import { visible } from "../../terminal/style.ts";
import { type Day, parseDay } from "../../values/day.ts";
import { parseLabel } from "../../values/label.ts";

const anywayFlag = ["--anyway", "also where the patch is called like another tool that is asked for"] as const;

export const requestAck = (ctx: Context): Command =>
  verb(ctx, "ack", "quad request ack postman-1234", () => ({ kind: "acknowledge" }))
    .alias("acknowledge")
    .summary("the team's side: tell whoever asked that it has come")
    .description(
      "Acknowledges a request: whoever asked is mailed when it will be ready, and where to see how it goes.",
    );

export const requestStart = (ctx: Context): Command =>
  verb(ctx, "start", "quad request start postman-1234", () => ({ kind: "start" }))
    .summary("the team's side: development begins")
    .description("Says that development has begun, and mails whoever asked.");

export const requestAssign = (ctx: Context): Command =>
  verb<{ to: string }>(ctx, "assign", "quad request assign postman-1234 --to 'Ada Lovelace'", ({ to }) => ({
    kind: "assign",
    to,
  }))
    .requiredOption("--to <engineer>", "the name or e-mail of the engineer", parseLabel)
    .summary("the team's side: say which engineer has it")
    .description("Assigns a request to an engineer, and mails whoever asked.");

export const requestEstimate = (ctx: Context): Command =>
  verb<{ effort?: Effort; ready?: Day }>(
    ctx,
    "estimate",
    "quad request estimate postman-1234 --effort simple --ready 2026-02-20",
    ({ effort, ready }) => {
      if (effort === undefined && ready === undefined)
        throw usage("Nothing is estimated.", {
          hint: "Say how much it is: --effort EFFORT, or when it is ready: --ready DAY",
        });
      return { kind: "estimate", effort, date: ready };
    },
  )
    .addOption(
      new Option("--effort <effort>", "a simple API takes 1-2 weeks, a complex one 3-4, none is discussed").choices(
        efforts,
      ),
    )
    .option("--ready <day>", "the day on which it is expected to be live", parseDay)
    .summary("the team's side: how much work it is, and when it is ready")
    .description("Estimates a request, and mails whoever asked.");

export const requestBeta = (ctx: Context): Command =>
  verb<{ patch: string; anyway?: boolean; test: readonly string[]; testingTime?: string }>(
    ctx,
    "beta",
    "quad request beta postman-1234 --patch postman-beta-1.0 --test 'Try creating a Postman collection from your API'",
    async ({ patch, anyway = false, test, testingTime }) => ({
      kind: "beta",
      patch: await requestPatch(patch, "beta"),
      anyway,
      tests: test,
      testingTime,
    }),
  )
    .requiredOption("--patch <patch>", "the beta patch, by its name or its archive")
    .option(...anywayFlag)
    .option("--test <text>", "what is to be tried out; can be given several times", texts, [])
    .option("--testing-time <text>", "how long that takes; 3-5 days, 1-2 days for a later beta", parseLabel)
    .summary("the team's side: a beta patch is ready for testing")
    .description(
      "Says that a beta patch is ready, and mails whoever asked how to install it; a later one also lists what of their feedback it puts right.",
    );

export const requestRelease = (ctx: Context): Command =>
  verb<{ patch: string; anyway?: boolean; included: readonly string[] }>(
    ctx,
    "release",
    "quad request release postman-1234 --patch postman-prod-1.0",
    async ({ patch, anyway = false, included }) => ({
      kind: "release",
      patch: await requestPatch(patch, "prod"),
      ...{ anyway, included },
    }),
  )
    .requiredOption("--patch <patch>", "the production patch, by its name or its archive")
    .option(...anywayFlag)
    .option("--included <text>", "what it brings; can be given several times", texts, [])
    .summary("the team's side: it is in production")
    .description("Says that the production patch is there, and mails whoever asked how to install it.");

export const requestReject = (ctx: Context): Command =>
  verb<{ reason: string }>(ctx, "reject", "quad request reject sap-4711 --reason 'It has no API.'", ({ reason }) => ({
    kind: "reject",
    reason,
  }))
    .requiredOption("--reason <text>", "why, at most 500 characters", parseReason)
    .summary("the team's side: it is not going to be built")
    .description("Rejects a request, and mails whoever asked why.");

function verb<Flags = object>(
  ctx: Context,
  name: string,
  example: string,
  stepOf: (flags: Flags) => Step | Promise<Step>,
): Command {
  return new Command(name)
    .argument("<request>", "its slug, such as postman-1234")
    .option(...dryRunFlag)
    .addHelpText("after", examples(example))
    .action(async (reference: string, flags: Flags & { dryRun?: boolean }) => {
      const step = await stepOf(flags);
      const request = await ctx.withDb((sql) => takeStep(sql, reference, step), { dryRun: flags.dryRun });
      await ctx.output.result(request, (after) => `${said[step.kind](after)}; ${visible(after.requestedBy)} is told.`);
    });
}

const said: Readonly<Record<Step["kind"], (request: IntegrationRequest) => string>> = {
  acknowledge: ({ slug }) => `Acknowledged: ${slug}`,
  start: ({ slug }) => `Started: ${slug}`,
  assign: ({ slug, assignedTo }) => `Assigned: ${slug} to ${visible(assignedTo ?? "")}`,
  estimate: ({ slug, effort, estimatedReleaseDate }) =>
    `Estimated: ${slug}, ${[effort && `effort ${effort}`, estimatedReleaseDate && `ready on ${estimatedReleaseDate}`].filter(Boolean).join(", ")}`,
  beta: ({ slug, betaPatch }) => `In beta: ${slug} with ${betaPatch}`,
  release: ({ slug, prodPatch }) => `Released: ${slug} with ${prodPatch}`,
  reject: ({ slug }) => `Rejected: ${slug}`,
};

function texts(text: string, before: readonly string[]): readonly string[] {
  try {
    return [...before, parseText(text, 500)];
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
}
