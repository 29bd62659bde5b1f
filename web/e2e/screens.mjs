// Pictures of every screen in both languages, both themes and both sizes; none may break out of its window.
import { api, desk, go, must, open, phone, shot } from './lib.mjs'

/** The screens of the app; ids come from the data that is there. */
async function screens(page) {
  const deals = await api(page, '/opportunities?state=open&limit=200')
  const accounts = await api(page, '/accounts?limit=200')
  const deal = (name) => deals.rows.find((d) => JSON.stringify(d).includes(name)) ?? deals.rows[0]
  const account = (name) => accounts.rows.find((a) => JSON.stringify(a).includes(name)) ?? accounts.rows[0]
  const gate = deal('垣宁')
  const step = deal('沐砾')
  return [
    ['today', '/'],
    ['accounts', '/accounts'],
    ['account', `/accounts/${account('拓屿')?.id}`],
    ['deals', '/opportunities'],
    ['war-gate', `/opportunities/${gate?.id}`],
    ['war-step', `/opportunities/${step?.id}?node=B1`],
    ['war-stage', `/opportunities/${gate?.id}?tab=stage`],
    ['war-need', `/opportunities/${gate?.id}?tab=need`],
    ['war-samples', `/opportunities/${step?.id}?tab=samples`],
    ['war-history', `/opportunities/${gate?.id}?tab=history`],
    ['charts', '/charts'],
    ['chart', '/charts/F2'],
    ['imports', '/settings'],
    ['audit', '/settings/audit'],
    ['nowhere', '/nowhere'],
  ]
}

async function fits(page, name) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  must(over <= 0, `${name} is ${over} px wider than its window`)
}

export async function run(browser) {
  for (const [sizeName, size] of Object.entries({ desk, phone })) {
    for (const theme of ['light', 'dark']) {
      for (const lang of ['zh', 'en']) {
        const tag = `${sizeName}-${theme}-${lang}`
        const login = await open(browser, { size, lang, theme, user: null })
        await login.page.goto('/login')
        await shot(login.page, `${tag}-login`)
        await fits(login.page, `${tag}-login`)
        await login.context.close()
        const { context, page, wrong } = await open(browser, { size, lang, theme })
        for (const [name, path] of await screens(page)) {
          await go(page, path)
          await shot(page, `${tag}-${name}`)
          await fits(page, `${tag}-${name}`)
        }
        must(wrong.length === 0, `${tag}: ${wrong.join('; ')}`)
        await context.close()
      }
    }
  }
}
