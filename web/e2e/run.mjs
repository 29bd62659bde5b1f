// Runs the browser tests: `npm run e2e [name…]`. They start programs of their own, or use the demo company at QIJU_URL
// where one will do. QIJU_BIN names another program, QIJU_SHOTS a folder for pictures.
import { readdirSync } from 'node:fs'
import { serve, stopAll } from './journeys/serve.mjs'

const wanted = process.argv.slice(2)
const parts = ['lib.mjs', 'run.mjs', 'journeys/kit.mjs', 'journeys/serve.mjs', 'journeys/walk.mjs']
const files = readdirSync(new URL('.', import.meta.url), { recursive: true })
  .filter((f) => f.endsWith('.mjs') && !parts.includes(f))
  .filter((f) => wanted.length === 0 || wanted.some((w) => f.includes(w)))
  .sort()

if (!process.env.QIJU_URL) {
  process.env.QIJU_URL = (await serve({ demo: true })).url
}
const { launch } = await import('./lib.mjs')
const browser = await launch()
const began = Date.now()
let failed = 0

async function runAll(lane) {
  for (const file of lane) {
    const started = Date.now()
    try {
      const { run } = await import(new URL(file, import.meta.url).href)
      await run(browser)
      console.log(`ok    ${file} ${Date.now() - started} ms`)
    } catch (error) {
      failed++
      console.log(`FAIL  ${file}\n${error.stack ?? error}`)
    }
  }
}

// The journeys have servers of their own, so they run beside the others.
const apart = files.filter((f) => f.startsWith('journeys/'))
await Promise.all([runAll(apart), runAll(files.filter((f) => !apart.includes(f)))])
await browser.close()
await stopAll()
console.log(
  `${files.length - failed} of ${files.length} passed in ${Math.round((Date.now() - began) / 1000)} s`,
)
process.exit(failed > 0 ? 1 : 0)
