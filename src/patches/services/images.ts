import { existsSync } from "node:fs";
import { join } from "node:path";
import { QuadError } from "../../errors.ts";
import { dormantServices } from "../../install/compose/profiles.ts";
import { readProject } from "../../install/compose/project.ts";
import { imageOf, type ServiceSource } from "../../install/compose/service.ts";
import type { Environment } from "../../install/setting.ts";
import type { Step } from "../journal/steps.ts";
import type { RunPlaces } from "../runs/places.ts";
import type { Change } from "../swap/change.ts";
import type { Services } from "./compose.ts";

interface Coming {
  /** What becomes of the install's files, of which the new ones are staged. */
  readonly changes: readonly Change[];
  /** Services that are started though no profile that is enabled has them. */
  readonly awake: readonly string[];
  /** Whether it is given up for want of an image. A backup is restored all the same, and what has none does not start. */
  readonly needed: boolean;
}

interface Surroundings {
  readonly places: Pick<RunPlaces, "home" | "staged">;
  readonly environment: Environment;
  readonly services?: Services | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly warn: (text: string) => void;
}

/** Has the images of the services there before anything is stopped: to fetch one may take long, and may fail. */
export function pulled(coming: Coming, around: Surroundings): Step {
  const { services, signal, warn } = around;
  return {
    name: "pulled",
    async act() {
      const pull = (source: ServiceSource) => services?.pull(source, signal);
      if (coming.needed) {
        for (const source of await sourcesOf(coming, around)) await pull(source);
        return undefined;
      }
      const lacking = (error: unknown) => {
        if (!(error instanceof QuadError) || error.code === "cancelled") throw error;
        warn(error.message);
        return [];
      };
      for (const source of await sourcesOf(coming, around).catch(lacking)) await pull(source)?.catch(lacking);
      return undefined;
    },
  };
}

/** What the services will be made from, those that are not built here. */
async function sourcesOf(
  { changes, awake }: Coming,
  { places, environment }: Surroundings,
): Promise<readonly ServiceSource[]> {
  const project = await readProject(places.home, environment, (path) => comingPlace(path, places, changes));
  if (project === undefined) return [];
  const asleep = dormantServices(project).filter((name) => !awake.includes(name));
  const names = [...project.services.keys()].filter((name) => !asleep.includes(name));
  return names.flatMap((name) => imageOf(project, name) ?? []);
}

/** Where a file of the install lies that will be there: beside it as long as it is not exchanged. */
function comingPlace(
  path: string,
  { home, staged }: Surroundings["places"],
  changes: readonly Change[],
): string | undefined {
  const change = changes.find((one) => join(home, one.path) === path);
  if (change === undefined) return path;
  if (change.action === "delete") return undefined;
  const beside = join(staged, change.path);
  return existsSync(beside) ? beside : path;
}
