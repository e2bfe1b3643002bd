import { execFileSync } from "node:child_process";
import {
  constants,
  createCipheriv,
  createHmac,
  generateKeyPairSync,
  hkdfSync,
  pbkdf2Sync,
  publicEncrypt,
  randomBytes,
  randomUUID,
} from "node:crypto";
import { readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** An item of the vault, as a person sees it. */
interface VaultItem {
  readonly id: string;
  readonly name: string;
  /** The folder it is in; `shared` puts it into a collection of that name, of an organisation, instead. */
  readonly folder?: string;
  readonly shared?: boolean;
  readonly username?: string;
  /** Without a password it is a secure note. */
  readonly password?: string;
  readonly notes?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** A server that speaks the protocol of Bitwarden as far as the client `bw` needs it, encryption included. */
export interface VaultServer {
  readonly url: string;
  readonly email: string;
  readonly password: string;
  /** What an account can be logged in by as well. */
  readonly apiKey: { readonly id: string; readonly secret: string };
  /** What `bw` needs to trust its certificate. */
  readonly certificate: string;
  /** What is in the vault now; a test changes it at will. */
  items: readonly VaultItem[];
  /** How it answers: as it should, not within a minute, or with an error. */
  mood: "well" | "silent" | "broken";
  /** The requests there were, as `POST /identity/connect/token`. */
  readonly requests: string[];
  close(): Promise<void>;
}

const iterations = 5000;

/** Starts one on a port of loopback, with its certificate in `directory`. It needs openssl. */
export async function startVaultServer(directory: string): Promise<VaultServer> {
  const [key, certificate] = [join(directory, "vault.key"), join(directory, "vault.crt")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const files = ["-keyout", key, "-out", certificate];
  execFileSync("openssl", ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", ...subject, ...files], {
    stdio: "ignore",
  });
  const account = makeAccount("quad@massmutual.com", `correct horse ${randomBytes(6).toString("hex")}`);
  const state: Pick<VaultServer, "items" | "mood" | "requests"> = { items: [], mood: "well", requests: [] };
  const server = createServer(
    { key: readFileSync(key), cert: readFileSync(certificate) },
    async (request, response) => {
      const { method, url = "" } = request;
      state.requests.push(`${method} ${url.replace(/\?.*/, "")}`);
      if (state.mood === "silent") return;
      const { status, body } =
        state.mood === "broken" ? { status: 502, body: {} } : answer(account, state.items, url, await read(request));
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    },
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return Object.assign(state, {
    url: `https://localhost:${(server.address() as AddressInfo).port}`,
    email: account.email,
    password: account.password,
    apiKey: account.apiKey,
    certificate,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

interface Account {
  readonly email: string;
  readonly password: string;
  readonly id: string;
  readonly apiKey: VaultServer["apiKey"];
  readonly userKey: Buffer;
  readonly organisation: { readonly id: string; readonly key: Buffer };
  /** What a login is proved with: derived from the password, which itself never leaves the client. */
  readonly loginHash: string;
  readonly wrapped: { readonly userKey: string; readonly privateKey: string; readonly organisationKey: string };
  readonly publicKey: string;
}

function makeAccount(email: string, password: string): Account {
  const id = randomUUID();
  const masterKey = pbkdf2Sync(password, email, iterations, 32, "sha256");
  const stretched = Buffer.concat(["enc", "mac"].map((info) => expand(masterKey, info)));
  const [userKey, organisationKey] = [randomBytes(64), randomBytes(64)];
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const padding = { key: publicKey, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" };
  return {
    email,
    password,
    id,
    apiKey: { id: `user.${id}`, secret: randomBytes(16).toString("hex") },
    userKey,
    publicKey: publicKey.export({ type: "spki", format: "der" }).toString("base64"),
    organisation: { id: randomUUID(), key: organisationKey },
    loginHash: pbkdf2Sync(masterKey, password, 1, 32, "sha256").toString("base64"),
    wrapped: {
      userKey: encrypted(userKey, stretched),
      privateKey: encrypted(privateKey.export({ type: "pkcs8", format: "der" }), userKey),
      organisationKey: `4.${publicEncrypt(padding, organisationKey).toString("base64")}`,
    },
  };
}

/** HKDF's second half alone, as Bitwarden stretches a key. */
const expand = (key: Buffer, info: string): Buffer => createHmac("sha256", key).update(`${info}\u0001`).digest();

/** AES-256-CBC with HMAC-SHA256, as `2.iv|data|mac`. */
function encrypted(text: string | Buffer, key: Buffer): string {
  const iv = randomBytes(16);
  const cipher = createCipheriv("aes-256-cbc", key.subarray(0, 32), iv);
  const data = Buffer.concat([cipher.update(text), cipher.final()]);
  const mac = createHmac("sha256", key.subarray(32)).update(iv).update(data).digest();
  return `2.${[iv, data, mac].map((part) => part.toString("base64")).join("|")}`;
}

function answer(
  account: Account,
  items: readonly VaultItem[],
  url: string,
  body: string,
): { status: number; body: unknown } {
  const ok = (value: unknown) => ({ status: 200, body: value });
  const [path = ""] = url.split("?");
  const kdf = { kdf: 0, kdfIterations: iterations, kdfMemory: null, kdfParallelism: null };
  switch (path) {
    case "/identity/accounts/prelogin":
    case "/identity/accounts/prelogin/password":
      return ok({ ...kdf, salt: account.email, kdfSettings: { kdfType: 0, iterations } });
    case "/identity/connect/token": {
      const form = new URLSearchParams(body);
      const byKey = form.get("grant_type") === "client_credentials";
      const proved = byKey
        ? form.get("client_id") === account.apiKey.id && form.get("client_secret") === account.apiKey.secret
        : form.get("grant_type") === "refresh_token" || form.get("password") === account.loginHash;
      if (proved) return ok({ ...tokens(account), ...kdfOfLogin(account) });
      const message = `${byKey ? "client_id or client_secret" : "Username or password"} is incorrect. Try again.`;
      return {
        status: 400,
        body: {
          error: "invalid_grant",
          error_description: "invalid",
          ErrorModel: { Message: message, Object: "error" },
        },
      };
    }
    case "/api/config":
      return ok({ object: "config", version: "2026.1.0", server: { name: "Vaultwarden" }, featureStates: {} });
    case "/api/sync":
      return ok(synced(account, items));
    case "/api/accounts/revision-date":
      return ok(Date.now());
    default:
      return { status: 404, body: { message: `There is no ${path}.` } };
  }
}

const tokens = ({ id, email }: Account) => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: id,
    email,
    name: "quad",
    premium: false,
    nbf: now,
    exp: now + 7200,
    iss: "vault",
    amr: ["Application"],
  };
  return {
    access_token: `${part({ alg: "RS256", typ: "JWT" })}.${part(claims)}.${part("signature")}`,
    expires_in: 7200,
    token_type: "Bearer",
    refresh_token: randomBytes(32).toString("base64url"),
  };
};

const masterPasswordUnlock = ({ email, wrapped }: Account) => ({
  Kdf: { KdfType: 0, Iterations: iterations },
  MasterKeyEncryptedUserKey: wrapped.userKey,
  MasterKeyWrappedUserKey: wrapped.userKey,
  Salt: email,
});

const accountKeys = ({ wrapped, publicKey }: Account) => ({
  publicKeyEncryptionKeyPair: { wrappedPrivateKey: wrapped.privateKey, publicKey },
});

const kdfOfLogin = (account: Account) => ({
  Key: account.wrapped.userKey,
  PrivateKey: account.wrapped.privateKey,
  AccountKeys: accountKeys(account),
  Kdf: 0,
  KdfIterations: iterations,
  ResetMasterPassword: false,
  ForcePasswordReset: false,
  UserDecryptionOptions: { HasMasterPassword: true, MasterPasswordUnlock: masterPasswordUnlock(account) },
});

function synced(account: Account, items: readonly VaultItem[]) {
  const { id, email, organisation, userKey, wrapped } = account;
  const places = (shared: boolean) => [
    ...new Set(items.filter((item) => (item.shared ?? false) === shared).flatMap(({ folder }) => folder ?? [])),
  ];
  return {
    object: "sync",
    profile: {
      object: "profile",
      id,
      email,
      name: "quad",
      emailVerified: true,
      premium: false,
      culture: "en-US",
      twoFactorEnabled: false,
      key: wrapped.userKey,
      privateKey: wrapped.privateKey,
      accountKeys: accountKeys(account),
      securityStamp: id,
      organizations: [
        {
          id: organisation.id,
          name: "Mass Mutual",
          key: wrapped.organisationKey,
          status: 2,
          type: 0,
          enabled: true,
          permissions: {},
        },
      ],
    },
    folders: places(false).map((name) => ({
      object: "folder",
      id: placeId(name),
      name: encrypted(name, userKey),
      revisionDate: new Date().toISOString(),
    })),
    collections: places(true).map((name) => ({
      object: "collectionDetails",
      id: placeId(name),
      organizationId: organisation.id,
      name: encrypted(name, organisation.key),
      readOnly: false,
      hidePasswords: false,
    })),
    ciphers: items.map((item) => cipher(account, item)),
    domains: null,
    policies: [],
    sends: [],
    userDecryption: { masterPasswordUnlock: masterPasswordUnlock(account) },
  };
}

/** The same id for the same name, so that a folder stays what it is from one sync to the next. */
const placeId = (name: string): string =>
  Buffer.from(hkdfSync("sha256", name, "", "place", 16))
    .toString("hex")
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");

function cipher({ userKey, organisation }: Account, item: VaultItem) {
  const key = item.shared ? organisation.key : userKey;
  const seal = (text: string | undefined) => (text === undefined ? null : encrypted(text, key));
  const place = item.folder === undefined ? null : placeId(item.folder);
  const fields = Object.entries(item.fields ?? {}).map(([name, value]) => ({
    type: 1,
    name: seal(name),
    value: seal(value),
  }));
  return {
    object: "cipherDetails",
    id: item.id,
    type: item.password === undefined ? 2 : 1,
    name: seal(item.name),
    notes: seal(item.notes),
    fields,
    ...(item.password === undefined
      ? { secureNote: { type: 0 } }
      : { login: { username: seal(item.username), password: seal(item.password), uris: null, totp: null } }),
    organizationId: item.shared ? organisation.id : null,
    folderId: item.shared ? null : place,
    collectionIds: item.shared && place ? [place] : [],
    edit: true,
    viewPassword: true,
    favorite: false,
    reprompt: 0,
    revisionDate: new Date().toISOString(),
    creationDate: new Date().toISOString(),
    deletedDate: null,
  };
}
