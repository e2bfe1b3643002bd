import type { Choices } from "./choices.ts";
import type { Schedule } from "./schedule.ts";
import type { Surroundings } from "./surroundings.ts";

/** A job as it stands somewhere. */
export interface JobThere {
  readonly job: string;
  /** As a person says it; as it stands there where it is not how quad says it. */
  readonly when: string;
  readonly schedule: Schedule | undefined;
  readonly command: string;
}

/** What one place has of the jobs of an install. */
export interface Found {
  readonly jobs: readonly JobThere[];
  /** What has written it: `quad cron install …`. */
  readonly writtenBy: string | undefined;
  /** Whether it is what this version writes, here and now, by the same command. */
  readonly upToDate: boolean;
}

/** What was done in a place, or would be. */
export interface Change {
  readonly jobs: readonly JobThere[];
  /** What is written, a crontab's block or a file each. Empty when nothing has to be. */
  readonly written: readonly { readonly to: string; readonly text: string }[];
  /** What is taken out. */
  readonly removed: readonly string[];
  /** What had written it before. */
  readonly before: string | undefined;
  /** What has to be run by hand afterwards, a command line each. */
  readonly toRun: readonly string[];
}

/** Where the jobs of installs can stand: a crontab, or a directory of units. */
export interface Place {
  /** In words. */
  readonly where: string;
  readonly kind: "crontab" | "systemd";
  find(surroundings: Surroundings): Promise<Found | undefined>;
  /** Makes the place have these jobs, and no others of this install. With `dryRun` it only tells what that would change. */
  install(choices: Choices, surroundings: Surroundings, dryRun: boolean): Promise<Change>;
  /** Takes all jobs of an install out. */
  remove(surroundings: Surroundings, dryRun: boolean): Promise<Change>;
}
