/** A command of quad that has to run regularly. */
export interface Job {
  /** As it is named in flags, comments and the names of units. */
  readonly name: string;
  /** The words after `quad`. */
  readonly command: string;
  /** When it runs unless somebody says otherwise: `23:15` is daily, `:05` hourly, `:00/5` every five minutes. */
  readonly at: string;
  /** What it is for, as the end of "quad: …". */
  readonly purpose: string;
}

/** Every job there is, in the order in which a day has them, and last what runs all day long. */
export const jobs: readonly Job[] = [
  {
    name: "seal",
    command: "audit seal --quiet",
    at: ":05",
    purpose: "seals what is new in the trail",
  },
  {
    name: "backup",
    command: "patch backup --keep-last 7 --keep-daily 30 --quiet",
    at: "02:30",
    purpose: "backs the install up, and lets old backups go",
  },
  {
    name: "keys",
    command: "key expiring --within 30d",
    at: "07:00",
    purpose: "names the keys that expire before long; silent when there are none",
  },
  {
    name: "requests",
    command: "request refresh",
    at: "07:15",
    purpose: "says what is new of the integrations that were asked for; silent when nothing is",
  },
  {
    name: "branches",
    command: "branch scan --all --quiet",
    at: "23:15",
    purpose: "reads the branches of every repository",
  },
  // After the branches, which it counts, and before the day is over, whose workload it is.
  {
    name: "snapshot",
    command: "workload snapshot --if-needed --quiet",
    at: "23:45",
    purpose: "keeps the day's workload",
  },
  {
    name: "mail",
    command: "mail flush --if-configured --quiet",
    at: ":00/5",
    purpose: "sends the mail that waits",
  },
];
