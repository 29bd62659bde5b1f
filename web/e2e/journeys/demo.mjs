// The demo company, as somebody meets it: what to do today, where a deal stands, and a gate that says no.
import { api, must, settle } from '../lib.mjs'
import {
  alike,
  call,
  choosePlace,
  demo,
  enter,
  form,
  journey,
  lacking,
  panel,
  refusalOf,
  sendReview,
} from './kit.mjs'
import { done, qiju } from './serve.mjs'

/** Where a refusal shows cinnabar, the colour of a move that waits; its own is carmine, at the top rule and the crosses. */
function cinnabar() {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.color = 'var(--qj-zhu)'
  const forbidden = getComputedStyle(probe).color
  probe.remove()
  const found = []
  for (const el of document.querySelectorAll('.qj-refusal, .qj-refusal *')) {
    const s = getComputedStyle(el)
    const painted = [s.color, s.backgroundColor, s.fill, s.stroke]
    for (const side of ['Top', 'Right', 'Bottom', 'Left']) {
      if (s[`border${side}Style`] !== 'none') painted.push(s[`border${side}Color`])
    }
    if (painted.includes(forbidden)) found.push(`${el.tagName} ${el.className}`)
  }
  return found
}

export const run = journey('demo', async ({ step, check, visit }) => {
  const server = await demo()
  const page = await visit({ user: null, at: server.url })
  let deal
  let refused

  await step('sign in as 邵一澄', async () => {
    await enter(page, 'shaoyicheng', 'demo')
    must(
      await page.getByRole('button', { name: '邵一澄' }).isVisible(),
      'the head does not name who is signed in',
    )
  })

  await step('today says what to do, with reasons', async () => {
    const tasks = (await api(page, '/tasks')).rows
    must(tasks.length > 0, 'nothing to do')
    for (const t of tasks) {
      const row = page.getByRole('row').filter({ hasText: t.title.zh }).filter({ hasText: t.account.name.zh })
      must(await row.isVisible(), `today does not show ${t.title.zh}`)
      const why = t.reasons.map((r) => r.text.zh).join(' · ')
      must(why !== '' && (await row.innerText()).includes(why), `no reason at ${t.title.zh}: ${why}`)
    }
  })

  await step('a step of today leads to where it is done', async () => {
    const row = page.getByRole('row').filter({ hasText: '沐砾医疗器械' })
    const what = (await api(page, '/tasks')).rows.find((t) => t.account?.name.zh === '沐砾医疗器械')
    await row.getByRole('link').click()
    await page.waitForURL(/\/opportunities\//)
    await panel(page).locator('h2').waitFor()
    await settle(page)
    const said = await panel(page).innerText()
    check(
      said.includes(what.title.zh) && !said.includes('现在没有要做的事'),
      `去走这一步 of ${what.chart} · ${what.node} 「${what.title.zh}」 leads to a panel that says: ${said.replace(/\n+/g, ' / ')}`,
    )
  })

  await step('the deal shows where it stands', async () => {
    deal = new URL(page.url()).pathname.split('/').at(-1)
    await page.locator('h1').filter({ hasText: '沐砾医疗器械' }).waitFor()
    await choosePlace(page, 'G2')
    const node = page.locator('g[data-node="G2"]')
    must((await node.getAttribute('class')).split(' ').includes('live'), 'G2 is not drawn as live')
    const label = await node.getAttribute('aria-label')
    must(/闻人澈 · 第 \d+ 天/.test(label), `the drawing names no owner and clock: ${label}`)
    must(
      (await page.locator('.qj-host svg').innerHTML()).includes('闻人澈 · 第'),
      'owner and clock are not drawn',
    )
    const said = await panel(page).innerText()
    must(said.includes('待 闻人澈') && /\d\d-\d\d \d\d:\d\d 进入/.test(said), `the panel: ${said}`)
    check(
      !said.includes('你是负责人的上级'),
      'the panel tells 邵一澄 「你是负责人的上级」 about the task of 闻人澈',
    )
    must(/本流程第 \d+ 天/.test(await page.locator('.qj-runline').innerText()), 'no clock of the run')
  })

  await step('a review to go names exactly the missing coach', async () => {
    await panel(page).getByRole('button', { name: '提交评审' }).click()
    await sendReview(page, '提交 G2 评审', '提交:通过')
    const names = await lacking(page)
    must(names.length === 1 && names[0].startsWith('内线未定'), `lacking: ${JSON.stringify(names)}`)
    const said = page.locator('.qj-refusal')
    must(await said.getByRole('button', { name: '登记内线' }).isVisible(), 'no repair beside what is lacking')
    const met = (await said.locator('.met li').allInnerTexts()).map((m) => m.trim())
    must(alike(met, ['样品资料送达', '信息充分', '需求明确']), `met: ${JSON.stringify(met)}`)
    must((await said.locator('.helpers').innerText()).includes('闻人澈'), 'nobody who can help')
    must(
      (await form(page, '提交 G2 评审').getByLabel('意见').inputValue()) === '证据已核对',
      'the opinion is lost',
    )
    const red = await page.evaluate(cinnabar)
    must(red.length === 0, `cinnabar in a refusal: ${red.join(', ')}`)
    must((await page.locator('.qj-failure').count()) === 0, 'an error beside the refusal')
  })

  const review = { gate: 'G2', word: 'go', opinion: '证据已核对', nextFocus: ['约见技术把关者'] }

  await step('the API refuses with the same key and arguments', async () => {
    const path = `/opportunities/${deal}`
    const r = await call(page, 'POST', `${path}/propose-gate`, review, path)
    must(r.status === 422 && r.body.key === 'gate.refused', `${r.status} ${r.body.key}`)
    refused = refusalOf(r.body)
    must(
      alike(
        refused.parts.map((p) => p.key),
        ['gate.requirement.coach_settled'],
      ),
      JSON.stringify(refused),
    )
    const [part] = await lacking(page)
    must(part === r.body.errors[0].detail, `the page says ${part}, the API ${r.body.errors[0].detail}`)
  })

  await step('the command line refuses with the same key and arguments', async () => {
    const env = { QIJU_URL: server.url, QIJU_DATA: server.data }
    const token = await done(['token', 'create', '--user', 'shaoyicheng'], { env })
    env.QIJU_TOKEN = token.stdout.trim()
    const r = await qiju(
      [
        '--json',
        'gate',
        'propose',
        deal,
        'G2',
        '--word',
        'go',
        '--opinion',
        review.opinion,
        '--next-focus',
        review.nextFocus[0],
      ],
      { env },
    )
    must(r.code === 1, `the command ended with ${r.code}: ${r.stderr}`)
    must(r.stderr.includes('gate.refused') || r.stdout.includes('gate.refused'), r.stderr)
    must(alike(refusalOf(JSON.parse(r.stdout)), refused), `${r.stdout} is not ${JSON.stringify(refused)}`)
  })
})
