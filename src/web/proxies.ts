import { usage } from "../errors.ts";
import type { Environment } from "../install/setting.ts";
import { isWebAddress } from "../values/web-address.ts";

/** The proxies that an environment names, as undici takes them; the small letters come first, as with curl. */
export interface Proxies {
  readonly httpProxy: string;
  readonly httpsProxy: string;
  readonly noProxy: string;
}

/** Reads them. An empty one is none: what is missing undici would take from the process. Throws a usage error. */
export function proxiesOf(env: Environment): Proxies {
  const named = (name: string) => [name, name.toUpperCase()].find((variable) => env[variable]);
  const proxy = (name: string): string => {
    const variable = named(name);
    const text = variable === undefined ? "" : (env[variable] ?? "").trim();
    if (variable === undefined || text === "") return "";
    const url = /^[a-z0-9+.-]+:\/\//i.test(text) ? text : `http://${text}`;
    if (isWebAddress(url)) return url;
    // It may hold a password.
    throw usage(`${variable} names no proxy.`, { hint: "As in http://proxy.example.com:3128." });
  };
  const none = named("no_proxy");
  return {
    httpProxy: proxy("http_proxy"),
    httpsProxy: proxy("https_proxy"),
    noProxy: none === undefined ? "" : (env[none] ?? ""),
  };
}
