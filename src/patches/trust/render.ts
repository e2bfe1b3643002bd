import { localDay, type Style, visible } from "../../terminal/style.ts";
import { table } from "../../terminal/table.ts";
import type { TrustedKey } from "./keys.ts";

export const renderKeys = (keys: readonly TrustedKey[], style: Style): Promise<string> =>
  table(
    style,
    [
      { title: "key", value: ({ id }) => id },
      { title: "label", value: ({ label }) => visible(label) },
      { title: "fingerprint", value: ({ fingerprint }) => fingerprint },
      { title: "added", value: ({ addedAt }) => localDay(addedAt) },
      { title: "vouched by", value: ({ vouchedBy }) => vouchedBy ?? "" },
      {
        title: "revoked",
        value: ({ revokedAt, revokedBecause }) =>
          revokedAt === null ? "" : `${localDay(revokedAt)}: ${visible(revokedBecause ?? "")}`,
        paint: (text) => style.paint.bad(text),
      },
    ],
    keys,
  );

export const renderAddedKey = ({ id, label, vouchedBy }: TrustedKey, { paint }: Style): string =>
  `${paint.good("Trusted")} from now on: ${visible(label)}, key ${id}${vouchedBy === null ? "" : `, for which ${vouchedBy} vouches`}.`;

export const renderRevoked = (keys: readonly TrustedKey[], { paint }: Style): string =>
  keys.map(({ id, label }) => `${paint.bad("Revoked")}: ${visible(label)}, key ${id}.`).join("\n");
