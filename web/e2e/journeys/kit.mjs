// What the journeys share: steps that report, windows that are watched, and the hands of a person.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { must, open, settle } from '../lib.mjs'
import { done, root, serve } from './serve.mjs'

/** What no page may show: keys in place of texts, and more width than the window has. */
function unsound() {
  const said = []
  const over = document.documentElement.scrollWidth - window.innerWidth
  if (over > 0) said.push(`${over} px wider than the window`)
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let n = walk.nextNode(); n; n = walk.nextNode()) {
    if (!n.parentElement?.checkVisibility()) continue
    for (const word of n.data.split(/\s+/)) {
      if (/^[a-z][a-zA-Z]*(\.[a-zA-Z0-9_]+)+$/.test(word)) said.push(`untranslated: ${word}`)
    }
  }
  return said
}

/**
 * A journey: one line per step. A step that fails ends the journey; what `check` finds wrong is told and the journey
 * goes on. After each step every open page is looked over for errors, keys and width.
 */
export function journey(name, tell) {
  return async function run(browser) {
    const windows = []
    const faults = []
    const fault = (what) => {
      faults.push(what)
      console.log(`FAIL    ${name}: ${what}`)
    }
    const check = (condition, what) => {
      if (!condition) fault(what)
    }
    const look = async (step) => {
      for (const w of windows) {
        for (const what of w.wrong.splice(0)) fault(`${step}: ${what}`)
        for (const what of await w.page.evaluate(unsound)) fault(`${step}: ${what} at ${w.page.url()}`)
      }
    }
    const step = async (what, act) => {
      const started = Date.now()
      try {
        await act()
      } catch (error) {
        fault(`${what}: ${error.message}`)
        throw error
      }
      await look(what)
      console.log(`  step  ${name}: ${what} ${Date.now() - started} ms`)
    }
    /** A window that is watched until the journey ends. */
    const visit = async (how) => {
      const w = await open(browser, how)
      w.page.setDefaultTimeout(10_000)
      windows.push(w)
      return w.page
    }
    try {
      await tell({ step, check, visit })
    } catch (error) {
      if (faults.length === 0) fault(error.message)
      console.log(error.stack)
    }
    for (const w of windows) await w.context.close()
    if (faults.length > 0) throw new Error(`${faults.length} faults`)
  }
}

/** Signs in on the sign-in page. */
export async function enter(page, username, password) {
  await page.goto('/')
  await page.waitForURL(/\/login/)
  await page.locator('input[name=username]').fill(username)
  await page.locator('input[name=password]:not([type=hidden])').fill(password)
  await page.locator('form:has(input[type=password]) button[type=submit]').click()
  await page.waitForURL((u) => !u.pathname.startsWith('/login'))
  await settle(page)
}

/** An answer of the API to the one who is signed in: status, key and body. With `of`, for a revision: that number, or that of the record at that path. */
export async function call(page, method, path, data, of) {
  const headers = { 'Accept-Language': 'zh' }
  if (typeof of === 'number') headers['If-Match'] = `"${of}"`
  else if (of) headers['If-Match'] = (await page.request.get(`/api/v1${of}`)).headers().etag
  const res = await page.request.fetch(`/api/v1${path}`, { method, data, headers })
  const text = await res.text()
  return { status: res.status(), body: text.startsWith('{') ? JSON.parse(text) : text }
}

/** The same, for an act that has to succeed. */
export async function act(page, method, path, data, of) {
  const r = await call(page, method, path, data, of)
  must(r.status < 300, `${method} ${path}: ${r.status} ${JSON.stringify(r.body)}`)
  return r.body
}

/** What is the same for everybody who is refused: key and arguments, of the whole and of each part. */
export function refusalOf(problem) {
  return {
    key: problem.key,
    args: problem.args,
    parts: problem.errors?.map((e) => ({ key: e.key, args: e.args })),
  }
}

/** Whether two values are written alike, whatever the order of their fields. */
export function alike(a, b) {
  const sorted = (v) =>
    v && typeof v === 'object' && !Array.isArray(v)
      ? Object.fromEntries(
          Object.keys(v)
            .sort()
            .map((k) => [k, sorted(v[k])]),
        )
      : Array.isArray(v)
        ? v.map(sorted)
        : v
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b))
}

/** The form in front, by its title. */
export const form = (page, title) => page.getByRole('dialog').filter({ hasText: title }).last()

/** Chooses from a list that opens, and waits until it has closed. */
export async function choose(page, field, option) {
  const open = page.locator('.ant-select-dropdown').filter({ visible: true })
  await field.click()
  await open.locator('.ant-select-item-option').filter({ hasText: option }).first().click()
  await open.waitFor({ state: 'hidden' })
}

/** The panel of the chosen node. */
export const panel = (page) => page.locator('aside.qj-panel')

/** Chooses a node of the drawing. */
export async function choosePlace(page, node) {
  await page.locator(`g[data-node="${node}"]`).click()
  await page.locator(`g[data-node="${node}"].chosen`).waitFor()
  await settle(page)
}

