import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Slow machines share two cores. A test that hangs ends by this; none is judged by its time. */
const TIMEOUT_MS = 60_000

/**
 * What every page needs, in two files instead of thirty: packages, which change rarely, and the small parts that all
 * pages share. Together they compress better and arrive in one round trip.
 */
const FRAMEWORK =
  /node_modules\/(react|react-dom|scheduler|react-router|@tanstack\/(query-core|react-query)|zustand|@supabase\/postgrest-js)\//
const BASE =
  /node_modules\/(date-fns|lucide-react\/dist\/esm\/(Icon|createLucideIcon|context|shared))|web\/components\/(button|card|skeleton|empty-state|error-state|badge|avatar|picture|price-text|countdown-text|moment-text|section)|web\/lib\/(errors|auth-errors|money|time|cx|images|paths|session|auth-cookie|env|unwrap|public-client|use-now|use-title|categories)\.ts/

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
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'framework', test: FRAMEWORK, priority: 2 },
            { name: 'base', test: BASE, priority: 1 },
          ],
        },
      },
    },
  },
  test: {
    root: import.meta.dirname,
    testTimeout: TIMEOUT_MS,
    hookTimeout: TIMEOUT_MS,
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
