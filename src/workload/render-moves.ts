import { counted, percent, type Style, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Comparison, Move, Standing } from "./balance/desk.ts";
import type { Suggestion } from "./balance/suggest.ts";
import { bandOf, painted } from "./render.ts";

interface OfDomain {
  readonly domain: string;
}

/** The moves as sentences, then who stands where before and after them. */
export async function renderSuggestion(
  suggestion: Suggestion & OfDomain & { readonly threshold: number },
  style: Style,
): Promise<string> {
  const { domain, threshold, moves, solved, fewest } = suggestion;
  if (!style.tty) return moves.map((move) => words(move).join("\t")).join("\n");
  if (moves.length === 0 && solved) return `Nobody in ${domain} is above ${percent(threshold)}.`;
  if (moves.length === 0) return `No move within ${domain} helps.`;
  const head = `${counted(moves.length, "move")}${fewest ? ", no fewer will do" : ""}${solved ? `: then nobody in ${domain} is above ${percent(threshold)}` : ""}.`;
  return [
    head,
    moves.map((move) => `  ${sentence(move, style)}`).join("\n"),
    await renderStandings(suggestion, style),
    carriedOut(moves, suggestion, style),
  ].join("\n\n");
}

const named = 10;

/** Who is above the threshold whatever is moved; JSON has them all. */
export function stillOverNote({ stillOver, threshold }: Pick<Suggestion, "stillOver"> & { threshold: number }): string {
  const more = stillOver.length - named;
  const who = `${stillOver.slice(0, named).join(", ")}${more > 0 ? ` and ${more.toLocaleString("en")} more` : ""}`;
  return `${who} ${stillOver.length === 1 ? "stays" : "stay"} above ${percent(threshold)}.`;
}

/** Who stands where before and after. */
export const renderComparison = (comparison: Comparison & OfDomain, style: Style): Promise<string> =>
  renderStandings(comparison, style);

const words = (move: Move): readonly string[] =>
  move.kind === "ticket"
    ? ["ticket", move.key, move.from, move.to]
    : ["allocation", move.email, String(move.from), String(move.to)];

const sentence = (move: Move, { paint }: Style): string =>
  move.kind === "ticket"
    ? `${paint.accent(visible(move.key))} from ${move.from} to ${move.to}`
    : `allocation of ${move.email} from ${percent(move.from)} to ${percent(move.to)}`;

// Tickets are moved where they live; allocations are quad's.
function carriedOut(moves: readonly Move[], { domain }: OfDomain, { paint }: Style): string {
  const commands = moves.flatMap((move) =>
    move.kind === "allocation"
      ? [`  quad member set ${move.email} --domain ${domain.slice(1)} --allocation ${move.to}`]
      : [],
  );
  const tickets = moves.some(({ kind }) => kind === "ticket") ? ["Tickets are reassigned in their own tool."] : [];
  return [...commands, ...tickets.map((line) => paint.faint(line))].join("\n");
}

function renderStandings({ before, after }: Comparison, style: Style): Promise<string> {
  const then = new Map(after.map(({ email, capacity }) => [email, capacity]));
  const shown = before.filter(
    ({ email, capacity }) => !style.tty || then.get(email) !== capacity || before.length <= 20,
  );
  const cell = (capacity: number | null | undefined) => capacity ?? (style.tty ? "no allocation" : "");
  const paint = (text: string, capacity: number | null | undefined) =>
    painted(style, capacity === null || capacity === undefined ? "unallocated" : bandOf(capacity), text);
  return table<Standing>(
    style,
    [
      { title: "person", value: ({ email }) => email },
      {
        title: "now",
        value: ({ capacity }) => cell(capacity),
        align: "right",
        paint: (text, { capacity }) => paint(text, capacity),
      },
      {
        title: "then",
        value: ({ email }) => cell(then.get(email)),
        align: "right",
        paint: (text, { email }) => paint(text, then.get(email)),
      },
    ],
    shown,
  );
}
