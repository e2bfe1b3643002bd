import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";

/** What the tests drive, and the file that tells that it is there. */
const packages = {
  "/usr/bin/age": "age",
  "/usr/bin/chromium": "chromium",
  "/usr/bin/fish": "fish",
  "/usr/bin/minisign": "minisign",
  "/usr/bin/openssl": "openssl",
  "/usr/bin/promtool": "prometheus",
  "/usr/bin/systemd-analyze": "systemd",
  "/usr/bin/tmux": "tmux",
  "/usr/bin/zsh": "zsh",
  "/usr/bin/zstd": "zstd",
  "/usr/lib/postgresql/15/bin/pg_dump": "postgresql-client-15",
  "/usr/lib/postgresql/15/bin/postgres": "postgresql-15",
  "/usr/sbin/cron": "cron",
  "/usr/sbin/mkfs.btrfs": "btrfs-progs",
  "/usr/sbin/mkfs.ext4": "e2fsprogs",
  "/usr/sbin/pgbouncer": "pgbouncer",
  "/usr/sbin/smtpd": "opensmtpd",
  "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
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
