import { execFileSync } from "node:child_process";
import { mkdirSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type FileSystem = "ext4" | "btrfs";

const bytes = 512 * 1024 * 1024;

/** By itself the kernel writes what is old, or what it commits now and then: that is not to help a test. */
const mountOptions: Readonly<Record<FileSystem, string>> = {
  // Nor is what ext4 does for programs that rename a file which they have not flushed.
  ext4: "loop,noauto_da_alloc,commit=300",
  btrfs: "loop,commit=300",
};

/** A disk that can lose its power: what was not flushed by then is gone. It is a file with a file system in it. */
export interface Disk {
  /** Where it is mounted. */
  readonly place: string;
  /** Leaves of it what is on the medium at this moment. Nobody may write to it any more, nor have it open. */
  cut(): void;
  unmount(): void;
}

/** Makes a disk with a file system, below a directory that is not on one itself, and mounts it. Needs root. */
export function disk(directory: string, fileSystem: FileSystem): Disk {
  const at = (name: string) => join(directory, name);
  const [place, medium, left] = [at("mounted"), at("medium"), at("left")];
  mkdirSync(place, { recursive: true });
  writeFileSync(medium, "");
  truncateSync(medium, bytes);
  execFileSync(`mkfs.${fileSystem}`, ["-q", medium], { stdio: "pipe" });
  const mount = () => execFileSync("mount", ["-t", fileSystem, "-o", mountOptions[fileSystem], medium, place]);
  const unmount = () => execFileSync("umount", [place]);
  mount();
  return {
    place,
    cut() {
      // Unmounting would flush it, so that is done when what there is has been taken.
      execFileSync("cp", ["--sparse=always", medium, left]);
      unmount();
      execFileSync("mv", [left, medium]);
      mount();
    },
    unmount,
  };
}
