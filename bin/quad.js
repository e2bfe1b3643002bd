#!/usr/bin/env node
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(`quad needs Node 20.19 or newer; this is ${process.versions.node}.\n`);
  process.exitCode = 1;
} else if (process.argv.length === 3 && /^(--version|-V|version)$/.test(process.argv[2])) {
  // Asked by scripts, often: answered without loading the program, or a stream.
  try {
    require("node:fs").writeSync(1, `quad ${require("../package.json").version}\n`);
  } catch (error) {
    if (error.code !== "EPIPE") {
      process.stderr.write(`Standard output cannot be written: ${error.message}.\n`);
      process.exitCode = 6;
    }
  }
} else {
  const { load } = require("./load.js");
  load(require.resolve("../dist/main.js")).start();
}
