// Holds the budgets of the web app: the shell at most 260 KB, any page at most 450 KB, both gzipped.
import { readdirSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'

const kb = 1024
const shellBudget = 260 * kb
const pageBudget = 450 * kb
const build = new URL('../build/', import.meta.url)
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', build), 'utf8'))

const sizes = new Map()
function size(file) {
  if (!sizes.has(file)) sizes.set(file, gzipSync(readFileSync(new URL(file, build)), { level: 9 }).length)
  return sizes.get(file)
}

/** All files that a chunk needs before it runs. */
function needs(key, found = new Set()) {
  const chunk = manifest[key]
  if (!chunk || found.has(chunk.file)) return found
  found.add(chunk.file)
  for (const css of chunk.css ?? []) found.add(css)
  for (const next of chunk.imports ?? []) needs(next, found)
  return found
}

const sum = (files) => [...files].reduce((n, f) => n + size(f), 0)
const entry = Object.keys(manifest).find((k) => manifest[k].isEntry)
const shell = needs(entry)
const rows = [['shell', sum(shell), shellBudget]]
for (const key of manifest[entry].dynamicImports ?? []) {
  rows.push([key, sum(new Set([...shell, ...needs(key)])), pageBudget])
}
let over = false
for (const [name, bytes, budget] of rows) {
  const mark = bytes > budget ? '  OVER' : ''
  over ||= bytes > budget
  console.log(`${(bytes / kb).toFixed(1).padStart(7)} / ${budget / kb} KB  ${name}${mark}`)
}
console.log(`${readdirSync(new URL('assets/', build)).length} files`)
process.exit(over ? 1 : 0)
