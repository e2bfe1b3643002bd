import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** What the tests drive, and the file that tells that it is there. */
const packages = {
  "/usr/bin/fish": "fish",
  "/usr/bin/openssl": "openssl",
  "/usr/bin/tmux": "tmux",
  "/usr/bin/zsh": "zsh",
  "/usr/sbin/pgbouncer": "pgbouncer",
};

/** Installs Debian's packages that the tests need and that are missing here. */
export default function setup(): void {
  const missing = Object.entries(packages).flatMap(([file, name]) => (existsSync(file) ? [] : [name]));
  if (missing.length === 0) return;
  const apt = (...words: string[]) =>
    execFileSync("apt-get", ["-q", ...words], {
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
      stdio: ["ignore", "ignore", "inherit"],
    });
  apt("update");
  apt("install", "-y", "--no-install-recommends", ...missing);
}
