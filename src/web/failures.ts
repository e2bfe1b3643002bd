import { notFound, QuadError, unreachable } from "../errors.ts";
import { shortened, visible } from "../terminal/style.ts";
import { shownSource } from "../values/web-address.ts";
import { Passing } from "./passing.ts";

/** What whoever asks can do about it. */
export interface Advice {
  /** Where a name and password may stand. */
  readonly address: string;
  /** By what it is given more time. */
  readonly moreTime: string;
  /** What does without a network; undefined where nothing does. */
  readonly otherwise: string | undefined;
}

/** A URL as it may be shown. */
export const shown = (url: URL): string => visible(shortened(shownSource(url.href), 300));

/** Lets an answer through that is one of success. Throws what the others come to; Passing for what may be over later. */
export function mustBeFine(
  status: number,
  at: URL,
  retryAfter: string | undefined,
  { time, advice }: { readonly time: number; readonly advice: Advice },
): void {
  if (status === 200 || status === 206) return;
  const said = `${shown(at)} is answered with ${status}`;
  if (status === 404 || status === 410) throw notFound(`There is nothing at ${shown(at)} (${status}).`);
  if (status === 401 || status === 403)
    throw new QuadError("notAllowed", `${said}: not for everybody.`, {
      hint: `A name and password may stand in ${advice.address}: https://NAME:PASSWORD@HOST/…`,
    });
  if (status === 407) throw proxyWantsLogin(at);
  if (status < 500 && status !== 408 && status !== 429) throw unreachable(`${said}.`);
  const seconds = Number(retryAfter);
  throw new Passing(
    unreachable(`${said}.`, { hint: "Try it again later." }),
    seconds > 0 ? Math.min(seconds * 1000, time) : undefined,
  );
}

export const tooSlow = (at: URL, { time, advice }: { readonly time: number; readonly advice: Advice }) =>
  new Passing(
    unreachable(`${shown(at)} does not come: hardly anything within ${time / 1000} s.`, {
      hint: `Try it again later, or give it more time: ${advice.moreTime}`,
    }),
  );

const proxyWantsLogin = (at: URL) =>
  new QuadError("notAllowed", `The proxy on the way to ${at.host} wants a login (407).`, {
    hint: "A name and password may stand in its URL: http://NAME:PASSWORD@PROXY:3128",
  });

/** What the network, TLS or undici say, in words, as it may be tried again. What has no code is nobody's but ours. */
export function asFailure(error: unknown, at: URL, { otherwise }: Advice): unknown {
  if (!(error instanceof Error) || error instanceof QuadError || error instanceof Passing) return error;
  const { code, message } = innermost(error);
  // What has a path is the disk's, where the answer is written to.
  if (code === undefined || (error as NodeJS.ErrnoException).path !== undefined) return error;
  if (/\b407\b/.test(message)) return proxyWantsLogin(at);
  if (/CERT|SIGNED|ALTNAME|VERIFY/.test(code))
    return unreachable(`The certificate of ${at.host} is not believed (${code}).`, {
      hint: "Where it is by an authority of your own: NODE_EXTRA_CA_CERTS=/path/to/ca.pem",
      cause: error,
    });
  if (/^(UND_ERR_SOCKET|ECONNRESET|EPIPE)$/.test(code))
    return new Passing(
      unreachable(`${shown(at)} broke off: ${visible(shortened(message, 200))}.`, {
        hint: "Try it again later.",
        cause: error,
      }),
    );
  return new Passing(
    unreachable(`${shown(at)} cannot be reached: ${visible(shortened(message, 200)) || code}.`, {
      hint: `Behind a proxy: HTTPS_PROXY and HTTP_PROXY.${otherwise === undefined ? "" : ` Without a network: ${otherwise}`}`,
      cause: error,
    }),
  );
}

/** Of addresses that were tried beside each other, the first one's failure; of a wrapped one, what is within. */
function innermost(error: Error): { readonly code: string | undefined; readonly message: string } {
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  const { code } = error as NodeJS.ErrnoException;
  if (inner instanceof Error && (inner as NodeJS.ErrnoException).code !== undefined) return innermost(inner);
  return { code, message: error.message };
}