/** Puts evidence behind a line of the checklist: words, an address or a file. */
export async function prove(page, item, { text, link, file }) {
  const line = panel(page).locator('.qj-checks li').filter({ hasText: item }).first()
  if (file) {
    await line.getByRole('button', { name: '其他方式' }).click()
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('menuitem', { name: '传文件' }).getByText('传文件').click()
    await (await chooser).setFiles(file)
  } else {
    if (link) {
      await line.getByRole('button', { name: '其他方式' }).click()
      await page.getByRole('menuitem', { name: '贴链接' }).click()
    } else {
      await line.getByRole('button', { name: '补证据' }).click()
    }
    const f = form(page, item)
    await f.getByRole('textbox').fill(link ?? text)
    await f.getByRole('button', { name: '记下' }).click()
    await f.waitFor({ state: 'hidden' })
  }
  await panel(page)
    .locator('.qj-checks li.yes')
    .filter({ hasText: file?.name ?? link ?? text })
    .first()
    .waitFor()
}

/** Completes the chosen step. */
export async function complete(page) {
  await panel(page).getByRole('button', { name: '完成这一步' }).click()
  await page.getByText('已完成:').first().waitFor()
  await settle(page)
}

/** The classes of the arrows that the page shows, by arrow. */
export function arrows(page) {
  return page
    .locator('g[data-edge]')
    .evaluateAll((all) =>
      Object.fromEntries(all.map((g) => [g.dataset.edge, g.querySelector('path')?.getAttribute('class')])),
    )
}

/** The arrows that are drawn as walked, sorted. */
export async function inked(page) {
  return Object.entries(await arrows(page))
    .filter(([, c]) => c !== 'e')
    .map(([e]) => e)
    .sort()
}

/** The nodes that the page shows as live, sorted. */
export async function live(page) {
  const all = await page
    .locator('g[data-node].live, g[data-node].livelate')
    .evaluateAll((g) => g.map((x) => x.dataset.node))
  return all.sort()
}

/** Waits until a part of a page says something. */
export const see = (part, text) => part.getByText(text).first().waitFor()

/** Waits until a page shows what it should. */
export async function until(what, read, wanted) {
  let got
  for (let i = 0; i < 50; i++) {
    got = await read()
    if (alike(got, wanted)) return
    await new Promise((r) => setTimeout(r, 100))
  }
  throw new Error(`${what}: ${JSON.stringify(got)}, want ${JSON.stringify(wanted)}`)
}

/** Sends the review of a gate from its form, with what every decision to go needs. */
export async function sendReview(page, title, send) {
  const f = form(page, title)
  await f.getByLabel('意见').fill('证据已核对')
  const focus = f.getByLabel('重点 1')
  if ((await focus.inputValue()) === '') await focus.fill('约见技术把关者')
  await f.getByRole('button', { name: send }).click()
  return f
}

/** What a refusal in the page names as lacking: the sentence of each. */
export async function lacking(page) {
  await page.locator('.qj-refusal').waitFor()
  return page
    .locator('.qj-refusal .lacking > li > span')
    .evaluateAll((all) => all.map((s) => s.firstChild?.textContent ?? '').sort())
}

const here = fileURLToPath(new URL('.', import.meta.url))

/** The folder of the public sample where it is there, else of small files of the same form. */
function sample() {
  const corpus = process.env.QIJU_CORPUS ?? join(root, '..', 'shared', 'data')
  const found = join(corpus, 'crm-sample')
  return existsSync(join(found, 'sales_pipeline.csv')) ? found : join(here, 'sample')
}

/** How a file of people of one post is read. */
function mappingOf(post) {
  const columns = { name: 'sales_agent', superior: 'manager', region: 'regional_office' }
  return JSON.stringify({ source: 'journeys', person: { post, superior_post: 'manager', columns } })
}

async function openCompany() {
  const server = await serve({ answers: 'examples/setup.yaml' })
  const token = (await done(['token', 'create', '--user', 'boss', '--data', server.data])).stdout.trim()
  const env = { QIJU_URL: server.url, QIJU_TOKEN: token }
  const reports = []
  const take = async (kind, file, map, input) => {
    const r = await done(['import', kind, file, '--map', map], { env, input })
    reports.push(JSON.parse(r.stdout).report)
  }
  const files = {
    person: 'sales_teams',
    product: 'products',
    account: 'accounts',
    opportunity: 'sales_pipeline',
  }
  for (const [kind, file] of Object.entries(files)) {
    await take(kind, join(sample(), `${file}.csv`), 'examples/import/crm-sample.yaml')
  }
  const others = { specialist: 'strangers', back_office: 'office', technical: 'engineers' }
  for (const [post, file] of Object.entries(others)) {
    await take('person', join(here, 'sample', `${file}.csv`), '-', mappingOf(post))
  }
  for (const user of ['annasnelling', 'dustinbrinkmann', 'noraquill', 'cleomarsh', 'ottolind']) {
    await done(['password', '--user', user, '--data', server.data], { input: secret(user) })
  }
  return { ...server, reports }
}

/** The password that the company gave somebody. */
export const secret = (user) => `${user}-2026`

let firm
let play

/** A company that was set up from answers and filled by import; the same for all journeys of a run. */
export function company() {
  firm ??= openCompany()
  return firm
}

/** The demo company, of which the journeys alone make use. */
export function demo() {
  play ??= serve({ demo: true })
  return play
}
