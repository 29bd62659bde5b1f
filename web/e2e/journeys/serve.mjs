// Starts the program for a test: a free port, data of its own, and an end for exactly what was started.
import { execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const root = fileURLToPath(new URL('../../../', import.meta.url))
const program = process.env.QIJU_BIN ?? join(root, 'bin', 'qiju')
const running = new Set()

function freePort() {
  return new Promise((resolve, reject) => {
    const s = createServer().on('error', reject)
    s.listen(0, '127.0.0.1', () => {
      const { port } = s.address()
      s.close(() => resolve(port))
    })
  })
}

/** Runs a command of the program; its exit code, what it printed and what it said. A language or a server goes in `env`. */
export function qiju(args, { env = {}, input = '' } = {}) {
  return new Promise((resolve) => {
    const child = execFile(
      program,
      args,
      { cwd: root, env: { ...process.env, QIJU_LANG: 'zh', ...env }, maxBuffer: 64 << 20 },
      (error, stdout, stderr) => resolve({ code: error ? (error.code ?? 1) : 0, stdout, stderr }),
    )
    child.stdin.end(input)
  })
}

/** Runs a command that has to succeed. */
export async function done(args, more) {
  const r = await qiju(args, more)
  if (r.code !== 0) throw new Error(`qiju ${args.join(' ')} ended with ${r.code}: ${r.stderr || r.stdout}`)
  return r
}

async function ready(url, child, said) {
  for (let i = 0; i < 300; i++) {
    if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${said()}`)
    const up = await fetch(`${url}/readyz`).then(
      (r) => r.ok,
      () => false,
    )
    if (up) return
    await new Promise((r) => setTimeout(r, 100))
  }
  throw new Error(`the server is not ready: ${said()}`)
}

/** Starts a server; `demo` loads the demo company, `answers` names the file of the first run. */
export async function serve({ demo = false, answers = '' }) {
  if (!existsSync(program)) throw new Error(`no program at ${program}: make build, or QIJU_BIN`)
  const data = mkdtempSync(join(tmpdir(), 'qiju-e2e-'))
  if (answers) await done(['setup', '--answers', answers, '--data', data])
  const addr = `127.0.0.1:${await freePort()}`
  const child = spawn(program, ['serve', '--addr', addr, '--data', data, ...(demo ? ['--demo'] : [])], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const server = { url: `http://${addr}`, data, stop }
  let log = ''
  for (const out of [child.stdout, child.stderr]) {
    out.on('data', (b) => {
      log = (log + b).slice(-4000)
    })
  }
  const ended = new Promise((r) => child.once('exit', r))
  async function stop() {
    running.delete(server)
    child.kill('SIGTERM')
    await ended
    rmSync(data, { recursive: true, force: true })
  }
  running.add(server)
  try {
    await ready(server.url, child, () => log)
  } catch (error) {
    await stop()
    throw error
  }
  return server
}

/** Ends every server that this process started and that still runs. */
export async function stopAll() {
  for (const s of running) await s.stop()
}
