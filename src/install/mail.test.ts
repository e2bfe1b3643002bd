import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { scratchDirectory } from "../testing/processes.ts";
import { shownServer } from "./mail.ts";
import { findInstall } from "./settings.ts";

async function found(home: string, env: Readonly<Record<string, string>> = {}) {
  const { server, from, timeout, authority } = await findInstall({ home }, env, home).mail();
  return {
    server: server && [shownServer(server.value), server.source, server.value.password, server.value.starttls],
    from: from && [from.value.name ?? "", from.value.address, from.source],
    ...{ timeout: timeout.value, authority: authority?.value },
  };
}

test("the environment, the config file, the platform's .env: the first wins", async () => {
  const home = scratchDirectory();
  expect(await found(home)).toEqual({ server: undefined, from: undefined, timeout: 120, authority: undefined });
  const dotenv = join(home, ".env");
  writeFileSync(dotenv, "SMTP_HOST=mail.acme.com\nSMTP_USER=quad\nSMTP_PASSWORD='p@ss'\nSMTP_FROM=quad@acme.com\n");
  expect(await found(home)).toMatchObject({
    server: ["smtp://quad:***@mail.acme.com:587", `${dotenv}: SMTP_HOST`, "p@ss", "required"],
    from: ["", "quad@acme.com", `${dotenv}: SMTP_FROM`],
  });
  writeFileSync(dotenv, "SMTP_HOST=mail.acme.com\nSMTP_PORT=465\nMAIL_FROM=The Team <Team@acme.com>\n");
  expect(await found(home)).toMatchObject({
    server: ["smtps://mail.acme.com:465", `${dotenv}: SMTP_HOST`, undefined, "offered"],
    from: ["The Team", "team@acme.com", `${dotenv}: MAIL_FROM`],
  });
  const config = join(home, "quad.yaml");
  writeFileSync(
    config,
    'smtp_url: smtp://10.0.0.1\nsmtp_ca: ca.pem\nsmtp_timeout: 30\nmail_from: "QUAD <quad@config.com>"\n',
  );
  expect(await found(home)).toEqual({
    server: ["smtp://10.0.0.1:25", config, undefined, "offered"],
    from: ["QUAD", "quad@config.com", config],
    ...{ timeout: 30, authority: join(home, "ca.pem") },
  });
  const env = { QUAD_SMTP_URL: "smtps://u%40x:a%3Ab@[::1]", QUAD_MAIL_FROM: "x@env.com", QUAD_SMTP_TIMEOUT: "5" };
  expect(await found(home, env)).toMatchObject({
    server: ["smtps://u%40x:***@[::1]:465", "QUAD_SMTP_URL", "a:b", "never"],
    from: ["", "x@env.com", "QUAD_MAIL_FROM"],
    timeout: 5,
  });
});

test.each([
  ["QUAD_SMTP_URL", "mail.acme.com", /^QUAD_SMTP_URL (is no URL|begins with)/],
  ["QUAD_SMTP_URL", "https://mail.acme.com", /^QUAD_SMTP_URL begins with https:, and neither smtp: nor smtps:\.$/],
  ["QUAD_SMTP_URL", "smtp://s3cret:%zz@host", /^QUAD_SMTP_URL has a % in its user or password/],
  ["QUAD_SMTP_URL", "smtp://host?tls=no", /^QUAD_SMTP_URL has \?tls=, and knows only \?starttls=\.$/],
  ["QUAD_SMTP_URL", "smtp://host?starttls=maybe", /^QUAD_SMTP_URL says \?starttls=, and means none of/],
  ["QUAD_MAIL_FROM", "nobody", /^QUAD_MAIL_FROM is no sender: "nobody" is not an e-mail address\.$/],
  ["QUAD_MAIL_FROM", "A\r\nBcc: x <a@b.com>", /^QUAD_MAIL_FROM is no sender: /],
  ["QUAD_SMTP_TIMEOUT", "0", /^QUAD_SMTP_TIMEOUT is "0"/],
])("%s=%j is refused", async (name, value, message) => {
  await expect(found("/nowhere", { [name]: value })).rejects.toThrow(message);
  await expect(found("/nowhere", { [name]: value })).rejects.not.toThrow(/s3cret/);
});

test("a wrong line of the platform's .env is named", async () => {
  const home = scratchDirectory();
  writeFileSync(join(home, ".env"), "SMTP_HOST=mail\nSMTP_PORT=smtp\n");
  await expect(found(home)).rejects.toThrow(/\.env: SMTP_PORT is no port\.$/);
});
