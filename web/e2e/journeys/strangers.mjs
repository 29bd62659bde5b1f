// Who does not belong to a deal does not find it: its page is that of an address where nothing is.
import { go, must, settle } from '../lib.mjs'
import { act, alike, call, company, demo, enter, journey, secret, see } from './kit.mjs'
import { base } from './walk.mjs'

/** What a page shows and what the API says, without the number of the request and the id that was asked for. */
async function seen(page, id, tab = '') {
  await go(page, `/opportunities/${id}${tab}`)
  await page.getByText('没有这条记录').waitFor()
  await settle(page)
  const shown = await page.locator('body').innerText()
  const answers = []
  for (const path of ['', '/war-room', '/drawing', '/gates/G1', '/samples', '/history']) {
    const { status, body } = await call(page, 'GET', `/opportunities/${id}${path}`)
    answers.push({ status, body: { ...body, request: undefined } })
  }
  const write = { gate: 'G1', word: 'go', opinion: '看看', nextFocus: ['看看'] }
  const res = await page.request.post(`/api/v1/opportunities/${id}/propose-gate`, {
    data: write,
    headers: { 'If-Match': '"1"', 'Accept-Language': 'zh' },
  })
  answers.push({ status: res.status(), body: { ...(await res.json()), request: undefined } })
  const plain = (s) => s.replaceAll(id, 'ID').replace(/编号 \w+/g, '编号')
  return { shown: plain(shown), answers: JSON.parse(plain(JSON.stringify(answers))) }
}

function same(hidden, nowhere) {
  must(hidden.shown === nowhere.shown, `the pages differ: ${hidden.shown} / ${nowhere.shown}`)
  for (const [i, a] of nowhere.answers.entries()) {
    must(a.status === 404, `an id that is not there: ${a.status}`)
    must(alike(hidden.answers[i], a), `${JSON.stringify(hidden.answers[i])} / ${JSON.stringify(a)}`)
  }
}

/** An id of the same form that belongs to nothing. */
const unknown = (id) => id.replace(/.{6}$/, '000000')

export const run = journey('strangers', async ({ step, visit }) => {
  const firm = await company()
  const anna = await visit({ user: null, at: firm.url })
  const nora = await visit({ user: null, at: firm.url })
  let deal

  await step('a deal of one team, a specialist of another', async () => {
    await enter(anna, 'annasnelling', secret('annasnelling'))
    deal = (await base(anna, 'strangers')).deal
    await enter(nora, 'noraquill', secret('noraquill'))
  })

  await step('the deal’s address is an address where nothing is', async () => {
    for (const tab of ['', '?tab=history&node=A1']) {
      const hidden = await seen(nora, deal, tab)
      same(hidden, await seen(nora, unknown(deal), tab))
      must(!hidden.shown.includes('试走'), 'the page names the deal')
    }
  })

  await step('every list is empty and says so', async () => {
    const lists = {
      '/': '今天的步都走完了。',
      '/accounts': '还没有客户。',
      '/opportunities?state=all': '这里还没有商机。',
    }
    for (const [path, said] of Object.entries(lists)) {
      await go(nora, path)
      await nora.getByText(said).first().waitFor()
    }
    const paths = [
      '/tasks',
      '/accounts',
      '/opportunities',
      '/opportunities/counts',
      '/opportunities?text=Betatech',
      '/audit',
    ]
    for (const path of paths) {
      const { rows } = await act(nora, 'GET', path)
      const foreign = rows.filter((r) => r.act !== 'create-session')
      must(foreign.length === 0, `${path} lists ${JSON.stringify(foreign.slice(0, 2))}`)
    }
    await go(nora, '/opportunities')
    await see(nora.locator('main'), '0 个')
  })

  await step('in the demo, a specialist does not find a colleague’s deal', async () => {
    const play = await demo()
    const owner = await visit({ user: 'shaoyicheng', at: play.url })
    const other = await visit({ user: 'bainianan', at: play.url })
    const id = (await act(owner, 'GET', '/opportunities?text=沐砾')).rows[0].id
    same(await seen(other, id), await seen(other, unknown(id)))
  })
})
