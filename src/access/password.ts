import { createHash, createHmac, pbkdf2Sync, randomBytes } from "node:crypto";

// No i, l, o and u: nothing that is read as something else.
const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** A new password: 125 random bits, in five groups of five. */
export const newPassword = (): string =>
  Array.from(randomBytes(25), (byte, i) => `${i > 0 && i % 5 === 0 ? "-" : ""}${alphabet[byte % 32]}`).join("");

/**
 * What Postgres keeps of a password (RFC 5803), so that it is never told the password itself. The password is ASCII, which
 * SASLprep leaves as it is.
 */
export function scramVerifier(password: string, salt = randomBytes(16), iterations = 4096): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
  const hmac = (key: string) => createHmac("sha256", salted).update(key).digest();
  const storedKey = createHash("sha256").update(hmac("Client Key")).digest("base64");
  const serverKey = hmac("Server Key").toString("base64");
  return `SCRAM-SHA-256$${iterations}:${salt.toString("base64")}$${storedKey}:${serverKey}`;
}
