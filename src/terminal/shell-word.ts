/** A word as a shell has to be given it. */
export const shellWord = (word: string): string =>
  /^[\w@./:=+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
