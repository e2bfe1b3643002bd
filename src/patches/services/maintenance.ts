import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { conflict } from "../../errors.ts";
import { replaceFile } from "../../files/replace-file.ts";
import type { Project, Yaml } from "../../install/compose/project.ts";
import type { Step } from "../journal/steps.ts";
import { parsePatchPath } from "../path.ts";

/** A proxy that shows a page while the services behind it are down. */
export interface Maintenance {
  readonly service: string;
  /** Where the page goes, below the install directory; the proxy shows it as long as it is there. */
  readonly page: string;
}

const label = "quad.maintenance";

/**
 * The service of a compose file that is labelled `quad.maintenance: PATH`; undefined where none is. Throws a conflict where the path leads
 * out of the install, or several are labelled.
 */
export function maintenanceOf({ services }: Pick<Project, "services">): Maintenance | undefined {
  const labelled = [...services].flatMap(([service, { labels }]) => {
    const page = pageIn(labels);
    return page === undefined ? [] : [{ service, page }];
  });
  const [one, another] = labelled;
  if (one === undefined) return undefined;
  if (another) throw conflict(`${one.service} and ${another.service} are both labelled ${label}.`);
  try {
    return { service: one.service, page: parsePatchPath(one.page) };
  } catch (error) {
    throw conflict(`The label ${label} of ${one.service} names no file below the install directory: ${one.page}`, {
      hint: "As in quad.maintenance: proxy/maintenance.html",
      cause: error,
    });
  }
}

// As a map or as a list of NAME=VALUE.
function pageIn(labels: Yaml | undefined): string | undefined {
  if (Array.isArray(labels))
    return labels
      .flatMap((one) => (typeof one === "string" && one.startsWith(`${label}=`) ? [one] : []))[0]
      ?.slice(label.length + 1);
  if (typeof labels !== "object" || labels === null) return undefined;
  const value = (labels as { readonly [key: string]: Yaml })[label];
  return typeof value === "string" ? value : undefined;
}

/** Whether a page can be put up: its directory is there, and no page that is somebody's own. */
export const canAnnounce = (home: string, page: string): boolean =>
  existsSync(dirname(join(home, page))) && !existsSync(join(home, page));

/** Puts a page up before the services are stopped; `takeDown` ends that. */
export function announced(home: string, page: string | null): Step {
  return {
    name: "announced",
    async act() {
      if (page !== null) await replaceFile(join(home, page), html, 0o644);
      return undefined;
    },
    undo: () => takeDown(home, page),
  };
}

/** Takes the page down, where it is up. */
export async function takeDown(home: string, page: string | null): Promise<void> {
  if (page !== null) await rm(join(home, page), { force: true });
}

const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="15">
<title>Maintenance</title>
<style>
  body { font: 1.1rem/1.6 system-ui, sans-serif; max-width: 32rem; margin: 20vh auto; padding: 0 1.5rem; color: #222; background: #fafafa }
  @media (prefers-color-scheme: dark) { body { color: #ddd; background: #161616 } }
</style>
<h1>Back in a moment</h1>
<p>QUAD is being updated. This page looks again by itself.</p>
</html>
`;
