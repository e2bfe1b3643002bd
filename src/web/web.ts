import { cancelled, conflict, unreachable } from "../errors.ts";
import type { Environment } from "../install/setting.ts";
import { type Arrived, arrived } from "./arrived.ts";
import { type Advice, asFailure, mustBeFine, shown, tooSlow } from "./failures.ts";
import { patiently } from "./passing.ts";
import { proxiesOf } from "./proxies.ts";
import { watchdog } from "./watchdog.ts";

/** How web servers are asked. */
export interface WebSettings {
  /** Names the proxies. */
  readonly environment: Environment;
  readonly signal: AbortSignal | undefined;
  /** In milliseconds, in which something has to come. */
  readonly time: number;
  readonly advice: Advice;
}

/** What a server answered. */
export interface Answer {
  readonly status: number;
  /** By names in small letters; the first of each. */
  readonly header: (name: string) => string | undefined;
  readonly body: Arrived;
}

/** A way to web servers, through the proxies that there are. */
export interface Web {
  /**
   * Asks once, follows redirects, and lends the answer; it is one of success, or in `expected`. Throws `Passing` for what may be over later,
   * not found, not allowed, unreachable, and cancelled.
   */
  ask<T>(url: URL, options: Asked, use: (answer: Answer) => Promise<T>): Promise<T>;
  /** The whole of a short file, tried again. Throws a conflict where it is longer than `most` bytes. */
  read(url: URL, most: number): Promise<Buffer>;
  readonly settings: WebSettings;
}

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly expected?: readonly number[];
}

/** Between the first try and the second, as a share of the time in which something has to come: 1 s of 30. */
export const pauseOf = ({ time }: WebSettings): number => time / 30;

const mostRedirects = 5;

// What a proxy has kept may be older than what was seen already.
const always = { "accept-encoding": "identity", "cache-control": "no-cache", "user-agent": "quad" };

/** Lends a way to web servers; its connections end with it. */
export async function withWeb<T>(settings: WebSettings, use: (web: Web) => Promise<T>): Promise<T> {
  const proxies = proxiesOf(settings.environment);
  const { EnvHttpProxyAgent, request } = await import("undici");
  // The watchdog's time is the only one. A proxy is asked for http as proxies are, and for https to let through.
  const agent = new EnvHttpProxyAgent({ ...proxies, proxyTunnel: false, headersTimeout: 0, bodyTimeout: 0 });
  const { signal, time } = settings;

  /** One request; gives where it is redirected to. */
  async function once<T>(
    url: URL,
    at: URL,
    { headers = {}, expected = [] }: Asked,
    use: (answer: Answer) => Promise<T>,
  ) {
    const dog = watchdog(time, signal);
    try {
      const {
        statusCode,
        headers: said,
        body,
      } = await request(withoutUser(at), {
        dispatcher: agent,
        signal: dog.signal,
        // More than is ever held back, so that nothing pauses it.
        highWaterMark: 2 ** 30,
        headers: { ...always, ...authorization(url, at), ...headers },
      });
      const whole = arrived(body.on("data", (piece: Buffer) => dog.came(piece.length)));
      try {
        const header = (name: string) => [said[name]].flat()[0];
        if (statusCode >= 300 && statusCode < 400) return { next: redirected(at, header("location")) };
        if (!expected.includes(statusCode)) mustBeFine(statusCode, at, header("retry-after"), settings);
        return { value: await use({ status: statusCode, header, body: whole }) };
      } finally {
        body.destroy();
      }
    } catch (error) {
      if (signal?.aborted) throw cancelled("Interrupted.");
      throw dog.wasSlow() ? tooSlow(at, settings) : asFailure(error, at, settings.advice);
    } finally {
      dog.end();
    }
  }

  const web: Web = {
    settings,
    async ask(url, asked, use) {
      for (let at = url, hops = 0; hops <= mostRedirects; hops += 1) {
        const answered = await once(url, at, asked, use);
        if (answered.next === undefined) return answered.value;
        at = answered.next;
      }
      throw unreachable(`${shown(url)} is redirected again and again.`);
    },
    read: (url, most) =>
      patiently(
        () =>
          web.ask(url, {}, async ({ body }) => {
            const pieces: Buffer[] = [];
            let length = 0;
            await body.each((piece) => {
              length += piece.length;
              if (length > most) throw conflict(`${shown(url)} is longer than ${most.toLocaleString("en")} bytes.`);
              pieces.push(piece);
            });
            return Buffer.concat(pieces);
          }),
        { pause: pauseOf(settings), signal },
      ),
  };
  try {
    return await use(web);
  } finally {
    await agent.destroy();
  }
}

function withoutUser(at: URL): URL {
  const bare = new URL(at);
  bare.username = "";
  bare.password = "";
  return bare;
}

/** The name and password of a URL are for its own server alone. */
function authorization(url: URL, at: URL): Record<string, string> {
  if (url.username === "" || at.origin !== url.origin) return {};
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  return { authorization: `Basic ${Buffer.from(pair).toString("base64")}` };
}

function redirected(at: URL, location: string | undefined): URL {
  if (location === undefined || !URL.canParse(location, at.href))
    throw unreachable(`${shown(at)} is redirected to nowhere.`);
  const next = new URL(location, at);
  if (!/^https?:$/.test(next.protocol)) throw unreachable(`${shown(at)} is redirected to ${shown(next)}.`);
  if (at.protocol === "https:" && next.protocol !== "https:")
    throw unreachable(`${shown(at)} is redirected to ${shown(next)}, which is not encrypted.`, {
      hint: "Ask the vendor; or name another source: --from SOURCE",
    });
  return next;
}
