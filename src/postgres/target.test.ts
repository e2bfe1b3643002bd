import fc from "fast-check";
import { expect, test } from "vitest";
import { QuadError } from "../errors.ts";
import { describeTarget, parseTarget, type ServerTarget } from "./target.ts";

const server = (url: string): ServerTarget => {
  const target = parseTarget(url);
  if (target.kind !== "server") throw new Error(`${url} is not a server.`);
  return target;
};

const text = fc.string({ unit: "binary", minLength: 1, maxLength: 20 });
const port = fc.integer({ min: 1, max: 65535 });
const host = fc.stringMatching(/^[a-z][a-z0-9.-]{0,20}$/);

test("whatever a user, a password and a database are called, the URL gives them back", () => {
  const hosts = fc.array(fc.record({ host, port }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(text, text, text, hosts, (user, password, database, places) => {
      const list = places.map((place) => `${place.host}:${place.port}`).join(",");
      const [u, p, d] = [user, password, database].map(encodeURIComponent);
      expect(server(`postgresql://${u}:${p}@${list}/${d}`)).toMatchObject({ user, password, database, hosts: places });
    }),
  );
});

test("a target in one line reads as the same target, without its password", () => {
  fc.assert(
    fc.property(host, port, host, host, (name, at, user, database) => {
      const target = server(`postgres://${user}:s3cr3t-of-mine@${name}:${at}/${database}`);
      expect(describeTarget(target)).toBe(`postgresql://${user}@${name}:${at}/${database}`);
      expect(server(describeTarget(target))).toEqual({ ...target, password: undefined });
    }),
  );
});

test("no message ever shows a password, however it is written", () => {
  const secret = fc.stringMatching(/^[A-Za-z0-9/?#@:%&=+ ]{0,8}$/).map((odd) => `Xyzzy${odd}Plugh`);
  const scheme = fc.constantFrom("postgresql://", "postgres://", "postgresq://", "mysql://", "postgres:/", "");
  const rest = fc.constantFrom(
    "",
    "@host",
    "@host/db",
    "@host:port/db",
    "@h:1,g:x/db?sslmode=require",
    "@host/db?colour=red",
    "@/%",
    "@h/d?sslmode=never",
    "@h:99999",
  );
  fc.assert(
    fc.property(scheme, secret, rest, (start, password, end) => {
      for (const url of [`${start}quad:${password}${end}`, `${start}h/db?password=${password}&x=1`]) {
        try {
          const target = parseTarget(url);
          if (target.kind === "server" && target.password === password)
            expect(describeTarget(target)).not.toMatch("Xyzzy");
        } catch (error) {
          expect(error).toBeInstanceOf(QuadError);
          const { message, hint, detail } = error as QuadError;
          expect([message, ...hint, ...detail].join("\n")).not.toMatch(/Xyzzy/);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test("random text is read or refused with a sentence, never worse", () => {
  const word = fc.oneof(
    fc.string(),
    fc.string().map((rest) => `postgresql://${rest}`),
    fc.string().map((rest) => `pg:${rest}`),
  );
  fc.assert(
    fc.property(word, (url) => {
      try {
        parseTarget(url);
      } catch (error) {
        expect(error).toBeInstanceOf(QuadError);
        expect((error as QuadError).code).toBe("usage");
      }
    }),
    { numRuns: 2000 },
  );
});

test("what a URL leaves out is libpq's default", () => {
  expect(server("postgresql://")).toEqual({
    kind: "server",
    hosts: [{ host: "localhost", port: 5432 }],
    user: "postgres",
    password: undefined,
    database: "postgres",
    sslmode: "prefer",
    sslrootcert: undefined,
    sslcert: undefined,
    sslkey: undefined,
    targetSessionAttrs: "any",
    options: undefined,
    connectTimeout: 10,
  });
  expect(server("postgresql://ann@/")).toMatchObject({ user: "ann", database: "ann" });
});

test("sockets, IPv6, several hosts and parameters are read as libpq does", () => {
  expect(server("postgresql://%2Frun%2Fpg/db").hosts).toEqual([{ host: "/run/pg", port: 5432 }]);
  expect(server("postgresql:///db?host=/run/pg&port=6432").hosts).toEqual([{ host: "/run/pg", port: 6432 }]);
  expect(server("postgresql://[::1]:5433/db").hosts).toEqual([{ host: "::1", port: 5433 }]);
  expect(server("postgresql://a,b:5433,[::1]/db?target_session_attrs=read-write")).toMatchObject({
    hosts: [
      { host: "a", port: 5432 },
      { host: "b", port: 5433 },
      { host: "::1", port: 5432 },
    ],
    targetSessionAttrs: "read-write",
  });
  expect(
    server("postgresql://h/db?sslmode=verify-full&sslrootcert=/ca.pem&connect_timeout=3&application_name=x"),
  ).toMatchObject({
    sslmode: "verify-full",
    sslrootcert: "/ca.pem",
    connectTimeout: 3,
  });
});

test("what cannot be meant is refused, and says what can", () => {
  const said = (url: string) => {
    try {
      return parseTarget(url);
    } catch (error) {
      return (error as QuadError).message;
    }
  };
  expect(said("postgresql://h:0/db")).toBe("0 is not a port.");
  expect(said("postgresql://h:70000/db")).toBe("70000 is not a port.");
  expect(said("postgresql://h/db?sslmode=never")).toBe(
    "sslmode is never; it can be disable, allow, prefer, require, verify-ca, verify-full.",
  );
  expect(said("postgresql://u:p@h/db?colour=red")).toBe(
    "postgresql://u:***@h/db has a parameter that quad does not know: colour.",
  );
  expect(said("postgresql://u:100%@h/db")).toBe(
    "postgresql://u:***@h/db has a % that is not an escape; write %25 for a percent sign.",
  );
  expect(said("mysql://root:secret@h/db")).toBe("mysql://root:***@h/db is not a database URL.");
  expect(said("pg:")).toBe("pg: wants a directory, as in pg:/var/lib/quad/embedded.");
  expect(said("pglite:./data")).toBe("pglite:./data is not a database URL.");
});
