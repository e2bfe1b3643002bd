import { readFileSync } from "node:fs";

/** Whether this process was started to outlive its terminal, as with nohup. */
export function ignoresHangup(): boolean {
  try {
    const [, ignored = "0"] = /^SigIgn:\s+([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8")) ?? [];
    return (BigInt(`0x${ignored}`) & 1n) === 1n;
  } catch {
    // Elsewhere than on Linux it is not known.
    return false;
  }
}
