import { defineConfig } from 'vitest/config';

/** Whole worlds: what their functions remember would meet in one process. And what counts each step of a process: it must not have run before. */
const ALONE = [
  ...[
    'test/journeys/**/*.test.ts',
    'test/messages/**/*.test.ts',
    'test/start/**/*.test.ts',
    'test/faults/**/*.test.ts',
  ],
  'test/unit/inbound/bounded.test.ts',
];

export default defineConfig({
  test: {
    // A crash stays in its process.
    pool: 'forks',
    maxWorkers: 2,
    globals: false,
    // Below this a file is one line of the report.
    slowTestThreshold: 10_000,
    globalSetup: ['test/support/global-setup.ts'],
    projects: [
      {
        extends: true,
        // A process per file: handlers patch process.env and the runtime seam on globalThis.
        test: { name: 'alone', include: ALONE, globalSetup: [] },
      },
      {
        extends: true,
        // Modules are loaded once per process, not once per file: loading them took longer than most of these files.
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: ALONE, isolate: false, globalSetup: [] },
      },
    ],
    // Far above what anything takes: how busy a machine is says nothing about the code.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Bundles that a template names are loaded by Node itself, as the Lambda runtime loads them.
    server: { deps: { external: [/\/cdk\.out\//, /\/\.build\//] } },
  },
});
