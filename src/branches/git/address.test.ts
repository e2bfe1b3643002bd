import { expect, test } from "vitest";
import { QuadError } from "../../errors.ts";
import { parseAddress } from "./address.ts";

test.each([
  ["https://github.com/acme/app.git", "https://github.com/acme/app.git"],
  ["HTTPS://GitHub.com/Acme/App/", "https://github.com/Acme/App"],
  ["https://acme@dev.azure.com/acme/app/_git/app", "https://acme@dev.azure.com/acme/app/_git/app"],
  ["http://[::1]:8080/app", "http://[::1]:8080/app"],
  ["ssh://git@git.example.com:2222/acme/app.git", "ssh://git@git.example.com:2222/acme/app.git"],
  ["git://127.0.0.1/app", "git://127.0.0.1/app"],
  ["file:///srv/git/app.git/", "file:///srv/git/app.git"],
  ["git@GitHub.com:acme/app.git", "git@github.com:acme/app.git"],
  ["host:app", "host:app"],
  ["git@[::1]:app", "git@[::1]:app"],
])("%s is an address", (text, stored) => {
  expect(parseAddress(text)).toBe(stored);
  expect(parseAddress(stored)).toBe(stored);
});

test.each(["/srv/app", "app", "./host:app", "../a:b", "a/b:c", "github.com/acme/app"])("%s is a path", (text) => {
  expect(parseAddress(text)).toBeUndefined();
});

test.each([
  "https://jane:s3cret@github.com/acme/app.git",
  "https://jane:s3cret@with@signs@github.com/acme/app.git",
  "https://:s3cret@github.com/acme/app.git",
  "https://jane%3As3cret@github.com/acme/app.git",
  "https://ghp_s3cret0123456789@github.com/acme/app.git",
  "https://glpat-s3cret@gitlab.com/acme/app.git",
  "https://0s3cret0123456789abcdef0123456789abcdef01@github.com/acme/app.git",
  "HTTP://x-access-token:s3cret@github.com/acme/app.git",
  "ssh://jane:s3cret@host/app",
  "ftp://jane:s3cret@host/app",
  "jane:s3cret@host:app",
  "jane:s3cret@host/app",
  "https:/jane:s3cret@host/app",
  "https://jane:s3/cret@host/app",
  "https://host/app?private_token=s3cret",
  "https://host/app#s3cret",
  "https://host/https://jane:s3cret@other/app",
  "https://jane:s3cret @host/app",
])("a secret is refused and not shown: %s", (text) => {
  const error = refusal(text);
  expect(error.code).toBe("usage");
  expect(JSON.stringify([error.message, error.detail, error.hint])).not.toMatch(/s3|cret/);
  expect([error.message, ...error.hint].join("\n")).toMatch(/credential helper|is no URL/);
});

test("a password is refused with what to do instead", () => {
  const { message, hint } = refusal("https://jane:secret@github.com/acme/app.git");
  expect([message, ...hint]).toEqual([
    "The URL holds a password or a token, which would be stored: https://***@github.com/acme/app.git.",
    "Leave it out, and give git a credential helper: git config --global credential.helper",
    "Whoever has seen it can use it: revoke it where it is real.",
  ]);
});

test.each([
  ["ext::sh -c touch% /tmp/pwned", '"ext" is no way in which quad reads a repository.'],
  ["EXT::x", '"EXT" is no way in which quad reads a repository.'],
  ["fd::17", '"fd" is no way in which quad reads a repository.'],
  ["ftp://host/app", '"ftp" is no way in which quad reads a repository.'],
  ["ssh+git://host/app", '"ssh+git" is no way in which quad reads a repository.'],
  ["ssh://-oProxyCommand=touch/app", '"ssh://-oProxyCommand=touch/app" is no URL that git can fetch.'],
  ["git@-oProxyCommand=touch:app", '"***@-oProxyCommand=touch:app" is no URL that git can fetch.'],
  ["ssh://-oProxyCommand=touch@host/app", '"ssh://***@host/app" is no URL that git can fetch.'],
  ["host:/", '"host:/" is no URL that git can fetch.'],
  ["host:-app", '"host:-app" is no URL that git can fetch.'],
  ["https://host", '"https://host" is no URL that git can fetch.'],
  ["https:///app", '"https:///app" is no URL that git can fetch.'],
  ["file://host/app", '"file://host/app" is no URL that git can fetch.'],
  ["https://host/a b", '"https://host/a b" is no URL that git can fetch.'],
  ["https://host/a\nb", '"https://host/a\\nb" is no URL that git can fetch.'],
  ["https://host\\@other/app", '"https://***@other/app" is no URL that git can fetch.'],
  ["::", '"::" is no URL that git can fetch.'],
])("%j is refused", (text, message) => {
  expect(refusal(text)).toMatchObject({ code: "usage", message });
});

function refusal(text: string): QuadError {
  try {
    parseAddress(text);
  } catch (error) {
    if (error instanceof QuadError) return error;
    throw error;
  }
  throw new Error(`${text} was taken.`);
}
