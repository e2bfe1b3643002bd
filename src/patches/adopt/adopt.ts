import { randomUUID } from "node:crypto";
import { constants, copyFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { conflict, needsAttention, QuadError } from "../../errors.ts";
import { bringIntegration } from "../../integrations/catalogue.ts";
import { transaction } from "../../postgres/transaction.ts";
import { counted } from "../../terminal/style.ts";
import { alone, type Install, type Wanted } from "../apply/apply.ts";
import { withArchive } from "../archive/open.ts";
import { readArchive } from "../archive/read.ts";
import { type Manifest, manifestPath } from "../manifest.ts";
import { mustFit, planPatch } from "../plan/plan.ts";
import { installedPatches } from "../plan/shipped.ts";
import { makeRunDirectory, mustBeFinished, putAway } from "../runs/places.ts";
import { awaitHealth, reachServices } from "../services/health.ts";
import { mustBeSigned, type Proof, provenArchive } from "../trust/proof.ts";
import { beyondExtracting, differingFiles } from "./lying.ts";

/** A patch that was extracted by hand, and what taking it on record comes to. */
export interface Adoption {
  readonly name: string;
  readonly version: string;
  readonly channel: Manifest["channel"];
  readonly sequence: number;
  readonly sha256: string;
  /** null for an archive that is believed by its hash. */
  readonly signedBy: string | null;
  /** How many of them were looked at. */
  readonly files: number;
  readonly restart: Manifest["restart"]["mode"];
  readonly services: readonly string[];
  readonly healthChecks: number;
  /** The name of the integration that it brings into the catalogue. */
  readonly integration: string | null;
}

type Adopted = Omit<Wanted, "decisions" | "backup">;

/**
 * What adopting a patch would do. The archive is verified, and each of its files held against what lies in the install. Changes nothing.
 * Throws a conflict where extracting is not all that the patch does, or a file is not as it says, and whatever `planArchive` throws.
 */
export async function planAdoption(wanted: Adopted, install: Install): Promise<Adoption> {
  return (await planned(wanted, install)).adoption;
}

/**
 * Finishes by the book what was extracted by hand: services are restarted, waited for until they are healthy, and then the patch is taken on
 * record with its integration. Nothing is on record before, so that it can be run again. Throws needs attention where the services fail.
 */
export function adoptPatch(wanted: Adopted, here: Install): Promise<Adoption> {
  return alone(here, async (install) => {
    const { home } = install;
    mustBeFinished(home);
    await putAway(home);
    const { directory, archive, signature } = await makeRunDirectory(home);
    try {
      // What is verified is what is read: a copy that nobody else writes.
      await copyFile(wanted.archive, archive, constants.COPYFILE_FICLONE);
      if (wanted.unsigned === undefined) await copyFile(`${wanted.archive}.minisig`, signature);
      const { adoption, manifest } = await planned({ ...wanted, archive }, install);
      await restarted(adoption, manifest, install);
      install.onStep("recorded", false);
      await record(adoption, manifest, install);
      return adoption;
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  });
}

async function planned(
  { archive, unsigned, older }: Adopted,
  install: Install,
): Promise<{ readonly adoption: Adoption; readonly manifest: Manifest }> {
  const { home } = install;
  mustBeFinished(home);
  const { proof, standing } = await install.withDb(async (sql) => ({
    proof: await provenArchive(sql, archive, unsigned),
    standing: await install.standing(sql),
  }));
  const { manifest } = await withArchive(archive, (file) => readArchive(file, { name: proof.name }));
  mustBeSigned(manifest, proof);
  mustBeAllOfIt(manifest);
  await mustFit(manifest, standing, { older });
  await mustLie(home, manifest);
  const plan = await planPatch(manifest, standing, { keep: [], replace: [], backup: [] });
  return { adoption: adoptionOf(manifest, proof, plan), manifest };
}

const adoptionOf = (
  { name, version, channel, sequence, files, integration, restart }: Manifest,
  { sha256, keyId }: Proof,
  { services, healthChecks }: { readonly services: readonly string[]; readonly healthChecks: number },
): Adoption => ({
  ...{ name, version, channel, sequence, sha256, services, healthChecks },
  signedBy: keyId,
  files: files.length,
  restart: restart.mode,
  integration: integration?.name ?? null,
});

function mustBeAllOfIt(manifest: Manifest): void {
  const beyond = beyondExtracting(manifest);
  if (beyond === undefined) return;
  const { name } = manifest;
  throw conflict(`${name} ${beyond}: extracting it is not all that it takes.`, {
    hint: `Apply it: quad patch apply ./${name}.tar.gz`,
  });
}

/** Refuses a patch that does not lie in the install, whole. */
async function mustLie(home: string, manifest: Manifest): Promise<void> {
  const { name } = manifest;
  const lying = await installedPatches(home);
  const hint = [
    `Extract it anew: cd ${home} && tar -xzf ${name}.tar.gz`,
    `Or have it applied: quad patch apply ./${name}.tar.gz`,
  ];
  const own = lying.find((one) => one.name === name);
  if (!own) throw conflict(`${name} was not extracted here: ${manifestPath(name)} is not there.`, { hint });
  // Parsed by the same rules, the keys in their order: the same text says the same.
  if (JSON.stringify(own) !== JSON.stringify(manifest))
    throw conflict(`${manifestPath(name)} is not the one of the archive.`, { hint });
  const differing = await differingFiles(home, manifest, lying);
  if (differing.length === 0) return;
  throw conflict(
    `${counted(differing.length, "file of", "files of")} ${name} ${differing.length === 1 ? "is" : "are"} not as it says.`,
    {
      detail: differing.slice(0, 20).map((path) => `  ${path}`),
      hint,
    },
  );
}

async function restarted(
  { name, restart, services: names }: Adoption,
  { health }: Manifest,
  install: Install,
): Promise<void> {
  const { services, home, environment, signal, onStep } = install;
  if (!services) return;
  try {
    if (names.length > 0) {
      const scales = await services.scales();
      onStep("quiesced", false);
      await (restart === "restart" ? services.stop(names) : services.remove(names));
      onStep("opened", false);
      await (restart === "restart" ? services.start(names) : services.upAll(names, scales));
    }
    onStep("healthy", false);
    for (const check of health) await awaitHealth(check, reachServices(home, environment), signal);
  } catch (error) {
    if (!(error instanceof QuadError) || error.code === "cancelled") throw error;
    const log = join(home, ".quad", `${randomUUID()}.log`);
    await writeFile(log, await services.logs(names), { mode: 0o600 }).catch(() => {});
    throw needsAttention(`${name} is not on record yet: ${error.message}`, {
      detail: [...error.detail, "Its files stay where they were extracted."],
      hint: [
        ...error.hint,
        `What the containers wrote: ${log}`,
        `When it is mended, run it again: quad patch adopt ./${name}.tar.gz`,
        "To be rid of it, restore a backup from before it.",
      ],
      cause: error,
    });
  }
}

function record(
  { name, version, channel, sequence, sha256, signedBy }: Adoption,
  { integration }: Manifest,
  { withDb }: Install,
): Promise<void> {
  return withDb((sql) =>
    transaction(sql, async (tx) => {
      await tx`
        insert into QUAD_patches (name, version, channel, sequence, sha256, key_id)
        values (${name}, ${version}, ${channel}, ${sequence}, ${sha256}, ${signedBy})`;
      if (integration) await bringIntegration(tx, integration, { patch: name, channel });
    }),
  );
}
