/** A manifest, or an index, as it is written: a line for each key, and for each item of a list, so that two can be compared line by line. */
export function manifestText(manifest: object): string {
  const keys = Object.entries(manifest).map(([key, value]) => {
    const text =
      Array.isArray(value) && value.length > 0
        ? `[\n${value.map((item) => `    ${JSON.stringify(item)}`).join(",\n")}\n  ]`
        : JSON.stringify(value);
    return `  ${JSON.stringify(key)}: ${text}`;
  });
  return `{\n${keys.join(",\n")}\n}\n`;
}
