import type { ServerTarget } from "../postgres/target.ts";

/** The URL with which somebody else connects to the same database, everything in it encoded. */
export function connectionUrl(target: ServerTarget, user: string, password: string | undefined): string {
  const hosts = target.hosts.map(({ host, port }) => {
    const name = host.includes(":") ? `[${host}]` : encodeURIComponent(host);
    return `${name}:${port}`;
  });
  const query = new URLSearchParams({
    ...(target.sslmode !== "prefer" && { sslmode: target.sslmode }),
    ...(target.sslrootcert && { sslrootcert: target.sslrootcert }),
    ...(target.targetSessionAttrs !== "any" && { target_session_attrs: target.targetSessionAttrs }),
  }).toString();
  const person = encodeURIComponent(user) + (password === undefined ? "" : `:${encodeURIComponent(password)}`);
  return `postgresql://${person}@${hosts.join(",")}/${encodeURIComponent(target.database)}${query && `?${query}`}`;
}
