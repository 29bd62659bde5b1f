import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Address of a running `qiju serve` that the development server passes calls on to. */
const server = process.env.QIJU_URL ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react()],
  build: {
    outDir: 'build',
    manifest: true,
    target: 'es2022',
    // The budgets of the sizes are kept by scripts/size.mjs, in gzip.
    chunkSizeWarningLimit: 2000,
    // A small picture as a data: address would be one more thing for the policy to allow.
    assetsInlineLimit: 0,
  },
  server: {
    port: 5173,
    proxy: { '/api': server, '/login': server, '/logout': server },
  },
  test: {
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/test/setup.ts'],
  },
})
