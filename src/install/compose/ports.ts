/** Where a port of a container can be reached from this host. */
export interface Published {
  readonly host: string;
  readonly port: number;
}

/**
 * Finds where compose publishes a container's port, in the short syntax (`5433:5432`, `127.0.0.1:5433:5432/tcp`,
 * `[::1]:5433:5432`, ranges) or the long one. Undefined where it publishes none, or lets docker choose the port.
 */
export function publishedPort(ports: readonly unknown[], wanted: number): Published | undefined {
  for (const entry of ports) {
    const { published, target, address, protocol } = typeof entry === "object" ? long(entry) : short(String(entry));
    if (protocol !== "tcp" || published === undefined || target === undefined) continue;
    const offset = wanted - target.from;
    const fits = offset >= 0 && wanted <= target.to && published.to - published.from === target.to - target.from;
    if (fits) return { host: reachable(address), port: published.from + offset };
  }
  return undefined;
}

interface Range {
  readonly from: number;
  readonly to: number;
}

interface Entry {
  readonly published: Range | undefined;
  readonly target: Range | undefined;
  readonly address: string;
  readonly protocol: string;
}

const shortSyntax = /^(?:(?:(\[[^\]]*\]|[^:[\]]*):)?([\d-]*):)?([\d-]+)(?:\/(\w+))?$/;

function short(text: string): Entry {
  const [, address = "", published, target, protocol = "tcp"] = shortSyntax.exec(text.trim()) ?? [];
  return { published: range(published), target: range(target), address, protocol };
}

function long(entry: object | null): Entry {
  const { published, target, host_ip = "", protocol = "tcp" } = (entry ?? {}) as Record<string, unknown>;
  return {
    published: range(published),
    target: range(target),
    address: String(host_ip),
    protocol: String(protocol) || "tcp",
  };
}

function range(value: unknown): Range | undefined {
  const [, from, to = from] = /^(\d+)(?:-(\d+))?$/.exec(String(value ?? "")) ?? [];
  const ends = { from: Number(from), to: Number(to) };
  return ends.from >= 1 && ends.to >= ends.from && ends.to <= 65535 ? ends : undefined;
}

/** A port that is published on every address is reached on the loopback. */
function reachable(address: string): string {
  const bare = address.replace(/^\[(.*)\]$/, "$1");
  if (bare === "" || bare === "0.0.0.0") return "127.0.0.1";
  return bare === "::" ? "::1" : bare;
}
