import { expect, test } from "vitest";
import { plain } from "../terminal/style.ts";
import { renderWhoami } from "./render.ts";
import type { Whoami } from "./whoami.ts";

test("what somebody can do goes on below where the terminal has no room for it, and is a line for scripts", () => {
  const capabilities = [
    "approve_request",
    "assign_admin_role",
    "assign_basic_role",
    "configure_agents",
    "create_domain",
  ] as const;
  const who: Whoami = {
    login: "quad",
    connection: "owner",
    actingAs: null,
    email: "admin@acme.com",
    company: "Acme",
    memberships: [],
    allocated: 0,
    left: 100,
    can: [{ role: "QUAD_ADMIN", domain: "/acme", scope: "company", capabilities }],
  };
  const said = "in the whole company (QUAD_ADMIN in /acme):";
  expect(
    renderWhoami(who, { ...plain, tty: true, columns: 80 })
      .split("\n")
      .slice(-2),
  ).toEqual([
    `  ${said} approve_request,`,
    "    assign_admin_role, assign_basic_role, configure_agents, create_domain",
  ]);
  expect(renderWhoami(who, plain).split("\n").at(-1)).toBe(`  ${said} ${capabilities.join(", ")}`);
});
