import { usage } from "../errors.ts";
import { withArchive } from "../patches/archive/open.ts";
import { readManifest } from "../patches/archive/read.ts";
import { parsePatchName } from "../patches/manifest.ts";
import { parsePath } from "../values/path.ts";

/** The patch by which an integration comes, as far as a mail tells of it. */
export interface RequestPatch {
  readonly name: string;
  readonly version: string;
  /** The slug of the integration, as its health is asked for. */
  readonly integration: string;
  /** Whether it migrates; null where only its name is known. */
  readonly migrates: boolean | null;
}

/**
 * A patch by its archive, whose manifest is read, or by its name, as in postman-beta-1.1. Throws a usage error for one of another channel,
 * and what reading the archive throws.
 */
export async function requestPatch(reference: string, channel: "beta" | "prod"): Promise<RequestPatch> {
  const patch = /[/\\]|\.tar\.gz$/.test(reference) ? await byArchive(parsePath(reference)) : byName(reference);
  if (patch.channel !== channel) {
    throw usage(`${patch.name} is ${patch.channel === "beta" ? "a beta" : "a production patch"}.`, {
      hint:
        channel === "beta"
          ? `Say that it is released: quad request release REQUEST --patch ${reference}`
          : `Say that it is to be tested: quad request beta REQUEST --patch ${reference}`,
    });
  }
  return patch;
}

async function byArchive(path: string) {
  const { name, version, channel, integration, migrations } = await withArchive(path, (file) => readManifest(file));
  return { name, version, channel, integration: integration?.name ?? slugOf(name), migrates: migrations.length > 0 };
}

function byName(text: string) {
  const name = parsePatchName(text);
  const [, , channel, version] = /^(.+)-(beta|prod)-(\d[a-z0-9.-]*)$/.exec(name) ?? [];
  if (!version || (channel !== "beta" && channel !== "prod")) {
    throw usage(`${name} does not say its channel and version, as postman-beta-1.1 does.`, {
      hint: `Name its archive: ./${name}.tar.gz`,
    });
  }
  return { name, version, channel, integration: slugOf(name), migrates: null } as const;
}

/** postman of postman-beta-1.1. */
const slugOf = (name: string): string => name.replace(/-(beta|prod)-.*$/, "");
