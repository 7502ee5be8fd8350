import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globals: false,
    // A process per file: handlers patch process.env and the runtime seam on globalThis, and a crash stays where it is.
    pool: 'forks',
    maxWorkers: 2,
    // Below this a file is one line of the report.
    slowTestThreshold: 10_000,
    // Far above what anything takes: how busy a machine is says nothing about the code.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    globalSetup: ['test/support/global-setup.ts'],
    // Bundles that a template names are loaded by Node itself, as the Lambda runtime loads them.
    server: { deps: { external: [/\/cdk\.out\//, /\/\.build\//] } },
  },
});
