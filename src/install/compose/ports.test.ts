import { expect, test } from "vitest";
import { publishedPort } from "./ports.ts";

test.each([
  ["5432:5432", { host: "127.0.0.1", port: 5432 }],
  ["5433:5432/tcp", { host: "127.0.0.1", port: 5433 }],
  ["127.0.0.1:5433:5432", { host: "127.0.0.1", port: 5433 }],
  ["0.0.0.0:5433:5432", { host: "127.0.0.1", port: 5433 }],
  ["10.1.2.3:5433:5432", { host: "10.1.2.3", port: 5433 }],
  ["[::1]:5433:5432", { host: "::1", port: 5433 }],
  ["[::]:5433:5432", { host: "::1", port: 5433 }],
  ["6430-6440:5430-5440", { host: "127.0.0.1", port: 6432 }],
  [
    { target: "5432", published: "5433", host_ip: "127.0.0.1" },
    { host: "127.0.0.1", port: 5433 },
  ],
  [
    { target: 5432, published: 5433, protocol: "tcp", mode: "host" },
    { host: "127.0.0.1", port: 5433 },
  ],
])("%j publishes it", (entry, published) => expect(publishedPort([entry], 5432)).toEqual(published));

test.each([
  "5432",
  "5433:5433",
  "5433:5432/udp",
  "127.0.0.1::5432",
  ":5432",
  "5400-5500:5432",
  "",
  "nonsense",
  null,
  { target: 5432 },
])("%j does not", (entry) => expect(publishedPort([entry], 5432)).toBeUndefined());
