import type { Environment } from "../../install/setting.ts";

/** Called where something may go wrong, with the name of the place. */
export type Fault = (place: string) => void;

/**
 * What is made to go wrong, for tests of what cannot be waited for: `QUAD_FAULT=PLACE:kill`, `enospc` or `eio`, at the Nth time that
 * the place is passed with `PLACE@N:…`, several with commas between. Without it nothing is.
 */
export function faultsOf({ QUAD_FAULT: text = "" }: Environment): Fault {
  if (text === "") return () => {};
  const wanted = text.split(",").map((one) => {
    const [, place, nth = "1", what] = /^([^@:]+)(?:@(\d+))?:(kill|enospc|eio)$/.exec(one.trim()) ?? [];
    if (place === undefined)
      throw new Error(`QUAD_FAULT has ${JSON.stringify(one)}, which is no PLACE:kill|enospc|eio.`);
    return { place, nth: Number(nth), what };
  });
  const passed = new Map<string, number>();
  return (place) => {
    const times = (passed.get(place) ?? 0) + 1;
    passed.set(place, times);
    const due = wanted.find((one) => one.place === place && one.nth === times);
    if (due?.what === "kill") process.kill(process.pid, "SIGKILL");
    else if (due) {
      const code = due.what === "enospc" ? "ENOSPC" : "EIO";
      throw Object.assign(new Error(`${code}: made to fail at ${place}`), { code, path: place });
    }
  };
}
