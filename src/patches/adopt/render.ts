import { counted, type Style, visible } from "../../terminal/style.ts";
import { renderStandstill } from "../render.ts";
import type { Adoption } from "./adopt.ts";
import type { ByHand, PatchStatus } from "./status.ts";

export function renderStatus({ run, byHand }: PatchStatus, style: Style): string {
  if (run !== null) return renderStandstill(run, style);
  return ["Nothing was broken off.", ...(byHand ?? []).flatMap((one) => renderByHand(one, style))].join("\n");
}

function renderByHand({ name, files, differing, finish }: ByHand, { paint }: Style): readonly string[] {
  const all = counted(files, "file");
  const lies =
    differing.length === 0
      ? `Its ${all} ${files === 1 ? "is" : "are"} as it says.`
      : `Of its ${all} ${counted(differing.length, "is", "are")} not as it says:`;
  return [
    `${paint.warn("Extracted by hand")}, and not on record: ${name}. ${lies}`,
    ...differing.slice(0, 20).map((path) => `  ${visible(path)}`),
    `${finish === "adopt" ? "Finish it" : "Have it applied, whole"}: quad patch ${finish} ./${name}.tar.gz`,
  ];
}

/** What adopting would do. */
export function renderAdoption(adoption: Adoption, { paint }: Style): string {
  const { name, version, channel, sequence, files, restart, services, healthChecks, integration } = adoption;
  const made = restart === "restart" ? "restarted" : "made anew";
  return [
    `${paint.bold(name)} ${version} (${channel}, number ${sequence}) lies here as its archive says: ${counted(files, "file")}`,
    services.length === 0
      ? "  no services are restarted"
      : `  ${services.join(", ")} ${made}, ${counted(healthChecks, "health check")}`,
    ...(integration === null ? [] : [`  the integration ${integration} comes into the catalogue`]),
  ].join("\n");
}

export const renderAdopted = ({ name, version, signedBy, files }: Adoption, { paint }: Style): string =>
  `${paint.good("Adopted")} ${name} ${version} (${signedBy === null ? "by its hash" : `signed by ${signedBy}`}): ${counted(files, "file")} as it says.`;
