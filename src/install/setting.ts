import type { Target } from "../postgres/target.ts";

/** The environment's variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A value, and where it was found, in words for `quad doctor`. */
export interface Setting<T> {
  readonly value: T;
  readonly source: string;
}

/** The install's Postgres, and where what `source` does not say came from. */
export interface DatabaseSetting extends Setting<Target> {
  readonly origins?: Readonly<Partial<Record<Part, string>>>;
  /** What starts it on this host. */
  readonly start?: string;
  /** The service of the compose file that is this Postgres, and its port inside of its container. */
  readonly service?: { readonly name: string; readonly port: number };
  /** What was not used although it was there, a sentence each. */
  readonly warnings?: readonly string[];
}

/** The parts of a server's address that can come from different places. */
export type Part = "host" | "user" | "password" | "dbname";

/** Where the vendor's patches come from. */
export interface PatchSettings {
  /** A URL, a directory or a file. */
  readonly source: Setting<string>;
  /** In seconds, in which a server has to send something. */
  readonly timeout: Setting<number>;
}

/** A server that takes mail. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte on, as on port 465. */
  readonly secure: boolean;
  /** Whether TLS is begun later: always, where the server can, or not at all. */
  readonly starttls: "required" | "offered" | "never";
  readonly user?: string;
  readonly password?: string;
}

/** Whom a mail is from. */
export interface Mailbox {
  readonly address: string;
  readonly name?: string;
}

/** How mail goes out. */
export interface MailSettings {
  /** Undefined where nothing names one. */
  readonly server: Setting<MailServer> | undefined;
  /** The install's own sender; undefined: mail is from whoever it tells of. */
  readonly from: Setting<Mailbox> | undefined;
  /** A file with the certificates of whoever signed the server's, where the host does not know them. */
  readonly authority: Setting<string> | undefined;
  /** In seconds, in which the server has to say something. */
  readonly timeout: Setting<number>;
  /** Where an install puts templates of its own. */
  readonly templates: Setting<string>;
}

/** How the vault is reached: the Bitwarden CLI, and what it needs on this host. */
export interface VaultSettings {
  /** The program `bw`; undefined where none was found. */
  readonly program: Setting<string> | undefined;
  /** quad's own, where `bw` keeps its login and its encrypted copy of the vault. */
  readonly directory: Setting<string>;
  /** The master password, where the environment says it. */
  readonly password: Setting<string> | undefined;
  /** A file whose first line is the master password. */
  readonly passwordFile: Setting<string> | undefined;
  /** In seconds, for each run of `bw`. */
  readonly timeout: Setting<number>;
  /** What `bw` may see of the environment is taken from here. */
  readonly environment: Environment;
}
