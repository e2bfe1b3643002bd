import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { underLock } from "../files/kernel-lock.ts";
import { onDisk } from "../postgres/disk-failures.ts";

const busy = "Another quad changes regular jobs, and does not finish.";

/** Runs `work` while no other quad of this user changes regular jobs. Throws locked (exit 9) after ten seconds. */
export const alone = <T>(state: string, work: () => Promise<T>): Promise<T> =>
  onDisk(async () => {
    await mkdir(state, { recursive: true });
    return underLock(join(state, "cron.lock"), { patience: 10_000, busy, hint: "Run it again." }, work);
  });
