import { counted, type Style, visible } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";
import type { User } from "./users.ts";

export const renderUsers = (users: readonly User[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "email", value: ({ email }) => email },
      { title: "name", value: ({ fullName }) => fullName ?? "" },
      { title: "sso", value: ({ ssoProvider }) => ssoProvider ?? "" },
      { title: "memberships", value: ({ memberships }) => String(memberships), align: "right" },
      { title: "company", value: ({ company }) => company },
    ],
    users,
  );

export const renderUser = (user: User, { paint }: Style): string =>
  [
    paint.bold(user.email),
    `  name         ${visible(user.fullName ?? "not set")}`,
    `  company      ${visible(user.company)}`,
    `  sso          ${user.ssoProvider ?? "none"}${user.ssoSubject ? `, ${visible(user.ssoSubject)}` : ""}`,
    ...(user.login === null ? [] : [`  login        ${visible(user.login)}`]),
    `  avatar       ${visible(user.avatarUrl ?? "none")}`,
    `  memberships  ${user.memberships}`,
    `  id           ${user.id}`,
    `  created      ${user.createdAt.toISOString()}`,
  ].join("\n");

export const renderUserAdded = ({ email, company, memberships }: User, { paint }: Style): string =>
  `${paint.good("Added")} ${email} to ${visible(company)}${memberships > 0 ? `; linked ${counted(memberships, "membership")}` : ""}.`;

export const renderUserRenamed = ({ email, memberships }: User, { paint }: Style): string =>
  `${paint.good("Renamed")}: the account is ${email} now${memberships > 0 ? `, with ${counted(memberships, "membership")}` : ""}.`;

export const renderUserRemoved = ({ email, login, memberships }: User, { paint }: Style): string =>
  `${paint.good("Removed")} the account of ${email}, its keys${login === null ? " and sessions" : `, sessions and login ${visible(login)}`}.${
    memberships > 0
      ? ` ${counted(memberships, "membership stays; to end it", "memberships stay; to end them")}: quad member offboard ${email}`
      : ""
  }`;
