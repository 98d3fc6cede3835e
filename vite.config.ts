import { join } from 'node:path'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { chunkGroups } from './web/build/chunks.ts'

/** Slow machines share two cores. A test that hangs ends by this; none is judged by its time. */
const TIMEOUT_MS = 60_000

export default defineConfig({
  root: 'web',
  envDir: '..',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: 'dist',
    target: 'es2023',
    // The first browsers with light-dark(), which the design tokens are made of.
    cssTarget: ['chrome123', 'safari17.5', 'firefox120'],
    sourcemap: true,
    // All browsers that `cssTarget` names know modulepreload.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: { groups: chunkGroups(join(import.meta.dirname, 'web')) },
      },
    },
  },
  test: {
    root: import.meta.dirname,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
    // Most of a test is waiting for the database or a timer: a core kept free for people, as by default, would idle.
    maxWorkers: '100%',
    coverage: {
      provider: 'v8',
      include: ['web/**/*.{ts,tsx}', 'functions/**/*.ts'],
      exclude: ['web/e2e/**', 'web/types/**', '**/*.test.{ts,tsx}', '**/*.d.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
      thresholds: { statements: 85 },
    },
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['supabase/tests/unit/**/*.test.ts', 'seed/**/*.test.ts'] },
      },
      {
        extends: true,
        test: {
          name: 'db',
          include: ['supabase/tests/db/**/*.test.ts'],
          globalSetup: ['supabase/tests/db/global-setup.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          include: ['supabase/local/**/*.test.ts', 'supabase/tests/stack/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          environment: 'happy-dom',
          include: ['web/**/*.test.{ts,tsx}'],
          setupFiles: ['web/lib/testing/patience.ts'],
        },
      },
      { extends: true, test: { name: 'functions', include: ['functions/**/*.test.ts'] } },
    ],
  },
})
