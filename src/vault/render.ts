import type { Style } from "../terminal/style.ts";
import type { VaultStatus } from "./account.ts";

const states: Readonly<Record<VaultStatus["state"], string>> = {
  logged_out: "nobody is logged in: quad vault login",
  locked: "locked, as it should be",
  unlocked: "unlocked, by something other than quad: quad vault lock",
};

export const renderVaultStatus = (
  { program, version, directory, server, email, state, lastSync }: VaultStatus,
  { paint }: Style,
): string =>
  [
    `vault      ${state === "locked" ? paint.good(states[state]) : paint.warn(states[state])}`,
    `server     ${server ?? "none"}`,
    `account    ${email ?? "none"}`,
    `last sync  ${lastSync ?? "never"}`,
    `client     ${program}, ${version}`,
    `directory  ${directory}`,
  ].join("\n");

export const renderLoggedIn = ({ server, email, directory }: VaultStatus, { paint }: Style): string =>
  `${paint.good("Logged in")} to ${server} as ${email}, and locked. What it takes is in ${directory}.`;
