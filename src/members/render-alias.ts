import { counted, type Style, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { Alias, GivenAlias } from "./alias.ts";

export function renderGivenAlias({ alias, email, before, branches, tickets }: GivenAlias, { paint }: Style): string {
  const theirs = [
    ...(branches > 0 ? [counted(branches, "branch", "branches")] : []),
    ...(tickets > 0 ? [counted(tickets, "ticket")] : []),
  ].join(" and ");
  return `${paint.good("Known")}: ${visible(alias)} is ${email}${before === null ? "" : `; it was ${before}`}${theirs === "" ? "" : `. ${theirs} ${branches + tickets === 1 ? "is" : "are"} theirs now`}.`;
}

export const renderAliases = (aliases: readonly Alias[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "alias", value: ({ alias }) => alias },
      { title: "person", value: ({ email }) => email },
      { title: "company", value: ({ company }) => company },
    ],
    aliases,
  );

export const renderRemovedAlias = (
  { alias, email, branches }: Pick<GivenAlias, "alias" | "email" | "branches">,
  { paint }: Style,
): string =>
  `${paint.good("Removed")}: ${visible(alias)} is not ${email} any more${branches === 0 ? "" : `, nor ${branches === 1 ? "is its branch" : `are its ${branches.toLocaleString("en")} branches`} theirs`}.`;
