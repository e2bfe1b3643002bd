import type { Environment } from "../../install/setting.ts";

// What git inherits from a hook or an alias would point it to another repository, and what it traces holds credentials. What an admin
// has set up to reach a server stays. quad's and Postgres's own variables hold secrets that are none of git's business.
const dropped =
  /^(GIT_(?!SSH|ASKPASS$|CONFIG_(GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)$|SSL_|PROXY_|HTTP_|EXEC_PATH$)|SSH_ASKPASS|QUAD_|PG|LC_|LANGUAGE$)/;

const passedOn = (environment: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => value !== undefined && !dropped.test(name)),
  ) as Record<string, string>;

/** What git sees when it reads a repository on this host: nothing can be fetched then, whatever the repository's config says. */
export const localEnvironment = (environment: Environment): Record<string, string> => ({
  ...passedOn(environment),
  LC_ALL: "C",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_TERMINAL_PROMPT: "0",
  GIT_NO_LAZY_FETCH: "1",
  // Before 2.39.4 git does not know the line above, and would run what a partial clone names as its ssh or its upload-pack.
  GIT_ALLOW_PROTOCOL: "none",
});

/**
 * What git sees when it asks a server. Nobody is there to answer a question, so none is asked.
 * @param ssh the command that reaches hosts by ssh
 */
export const remoteEnvironment = (environment: Environment, ssh: string): Record<string, string> => ({
  ...localEnvironment(environment),
  GIT_ALLOW_PROTOCOL: "file:git:http:https:ssh",
  // GIT_SSH names a program, which takes no words; whoever sets it sees to it that it does not ask.
  ...(environment.GIT_SSH === undefined && { GIT_SSH_COMMAND: `${ssh} -o BatchMode=yes` }),
});

/** What no repository's config may decide. */
export const fixedSettings: readonly string[] = [
  "--no-pager",
  ...[
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    // A repository is read because an admin has named it, and that is what this setting asks for.
    "safe.bareRepository=all",
  ].flatMap((setting) => ["-c", setting]),
];
