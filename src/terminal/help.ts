/** Examples at the end of a command's help: `addHelpText("after", examples("quad domain tree"))`. */
export const examples = (...lines: readonly string[]): string =>
  `\n${lines.length === 1 ? "Example" : "Examples"}:\n${lines.map((line) => `  $ ${line}`).join("\n")}`;

/** The words of `--ask`, the same wherever an approval will do. */
export const askFlag = ["--ask", "ask for it; whoever may decides (quad approval)"] as const;

/** The words of `--dry-run`, the same wherever something changes. */
export const dryRunFlag = ["--dry-run", "do it, show the result, and roll it back"] as const;
