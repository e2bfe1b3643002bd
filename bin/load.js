const { readFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname } = require("node:path");
const { Script } = require("node:vm");

/**
 * Loads the built program with what V8 made of it when it was built, kept beside each file as FILE.cache: compiling it
 * anew takes longer than a query. Another version of V8 than the one that built it takes no notice of the cache.
 * `seen` is called with each file and its script; the build makes the caches with it.
 */
exports.load = (program, seen) => {
  const plainly = Module.prototype._compile;
  Module.prototype._compile = function compile(source, file) {
    const cachedData = seen ? undefined : read(`${file}.cache`);
    if (!file.startsWith(dirname(program)) || !(cachedData || seen)) return plainly.call(this, source, file);
    const script = new Script(Module.wrap(source), { filename: file, cachedData });
    seen?.(file, script);
    const require = (id) => this.require(id);
    return script.runInThisContext().call(this.exports, this.exports, require, this, file, dirname(file));
  };
  return require(program);
};

function read(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
