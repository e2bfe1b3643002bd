import { conflict, type ErrorCode, QuadError, unreachable, usage } from "../errors.ts";

/** What Postgres says of a refused statement, as far as it is used. */
interface ServerError extends Error {
  readonly code: string;
  readonly detail?: string;
  readonly hint?: string;
  readonly constraint_name?: string;
  readonly table_name?: string;
}

const ownStates: Readonly<Record<string, ErrorCode>> = {
  QU002: "usage",
  QU003: "notAllowed",
  QU004: "notFound",
  QU005: "conflict",
};

/** Whether an error is the server's refusal by this constraint. */
export const brokenConstraint = (error: unknown, constraint: string): boolean =>
  isServerError(error) && error.constraint_name === constraint;

/** The SQLSTATE of an error that came from the server. */
export const sqlState = (error: unknown): string | undefined => (isServerError(error) ? error.code : undefined);

/** Whether something failed for want of room: on the server's disk, or on this host's. */
export function isDiskFull(error: unknown): boolean {
  for (let one = error; one instanceof Error; one = one.cause)
    if (["53100", "ENOSPC", "EDQUOT"].includes(String((one as { code?: unknown }).code))) return true;
  return false;
}

const isServerError = (error: unknown): error is ServerError =>
  error instanceof Error && error.name === "PostgresError" && typeof (error as ServerError).code === "string";

/**
 * What went wrong between the program and Postgres, as a failure with an exit code. Refusals of the install's own rules
 * carry their whole sentence (see `migrations/rules/README.md`); a server that is gone is exit 6; what nobody expects is
 * returned as it is, and printed as a bug.
 */
export function asFailure(error: unknown, server: string): unknown {
  if (error instanceof QuadError || !(error instanceof Error)) return error;
  const code = String((error as { code?: unknown }).code ?? "");
  if (isServerError(error)) return ofState(error, server) ?? error;
  if (code === "QUAD_NO_TLS") {
    return unreachable(`Postgres at ${server} offers no TLS, and sslmode asks for it.`, {
      hint: "Turn it on there; or, on a network that you trust, say ?sslmode=disable.",
      cause: error,
    });
  }
  if (untrusted.test(code)) {
    return unreachable(`The certificate of Postgres at ${server} is not accepted: ${error.message}.`, {
      hint: "Name the file of who signed it: ?sslmode=verify-full&sslrootcert=FILE",
      cause: error,
    });
  }
  if (lostConnection.test(code)) {
    return unreachable(`Postgres at ${server} does not answer (${code === "" ? error.message : code}).`, {
      hint: "See what was tried: quad doctor",
      cause: error,
    });
  }
  if ("syscall" in error && error.syscall === "connect") {
    const why = code === "ENOENT" ? "there is no such socket" : code;
    return unreachable(`Postgres at ${server} does not answer (${why}).`, {
      hint: "See what was tried: quad doctor",
      cause: error,
    });
  }
  return error;
}

const untrusted = /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME|ERR_TLS_CERT)/;

const lostConnection =
  /^(ECONN|EPIPE|EHOST|ENETUN|ENOTFOUND|EAI_|ETIMEDOUT|CONNECT_TIMEOUT|CONNECTION_|ERR_TLS|ERR_SSL)/;

function ofState(error: ServerError, server: string): QuadError | undefined {
  const own = ownStates[error.code];
  const more = { detail: error.detail?.split("\n"), hint: error.hint?.split("\n"), cause: error };
  if (own) return new QuadError(own, error.message, more);
  const state = error.code;
  if (/^(08|57P0|53[0234]|58|3D000|28|25P0[34])/.test(state)) {
    return unreachable(`Postgres at ${server} refuses: ${error.message}.`, {
      hint: "See what was tried: quad doctor",
      cause: error,
    });
  }
  if (state === "53100") return unreachable(`The disk of Postgres at ${server} is full: ${error.message}.`, more);
  if (state === "25006") {
    return unreachable(`Postgres at ${server} is read-only.`, {
      hint: "Of a cluster, name every host and add ?target_session_attrs=read-write.",
      cause: error,
    });
  }
  if (state === "57014") {
    return unreachable(`Postgres at ${server} gave up: ${error.message}.`, {
      hint: "See how long a statement may take there: show statement_timeout",
      cause: error,
    });
  }
  if (state === "3F000") {
    return unreachable(`There is no schema to work in at ${server}: ${error.message}.`, {
      hint: "See what was tried: quad doctor",
      cause: error,
    });
  }
  if (state === "42501") {
    return new QuadError("notAllowed", `Postgres refuses: ${error.message}.`, {
      ...more,
      hint: more.hint ?? "It takes the rights of the install's owner. See whose connection this is: quad doctor",
    });
  }
  if (state === "55P03" || state === "40P01" || state === "40001") {
    return conflict("Somebody else is changing the same thing, and does not finish.", {
      hint: "Run it again.",
      cause: error,
    });
  }
  if (state === "22021" || state === "22P05")
    return usage("Text cannot hold a NUL byte or bytes that are not UTF-8.", more);
  if (state === "22P02" || state === "22003" || state === "22008" || state === "22007")
    return usage(`${error.message}.`, more);
  if (state.startsWith("23")) return conflict(`${error.message}.`, { ...more, hint: undefined });
  return undefined;
}
