import { defineConfig } from "vitest/config";

// "main" passes on a machine with Node alone; "docker" starts an engine where none answers, see docker-stack.sh;
// "debian" installs the packages it needs, and runs as root; "vault" runs the real Bitwarden CLI;
// "crash" kills patches that are being applied, at named places and QUAD_CRASHES times at random (1,000 where it is not said),
// and QUAD_STACK_CRASHES times on real containers (50); and cuts the power of its disks at QUAD_POWER_CUTS of those places (all).
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "main",
          include: ["src/**/*.test.ts"],
          exclude: [
            "src/**/*.docker.test.ts",
            "src/**/*.debian.test.ts",
            "src/**/*.vault.test.ts",
            "src/**/*.crash.test.ts",
          ],
          globalSetup: ["src/testing/postgres-server.ts", "src/testing/built-program.ts"],
          pool: "threads",
          // A test waits for Postgres as long as it runs itself.
          maxWorkers: "100%",
          // The code has no state of its own, so the files of tests share it: it is read once, and gets warm.
          isolate: false,
          testTimeout: 120_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "docker",
          include: ["src/**/*.docker.test.ts"],
          globalSetup: [
            "src/testing/docker-engine.ts",
            "src/testing/postgres-server.ts",
            "src/testing/built-program.ts",
          ],
          pool: "threads",
          // Containers that start and stop are waited for.
          maxWorkers: "150%",
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "debian",
          include: ["src/**/*.debian.test.ts"],
          globalSetup: [
            "src/testing/debian-packages.ts",
            "src/testing/postgres-server.ts",
            "src/testing/built-program.ts",
          ],
          pool: "threads",
          maxWorkers: "100%",
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "vault",
          include: ["src/**/*.vault.test.ts"],
          globalSetup: [
            "src/testing/debian-packages.ts",
            "src/testing/bitwarden-cli.ts",
            "src/testing/postgres-server.ts",
            "src/testing/built-program.ts",
          ],
          pool: "threads",
          // The client idles for seconds in each run.
          maxWorkers: "200%",
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "crash",
          include: ["src/**/*.crash.test.ts"],
          globalSetup: [
            "src/testing/debian-packages.ts",
            "src/testing/postgres-server.ts",
            "src/testing/built-program.ts",
            "src/testing/docker-engine.ts",
          ],
          pool: "threads",
          maxWorkers: "100%",
          testTimeout: 3_600_000,
          hookTimeout: 300_000,
        },
      },
      {
        test: {
          name: "bench",
          include: ["src/**/*.bench.ts"],
          globalSetup: "src/testing/postgres-server.ts",
          fileParallelism: false,
          testTimeout: 600_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
