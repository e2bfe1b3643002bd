import { notFound, type QuadError, unreachable } from "../errors.ts";
import { shortened } from "../terminal/style.ts";

/**
 * What the Bitwarden CLI refuses, in words of our own: who is not logged in, a password that is wrong, a server that does not
 * answer. What is not known is given as it says it.
 */
export function asVaultFailure(message: string, verb: string): QuadError {
  const said = message.replace(/\s+/g, " ").trim();
  if (/not logged in/i.test(said)) {
    return unreachable("Nobody is logged in to the vault.", {
      hint: "Log in: quad vault login --server URL --email EMAIL",
    });
  }
  if (/vault is locked|session key is invalid/i.test(said)) {
    return unreachable("The vault was locked while it was worked with.", {
      hint: "Run it again; nobody but quad should use its directory.",
    });
  }
  if (/new device|two-?step|two factor|verification code|code is required|no provider selected/i.test(said)) {
    return unreachable(`The vault wants more than a password: ${shortened(said, 200)}`, {
      hint: "Give it: quad vault login --method N --code CODE; for a machine use an API key: quad vault login --api-key",
    });
  }
  const where = /https?:\/\/[^/\s]+/.exec(said)?.[0];
  const server = where === undefined ? "Vaultwarden" : `Vaultwarden at ${where}`;
  if (/certificate|self-signed|unable to verify|CERT_/i.test(said)) {
    return unreachable(`The certificate of ${server} is not accepted.`, {
      detail: reasonOf(said),
      hint: "Name the file of who signed it: NODE_EXTRA_CA_CERTS=FILE",
    });
  }
  if (/FetchError|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|socket hang up|network/i.test(said)) {
    return unreachable(`${server} does not answer.`, {
      detail: reasonOf(said),
      hint: "See which server it is: quad vault status",
    });
  }
  if (/client_id|client_secret/i.test(said)) {
    return unreachable("The API key of the vault is wrong.", {
      hint: "It is taken from BW_CLIENTID and BW_CLIENTSECRET.",
    });
  }
  if (
    /(username or password|invalid master password|incorrect)/i.test(said) ||
    (/^(unlock|login)$/.test(verb) && /cryptography|decryption/i.test(said))
  ) {
    return unreachable("The master password of the vault is wrong.", {
      hint: "It is asked for, or taken from QUAD_VAULT_PASSWORD or vault_password_file.",
    });
  }
  if (/^not found/i.test(said)) return notFound("There is no such item in the vault.");
  return unreachable(`The vault does not do it (bw ${verb}): ${shortened(said || "it says nothing", 300)}`, {
    hint: "See how it stands: quad vault status",
  });
}

const reasonOf = (said: string): string[] => {
  const [, reason] = /reason: (.*)$/.exec(said) ?? [];
  return reason ? [`${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`.replace(/\.\.$/, ".")] : [];
};
