import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Slow machines share two cores: a test that waits for Postgres gets time, a unit test does not need it. */
const SERVER_TIMEOUT_MS = 60_000

export default defineConfig({
  root: 'web',
  envDir: '..',
  plugins: [react(), tailwindcss()],
  build: { outDir: 'dist', target: 'es2023', sourcemap: true },
  test: {
    root: import.meta.dirname,
    coverage: {
      provider: 'v8',
      include: ['web/**/*.{ts,tsx}', 'functions/**/*.ts'],
      exclude: ['web/e2e/**', 'web/types/**', '**/*.test.{ts,tsx}', '**/*.d.ts'],
      reporter: ['text-summary', 'html'],
      reportsDirectory: 'coverage',
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
          testTimeout: SERVER_TIMEOUT_MS,
          hookTimeout: SERVER_TIMEOUT_MS,
        },
      },
      {
        extends: true,
        test: {
          name: 'stack',
          include: ['supabase/local/**/*.test.ts', 'supabase/tests/stack/**/*.test.ts'],
          testTimeout: SERVER_TIMEOUT_MS,
          hookTimeout: SERVER_TIMEOUT_MS,
        },
      },
      {
        extends: true,
        test: { name: 'web', environment: 'happy-dom', include: ['web/**/*.test.{ts,tsx}'] },
      },
      { extends: true, test: { name: 'functions', include: ['functions/**/*.test.ts'] } },
    ],
  },
})
