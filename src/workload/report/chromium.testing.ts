import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import { onTestFinished } from "vitest";
import { scratchDirectory } from "../../testing/processes.ts";

type Result = Record<string, unknown>;

/** A page in Debian's Chromium, driven through its DevTools protocol. */
export interface BrowserPage {
  /** Calls a method of the protocol. */
  call<T = Result>(method: string, parameters?: object): Promise<T>;
  /** What an expression is in the page. */
  evaluate<T>(expression: string): Promise<T>;
  /** Opens a page and waits until it is loaded. */
  open(url: string): Promise<void>;
  /** What the page asked for beside itself, and what it complained about. */
  readonly requests: readonly string[];
  readonly complaints: readonly string[];
}

/** Starts a browser without a way to the network, which ends with the test. */
export async function openBrowser(): Promise<BrowserPage> {
  const directory = scratchDirectory();
  const child = spawn(
    "chromium",
    [
      ...["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"],
      ...["--host-resolver-rules=MAP * 0.0.0.0", `--user-data-dir=${directory}`, "--remote-debugging-pipe"],
    ],
    { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"], env: { ...process.env, HOME: directory }, detached: true },
  );
  const ended = new Promise((resolve) => child.once("close", resolve));
  onTestFinished(async () => {
    // With its children, which would go on writing into the directory while it is removed.
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
    await ended;
  });
  const page = speak(child.stdio[3] as Writable, child.stdio[4] as Readable);
  const { targetId } = await page.call<{ targetId: string }>("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await page.call<{ sessionId: string }>("Target.attachToTarget", { targetId, flatten: true });
  page.attach(sessionId);
  for (const domain of ["Page", "Runtime", "Network", "Log"]) await page.call(`${domain}.enable`);
  return page;
}

function speak(to: Writable, from: Readable) {
  const waiting = new Map<number, Answer>();
  const requests: string[] = [];
  const complaints: string[] = [];
  let session: string | undefined;
  let loaded = () => {};
  let called = 0;
  const told: Record<string, (parameters: Told) => unknown> = {
    "Network.requestWillBeSent": ({ request }) => requests.push(request.url),
    "Log.entryAdded": ({ entry }) => complaints.push(entry.text),
    "Runtime.consoleAPICalled": (parameters) => complaints.push(JSON.stringify(parameters)),
    "Runtime.exceptionThrown": (parameters) => complaints.push(JSON.stringify(parameters)),
    "Page.loadEventFired": () => loaded(),
  };
  let rest = "";
  from.setEncoding("utf8").on("data", (text: string) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop() ?? "";
    for (const message of messages) {
      const { id, result, error, method, params } = JSON.parse(message);
      if (id === undefined) told[method]?.(params);
      else if (error) waiting.get(id)?.reject(new Error(error.message));
      else waiting.get(id)?.resolve(result);
    }
  });
  const call = <T = Result>(method: string, params: object = {}): Promise<T> =>
    new Promise((resolve, reject) => {
      called += 1;
      waiting.set(called, { resolve: resolve as (result: Result) => void, reject });
      to.write(`${JSON.stringify({ id: called, method, params, ...(session && { sessionId: session }) })}\0`);
    });
  return {
    call,
    requests,
    complaints,
    attach(id: string) {
      session = id;
    },
    async evaluate<T>(expression: string): Promise<T> {
      const { result } = await call<{ result: { value: T } }>("Runtime.evaluate", { expression, returnByValue: true });
      return result.value;
    },
    async open(url: string) {
      const done = new Promise<void>((resolve) => {
        loaded = resolve;
      });
      await call("Page.navigate", { url });
      await done;
    },
  };
}

interface Answer {
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

interface Told {
  readonly request: { readonly url: string };
  readonly entry: { readonly text: string };
}
