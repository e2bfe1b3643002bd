import type { UndoBy } from "../database/places.ts";
import { runsOf } from "../runs/places.ts";

/** How long the services of an install will be down, in seconds. */
export interface Downtime {
  readonly seconds: number;
  /** Whether patches before it tell that; otherwise it is reckoned. */
  readonly measured: boolean;
}

/** What stopping and starting a service takes, in seconds, and copying or dumping a database, in bytes a second. */
const perService = 15;
const rates = { clone: 200 * 1024 * 1024, dump: 100 * 1024 * 1024 };

/** As long as the slowest of the last patches took without its database, and the copy or the dump of the database. */
export function expectedDowntime(
  home: string,
  {
    services,
    database,
  }: { readonly services: number; readonly database: { readonly by: UndoBy; readonly size: number } | undefined },
): Downtime {
  const copy = database ? database.size / rates[database.by] : 0;
  if (services === 0) return { seconds: Math.ceil(copy), measured: false };
  const before = lastDowntimes(home);
  return before.length > 0
    ? { seconds: Math.ceil(Math.max(...before) + copy), measured: true }
    : { seconds: Math.ceil(services * perService + copy), measured: false };
}

const looked = 5;

/** From the services' stop to their start, of the last patches whose journals are kept and can be read. */
function lastDowntimes(home: string): readonly number[] {
  return runsOf(home, () => {})
    .slice(0, looked)
    .flatMap(({ entries }) => {
      const at = (event: string, step: string) =>
        Date.parse(entries.find((one) => one.event === event && "step" in one && one.step === step)?.at ?? "");
      const database = at("done", "cloned") - at("intent", "cloned");
      const seconds = (at("done", "opened") - at("intent", "quiesced") - (database || 0)) / 1000;
      return Number.isFinite(seconds) ? [seconds] : [];
    });
}
