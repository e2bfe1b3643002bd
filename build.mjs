import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "rolldown";

// Starting up is a feature, so a command loads three files: main.js, with what every command needs, commander and
// postgres included; the chunk of its noun; and what nouns share. What few commands need stays a package of its own, and is loaded
// when they do. `npm run bench` measures it.
const bundled = ["commander", "postgres"];
const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));

await build({
  input: "src/main.ts",
  preserveEntrySignatures: "allow-extension",
  platform: "node",
  external: Object.keys(dependencies)
    .filter((name) => !bundled.includes(name))
    .map((name) => new RegExp(`^${name}(/|$)`)),
  plugins: [builtins({ lazy: ["tls", "child_process", "crypto"] }), packagesByLoader()],
  transform: { define: { QUAD_SCHEMA: JSON.stringify(schemaFingerprint("migrations")) } },
  treeshake: { propertyReadSideEffects: false },
  output: {
    dir: "dist",
    cleanDir: true,
    // Node starts a CommonJS program faster than a module, by a quarter of its whole start.
    format: "cjs",
    entryFileNames: "[name].js",
    chunkFileNames: "chunks/[name]-[hash].js",
    minify: { mangle: false, compress: true, codegen: true },
    codeSplitting: {
      groups: [
        {
          name: "shared",
          test: /[\\/]src[\\/](companies|domains|members|terminal|values)[\\/]/,
          minShareCount: 2,
          priority: 1,
        },
        { name: "keys", test: /[\\/]src[\\/](keys|vault[\\/](path|secret))/ },
      ],
    },
  },
});

// The code cache holds what V8 has compiled by the end of a real run: an install is made, and listed. Where there is no
// embedded Postgres it holds what runs before one is needed.
const install = mkdtempSync(join(tmpdir(), "quad-build-"));
chmodSync(install, 0o755);
try {
  execFileSync(process.execPath, ["-e", `(${warm})(${JSON.stringify([import.meta.dirname, install])})`], {
    stdio: "inherit",
  });
} finally {
  rmSync(install, { recursive: true, force: true });
}

async function warm([root, directory]) {
  const { writeFileSync } = require("node:fs");
  const scripts = new Map();
  const { main } = require(`${root}/bin/load.js`).load(`${root}/dist/main.js`, (file, script) =>
    scripts.set(file, script),
  );
  const sink = { write: () => true };
  const run = (line) =>
    main({
      argv: line.split(" "),
      env: { QUAD_DATABASE_URL: `pg:${directory}/install` },
      stdin: () => process.stdin,
      stdout: sink,
      stderr: sink,
    });
  await run(`init --embedded ${directory}/install --company Acme --root acme --admin admin@acme.com`);
  for (const line of ["domain list", "key resolve github --explain"]) await run(line);
  for (const [file, script] of scripts) writeFileSync(`${file}.cache`, script.createCachedData());
}

/** Lets bin/import.js import what is not bundled, because a script that comes from a cache cannot. */
function packagesByLoader() {
  return {
    name: "packages-by-loader",
    renderChunk: (code, { fileName }) =>
      code.replace(/\bimport\((?=["'`])/g, `require("${fileName.includes("/") ? "../" : ""}../bin/import.js")(`),
  };
}

/**
 * Gets Node's own modules by `process.getBuiltinModule`, without the wrapping that a bundler puts around an import. Those of
 * `lazy` are got when a function of theirs is first called: the bundled packages import them for what many commands never
 * do (TLS, running programs, passwords), and loading them costs more than a command may.
 */
function builtins({ lazy }) {
  const prefix = "\0builtin:";
  const get = (name) => `process.getBuiltinModule("${name}")`;
  const lazily = (name) => `new Proxy({}, { get: (_, key) => (key === "__esModule" ? undefined : ${get(name)}[key]) })`;
  return {
    name: "builtins",
    // The bundler's own runtime comes before all modules, and so before these.
    resolveId: (id, importer, { kind }) =>
      isBuiltin(id) && !importer?.startsWith("\0")
        ? `${prefix}${kind === "import-statement" ? "esm" : "cjs"}:${id.replace(/^node:/, "")}`
        : undefined,
    load(id) {
      if (!id.startsWith(prefix)) return undefined;
      const [form, name] = id.slice(prefix.length).split(":");
      const whole = lazy.includes(name) ? lazily(name) : get(name);
      // What it is imported for is a global.
      if (name === "perf_hooks") return "export const { performance } = globalThis;";
      if (form === "cjs") return `module.exports = ${whole};`;
      const names = Object.keys(process.getBuiltinModule(name)).filter(
        (key) => /^[a-zA-Z_]\w*$/.test(key) && key !== "default",
      );
      const each = lazy.includes(name)
        ? names.map((key) => `export const ${key} = (...args) => ${get(name)}.${key}(...args);`)
        : names.map((key) => `export const ${key} = /* @__PURE__ */ (() => ${get(name)}.${key})();`);
      return { code: `const whole = ${whole};\nexport default whole;\n${each.join("\n")}`, moduleSideEffects: false };
    },
  };
}

/** As `fingerprint` of src/postgres/migrations.ts has it; a test holds them together. */
function schemaFingerprint(directory) {
  const files = (path) =>
    readdirSync(path)
      .filter((file) => file.endsWith(".sql"))
      .sort();
  const rules = files(`${directory}/rules`)
    .map((file) => readFileSync(`${directory}/rules/${file}`, "utf8"))
    .join("\n");
  const latest = Number(files(directory).at(-1).slice(0, 4));
  return { latest, rules: createHash("sha256").update(rules).digest("hex") };
}
