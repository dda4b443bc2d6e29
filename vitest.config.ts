import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{platform,modules,db,web,bin,docs,faults}/**/*.test.{ts,tsx}'],
    globalSetup: ['platform/testing/setup.ts'],
    isolate: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
    teardownTimeout: 60_000,
    maxWorkers: 2,
  },
})
