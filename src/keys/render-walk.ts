import { localDay, type Style, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import { type Resolution, type Step, whyNothing } from "./resolve.ts";

/** The answer for a script in columns: path, whose it is, the domain. */
export function renderResolution({ applies, email }: Resolution, { tty, paint }: Style): string {
  if (!applies) return "";
  const path = visible(applies.path ?? "(not shown)");
  if (!tty) return [path, applies.source, applies.domain ?? email].join("\t");
  return `${paint.bold(path)}  ${applies.domain === null ? `${email}'s own` : `the ${applies.source}'s, ${applies.domain}`}${applies.expired ? paint.bad(" (expired)") : ""}`;
}

const signs: Readonly<Record<Step["outcome"], string>> = {
  applies: "✓",
  withheld: "!",
  blocked: "✗",
  shadowed: "○",
  passed_on: "↑",
  nothing: "·",
};

/** The walk drawn: every candidate, the nearest first, with what became of it. */
export async function renderWalk(resolution: Resolution, style: Style): Promise<string> {
  const { provider, email, domain, applies, steps } = resolution;
  const decider = steps.find(({ outcome }) => outcome === "applies" || outcome === "blocked" || outcome === "withheld");
  const said = (step: Step): string => {
    switch (step.outcome) {
      case "applies":
        return applies?.expired
          ? `applies, though it expired on ${step.expiresAt && localDay(step.expiresAt)}`
          : "applies";
      case "withheld":
        return "would apply";
      case "blocked":
        return "blocks: nothing applies, on purpose";
      case "shadowed":
        return `shadowed by ${decider?.domain ?? "their own"}`;
      case "passed_on":
        return "passes on to its parent";
      case "nothing":
        return "has none";
    }
  };
  const drawn = await table(
    style,
    [
      {
        title: "",
        value: ({ outcome }) => signs[outcome],
        paint: (text, { outcome }) =>
          outcome === "applies" ? style.paint.good(text) : outcome === "blocked" ? style.paint.bad(text) : text,
      },
      { title: "candidate", value: ({ domain: of }) => of ?? email },
      { title: "", value: ({ source }) => source },
      { title: "what became of it", value: said },
      {
        title: "path",
        value: ({ path, keyId, outcome }) =>
          path ?? (keyId && /applies|shadowed|withheld/.test(outcome) ? "(not shown)" : ""),
      },
    ],
    steps,
  );
  const why = whyNothing(resolution);
  return [
    `The ${provider} key of ${email} in ${domain}:`,
    drawn,
    ...(why === undefined ? [] : [style.paint.bad(`Nothing applies. ${why}`)]),
  ].join("\n");
}
