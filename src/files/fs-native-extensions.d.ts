// The package has no types of its own.
declare module "fs-native-extensions" {
  /** Takes the kernel's lock on an open file; false where another has it. It ends with the file's closing. */
  export function tryLock(fd: number): boolean;
}
