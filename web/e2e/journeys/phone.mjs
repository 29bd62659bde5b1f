// Before a visit, on the phone: my day, the deal, evidence, a step. Language and theme change in place.
import { go, must, phone, settle } from '../lib.mjs'
import { act, complete, demo, journey, live, panel, prove, see, until } from './kit.mjs'

export const run = journey('phone', async ({ step, visit }) => {
  const server = await demo()
  const page = await visit({ user: 'shaoyicheng', at: server.url, size: phone })
  const name = '手机上走的商机'
  let deal

  await step('my day on 390 px', async () => {
    const { rows } = await act(page, 'GET', '/accounts')
    const account = rows.find((r) => r.owner?.name.zh === '邵一澄').id
    const amount = { minor: 45_000_000, currency: 'CNY' }
    deal = (await act(page, 'POST', '/opportunities', { account, name: { zh: name }, amount })).id
    await go(page, '/')
    const row = page.locator('.qj-minis li').filter({ hasText: '了解经营时间、规模、现状与供应结构' })
    must(await row.isVisible(), 'the step is not in the day')
    await row.getByRole('link', { name: '去走这一步' }).tap()
    await page.waitForURL(new RegExp(`/opportunities/${deal}`))
    await settle(page)
    await page.locator('h1').filter({ hasText: name }).waitFor()
  })

  await step('language and theme change without loading the page again', async () => {
    await page.evaluate(() => {
      window.qijuStays = true
    })
    const html = page.locator('html')
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await paper()
    await page.getByRole('button', { name: 'English' }).tap()
    await page.getByRole('tab', { name: 'War room' }).waitFor()
    await settle(page)
    must((await html.getAttribute('lang')) === 'en', 'the page does not say that it is English')
    await see(panel(page), 'Registry data checked')
    must(
      (await page.locator('g[data-node="A1"] title').textContent()).includes('Learn age, size'),
      'the drawing stays Chinese',
    )
    const left = await page.locator('button, [role=tab], .qj-stages, h3').allInnerTexts()
    const chinese = left.filter((t) => /\p{Script=Han}/u.test(t.replace('中', '')))
    must(chinese.length === 0, `Chinese on the English page: ${chinese.join(' / ')}`)
    await page.getByRole('button', { name: 'Switch to dark' }).tap()
    must((await html.getAttribute('data-theme')) === 'dark', 'the page stays light')
    await until('the paper is dark', async () => (await paper()) !== light, true)
    await page.getByRole('button', { name: 'Switch to light' }).tap()
    await page.getByRole('button', { name: '中文' }).tap()
    await page.getByRole('tab', { name: '作战图' }).waitFor()
    await settle(page)
    await until('the paper is light again', paper, light)
    must(await page.evaluate(() => window.qijuStays === true), 'the page was loaded again')
  })

  await step('add evidence', async () => {
    await prove(page, '工商信息核验', { text: '门厅营业执照已拍照核对' })
    await prove(page, '风险名单检查', { text: '不在名单' })
    await see(panel(page), '2 / 6 有证据')
  })

  await step('complete the step', async () => {
    await complete(page)
    await until('live', () => live(page), ['A2'])
    const room = await act(page, 'GET', `/opportunities/${deal}/war-room`)
    must(room.live.map((l) => l.node).join() === 'A2', `the API says ${room.live.map((l) => l.node)}`)
  })
})
