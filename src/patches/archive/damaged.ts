import { conflict, type QuadError } from "../../errors.ts";
import type { OpenFile } from "../signature/digest.ts";

/** Exit 5: an archive is not what it should be. */
export const damaged = ({ path }: Pick<OpenFile, "path">, why: string, cause?: unknown): QuadError =>
  conflict(`${path} is damaged, or no archive of a patch: ${why}.`, {
    hint: "Fetch it again: quad patch fetch NAME",
    cause,
  });
