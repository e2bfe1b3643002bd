import { createServer, type IncomingMessage, request } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { onTestFinished } from "vitest";

/** A proxy as companies have them, and what it was asked for. */
export interface TestProxy {
  /** Without a scheme: 127.0.0.1:PORT. */
  readonly address: string;
  /** Method and target of each request, and the login that came with it. */
  readonly asked: string[];
}

/** Starts a proxy that forwards http and lets https through; whatever host is asked for, it goes to 127.0.0.1. With `login` it wants that. */
export async function testProxy(login?: string): Promise<TestProxy> {
  const asked: string[] = [];
  const isRefused = ({ method, url, headers }: IncomingMessage) => {
    const said = headers["proxy-authorization"];
    asked.push(
      [method, url, said && Buffer.from(said.replace(/^Basic /, ""), "base64").toString()].filter(Boolean).join(" "),
    );
    return login !== undefined && said !== `Basic ${Buffer.from(login).toString("base64")}`;
  };
  const server = createServer((incoming, response) => {
    if (isRefused(incoming)) return void response.writeHead(407).end();
    const { port, pathname } = new URL(incoming.url ?? "");
    const options = { host: "127.0.0.1", port, path: pathname, headers: incoming.headers };
    request(options, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    }).end();
  });
  server.on("connect", (incoming, socket) => {
    socket.on("error", () => {});
    if (isRefused(incoming)) return void socket.end("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n");
    const upstream = connect(Number(incoming.url?.split(":").at(-1)), "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      upstream.pipe(socket).pipe(upstream);
    }).on("error", () => socket.destroy());
    socket.on("close", () => upstream.destroy());
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}
