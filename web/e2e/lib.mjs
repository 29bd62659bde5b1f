// Drives Chromium against a running server. Nothing here knows how the server was started.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

export const base = process.env.QIJU_URL ?? 'http://127.0.0.1:8080'
export const shots = process.env.QIJU_SHOTS ?? ''

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export const desk = { width: 1440, height: 900 }
export const phone = { width: 390, height: 844 }

/** Starts the browser that is installed; CHROMIUM names another. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: flags })
}

/** A window of its own: its size, language, theme and sign-in are nobody else's. It collects what went wrong. */
export async function open(
  browser,
  { size = desk, lang = 'zh', theme = 'light', user = 'wenrenche', at = base } = {},
) {
  const context = await browser.newContext({
    viewport: size,
    locale: lang === 'zh' ? 'zh-CN' : 'en-GB',
    timezoneId: 'Asia/Shanghai',
    colorScheme: theme,
    baseURL: at,
    hasTouch: size.width < 640,
    reducedMotion: 'reduce',
  })
  await context.addCookies([{ name: 'qiju_lang', value: lang, url: at }])
  await context.addInitScript(
    ([t, l]) => {
      localStorage.setItem('qiju.theme', localStorage.getItem('qiju.theme') ?? t)
      localStorage.setItem('qiju.lang', localStorage.getItem('qiju.lang') ?? l)
    },
    [theme, lang],
  )
  const page = await context.newPage()
  const wrong = []
  page.on('console', (m) => {
    if (m.type() === 'error' && !/status of 4\d\d/.test(m.text())) wrong.push(`console: ${m.text()}`)
  })
  page.on('pageerror', (e) => wrong.push(`page: ${e.message}`))
  page.on('response', (r) => {
    if (r.status() >= 500) wrong.push(`${r.status()} ${r.url()}`)
  })
  if (user) await signIn(page, user)
  return { context, page, wrong }
}

/** Signs in through the API, as a program does. */
export async function signIn(page, username, password = 'demo') {
  const res = await page.request.post('/api/v1/session', { data: { username, password } })
  if (!res.ok()) throw new Error(`sign-in of ${username}: ${res.status()} ${await res.text()}`)
}

/** What the API answers to the one who is signed in. */
export async function api(page, path) {
  const res = await page.request.get(`/api/v1${path}`)
  if (!res.ok()) throw new Error(`${path}: ${res.status()} ${await res.text()}`)
  return res.json()
}

/** Goes to an address of the app and waits until it has come to rest. */
export async function go(page, path) {
  await page.goto(path)
  await settle(page)
}

/** Waits until nothing is loading any more. */
export async function settle(page) {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('.qj-loading'))
}

/** Keeps a picture when QIJU_SHOTS names a folder. */
export async function shot(page, name) {
  if (!shots) return
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: join(shots, `${name}.png`) })
}

/** Fails unless a condition holds. */
export function must(condition, what) {
  if (!condition) throw new Error(what)
}
