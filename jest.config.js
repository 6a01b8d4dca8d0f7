/** @type {import('jest').Config['transform']} */
const transform = {
  '^.+\\.tsx?$': [
    '@swc/jest',
    {
      jsc: {
        target: 'es2023',
        experimental: { keepImportAttributes: true },
        parser: { syntax: 'typescript', tsx: true },
        transform: { react: { runtime: 'automatic' } },
      },
      module: { type: 'es6' },
    },
  ],
};

/** @type {import('jest').Config} */
const config = {
  transform,
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  testEnvironment: 'node',
  // Nothing of a test lives in the sandbox, and what Node itself offers must not be swept away with it.
  testEnvironmentOptions: { globalsCleanup: 'off' },
  runtime: '<rootDir>/test/native-runtime.cjs',
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  testSequencer: '<rootDir>/test/longest-first.cjs',
  globalSetup: '<rootDir>/test/start-servers.ts',
  globalTeardown: '<rootDir>/test/stop-servers.ts',
  // For what hangs: what works may take as long as a busy machine needs.
  // What a test left open never ends: half a second, as is usual, only tells how fast a large process is let go.
  workerGracefulExitTimeout: 20_000,
  testTimeout: 900_000,
  // Twice the cores of a small machine: a suite waits half of its time, for servers, processes and clocks.
  maxWorkers: 4,
  reporters: ['default', '<rootDir>/test/count-reporter.js'],
};

export default config;
