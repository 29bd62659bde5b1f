// A company that was set up and imported: one deal from its first step to an exception at G2, one that ends at G1.
import { Buffer } from 'node:buffer'
import { api, go, must, settle } from '../lib.mjs'
import {
  arrows,
  choose,
  choosePlace,
  company,
  complete,
  enter,
  form,
  inked,
  journey,
  lacking,
  live,
  panel,
  prove,
  secret,
  see,
  sendReview,
  until,
} from './kit.mjs'
import { base, requirements, toG1, toG2 } from './walk.mjs'

const specialist = 'annasnelling'
const manager = 'dustinbrinkmann'
const walkedToG1 = ['A1.A2', 'A2.G1', 'S.A1']
const walkedToS2 = [...walkedToG1, 'G1.M1', 'M1.X1', 'X1.B1', 'X1.B2', 'X1.B3'].sort()
const walkedToG2 = [...walkedToS2, 'B1.X2', 'B2.X2', 'B3.X2', 'X2.G2'].sort()

const reason = '客户产线提前投产,先进入评估,内线两周内补上'

async function anew(page, user, at) {
  await enter(page, user, secret(user))
  must((await api(page, '/session')).staff.username === user, `not signed in as ${user}`)
  must(page.url().startsWith(at), page.url())
}

/** Decides a gate from its panel with the word that stands first on the button. */
async function decide(page, gate, button, send) {
  await choosePlace(page, gate)
  await panel(page).getByRole('button', { name: button }).click()
  return sendReview(page, `${gate} 评审`, send)
}

export const run = journey('company', async ({ step, visit }) => {
  const firm = await company()
  const anna = await visit({ user: null, at: firm.url })
  const boss = await visit({ user: null, at: firm.url })
  const office = await visit({ user: null, at: firm.url })
  const engineer = await visit({ user: null, at: firm.url })
  const people = { anna, boss, office, engineer }
  const name = `Betatech 样机线 ${Date.now() % 10000}`
  let account
  let deal

  await step('the import made people, products, accounts and deals', async () => {
    for (const r of firm.reports) must(r.made === r.rows && r.rows > 0, JSON.stringify(r))
  })

  await step('specialist, manager, back office and engineer sign in', async () => {
    await anew(anna, specialist, firm.url)
    await anew(boss, manager, firm.url)
    await anew(office, 'cleomarsh', firm.url)
    await anew(engineer, 'ottolind', firm.url)
  })

  await step('an imported account is the specialist’s', async () => {
    await go(anna, '/accounts?text=Betatech')
    const row = anna.getByRole('row').filter({ hasText: 'Betatech' })
    must((await row.innerText()).includes('Anna Snelling'), await row.innerText())
    await row.getByRole('link', { name: 'Betatech' }).click()
    await anna.waitForURL(/\/accounts\//)
    await settle(anna)
    account = new URL(anna.url()).pathname.split('/').at(-1)
    await anna.locator('h1').filter({ hasText: 'Betatech' }).waitFor()
  })

  await step('imported deals stand unreviewed on their charts', async () => {
    const rows = (await api(anna, `/opportunities?account=${account}&limit=200`)).rows
    const won = rows.find((r) => r.state === 'won')
    const placed = rows.find((r) => r.state === 'open' && r.stage.id === 'S2')
    await go(anna, `/opportunities/${won.id}`)
    await until('ink of an imported deal that is closed', () => inked(anna), [])
    await go(anna, `/opportunities/${placed.id}?tab=stage`)
    await see(anna.locator('main'), '未经评审的关口:G1')
  })

  await step('score the account', async () => {
    await go(anna, `/accounts/${account}`)
    await anna.getByRole('button', { name: '评分' }).click()
    const f = form(anna, '评分表')
    const factors = f.getByRole('combobox')
    await factors.first().waitFor()
    for (let i = 0; i < 9; i++) await choose(anna, factors.nth(i), /^4/)
    await f.getByRole('button', { name: '存评分' }).click()
    await f.waitFor({ state: 'hidden' })
    await settle(anna)
    const { score } = await api(anna, `/accounts/${account}`)
    must(Number(score.v) >= 50, `V is ${score.v}`)
    await anna.locator('.qj-score').first().filter({ hasText: score.v }).waitFor()
  })

  await step('create an opportunity: its chart starts at A1', async () => {
    await go(anna, '/opportunities')
    await anna.getByRole('button', { name: '新建商机' }).first().click()
    const f = form(anna, '新建商机')
    await f.getByLabel('客户').fill('Betatech')
    await choose(anna, f.getByLabel('客户'), 'Betatech')
    await f.getByRole('textbox', { name: '商机' }).fill(name)
    await choose(anna, f.getByLabel('产品'), 'GTX Basic')
    await f.getByRole('textbox', { name: '金额' }).fill('62')
    await f.getByRole('button', { name: '建商机,开始走图' }).click()
    await anna.waitForURL(/\/opportunities\/opp_/)
    await settle(anna)
    deal = new URL(anna.url()).pathname.split('/').at(-1)
    const made = await api(anna, `/opportunities/${deal}`)
    must(made.amount.minor === 62_000_000 && made.amount.currency === 'CNY', JSON.stringify(made.amount))
    await until('live', () => live(anna), ['A1'])
    await until('ink', () => inked(anna), ['S.A1'])
  })

  await step('A1: evidence on every line, by words, by link and by file', async () => {
    await prove(anna, '工商信息核验', { text: '注册号与公示一致' })
    await prove(anna, '经营年限、规模、趋势', { link: 'https://example.com/betatech' })
    const file = { name: '产线清单.txt', mimeType: 'text/plain', buffer: Buffer.from('三条产线') }
    await prove(anna, '主要产品与产线', { file })
    await prove(anna, '现用同类产品与供应商', { text: '客户自述:一家独供' })
    await prove(anna, '风险名单检查', { text: '不在名单' })
    await prove(anna, 'ICP评分', { text: '评分表已填' })
    await see(panel(anna), '6 / 6 有证据')
    const stored = (await api(anna, `/opportunities/${deal}/war-room`)).live[0].checklist.flatMap(
      (i) => i.evidence ?? [],
    )
    must(stored.length === 6, `${stored.length} pieces of evidence`)
    const kept = stored.find((e) => e.kind === 'file')
    const back = await anna.request.get(`/api/v1/files/${kept.file.id}`)
    must((await back.text()) === '三条产线', 'the file comes back changed')
  })

  await step('A1 done, A2: evidence, need of 9', async () => {
    await complete(anna)
    await until('live', () => live(anna), ['A2'])
    await choosePlace(anna, 'A2')
    for (const item of ['需求原因', '紧迫性', '采购方式', '谁提出需求'])
      await prove(anna, item, { text: `${item}已核实` })
    await anna.getByRole('tab', { name: '需求' }).click()
    await anna.getByRole('button', { name: '改' }).first().click()
    const f = form(anna, '需求判断')
    for (const axis of ['结构与问题', '业务规划', '需求强度']) await choose(anna, f.getByLabel(axis), /^3$/)
    await f.getByRole('button', { name: '保存' }).click()
    await f.waitFor({ state: 'hidden' })
    await anna.getByText('合计 9 / 15').waitFor()
  })

  await step('A2 done: G1 waits for the manager', async () => {
    await anna.getByRole('tab', { name: '作战图' }).click()
    await choosePlace(anna, 'A2')
    await complete(anna)
    await until('live', () => live(anna), ['G1'])
    await until('ink', () => inked(anna), walkedToG1)
  })

  await step('the specialist submits G1', async () => {
    await choosePlace(anna, 'G1')
    await see(panel(anna), '都满足')
    await panel(anna).getByRole('button', { name: '提交评审' }).click()
    await sendReview(anna, '提交 G1 评审', '提交:通过')
    await anna.getByText('已提交 G1,等确认').waitFor()
    await until('live before the manager confirms', () => live(anna), ['G1'])
  })

  await step('the manager finds it in the day and confirms: the chart moves to B1, B2, B3', async () => {
    await go(boss, '/')
    const row = boss.getByRole('row').filter({ hasText: name })
    await row.getByRole('link', { name: '去确认' }).click()
    await boss.waitForURL(/\/opportunities\//)
    await settle(boss)
    await see(panel(boss), '证据已核对')
    await decide(boss, 'G1', '同意:通过', '决定:通过')
    await boss.getByText('G1 通过,进入下一阶段').waitFor()
    await until('live', () => live(boss), ['B1', 'B2', 'B3'])
    await until('ink', () => inked(boss), walkedToS2)
  })

  await step('B1: the sample arrives and the step completes by itself', async () => {
    await go(anna, `/opportunities/${deal}?node=B1`)
    await panel(anna).getByRole('button', { name: '登记样品' }).click()
    const f = form(anna, '登记样品')
    await f.getByRole('textbox', { name: '样品' }).fill('GTX Basic 样机')
    await f.getByRole('textbox', { name: '数量' }).fill('2')
    await f.getByRole('button', { name: '登记' }).click()
    await f.waitFor({ state: 'hidden' })
    await happens(anna, deal, 'standard_within_allowance', panel(anna))
    await go(office, `/opportunities/${deal}?tab=samples`)
    for (const event of ['send', 'deliver']) await happens(office, deal, event, office.locator('main'))
    await go(anna, `/opportunities/${deal}`)
    await until('live, with a token that waits at the join', () => live(anna), ['B2', 'B3', 'X2'])
    await until('ink', () => inked(anna), [...walkedToS2, 'B1.X2'].sort())
    must(
      (await anna.locator('g[data-node="B1"]').getAttribute('class')).includes('done'),
      'B1 is not drawn as done',
    )
  })

  await step('B2 and B3 done: G2 is live', async () => {
    for (const node of ['B2', 'B3']) {
      await choosePlace(anna, node)
      await complete(anna)
    }
    await until('live', () => live(anna), ['G2'])
    await until('ink', () => inked(anna), walkedToG2)
  })

  await step('G2 refuses and names the three that are missing', async () => {
    await choosePlace(anna, 'G2')
    await panel(anna).getByRole('button', { name: '提交评审' }).click()
    const f = await sendReview(anna, '提交 G2 评审', '提交:通过')
    await names(anna, deal, ['coach_settled', 'information_sufficient', 'need_clear'])
    await f.getByRole('button', { name: '取消' }).click()
  })

  for (const [code, meet] of Object.entries(requirements)) {
    await step(`G2 with ${code} alone names the other three`, async () => {
      const w = { ...people, ...(await base(anna, code)) }
      await toG2(w)
      await meet(w)
      await go(anna, `/opportunities/${w.deal}?node=G2`)
      await panel(anna).getByRole('button', { name: '提交评审' }).click()
      const f = await sendReview(anna, '提交 G2 评审', '提交:通过')
      await names(
        anna,
        w.deal,
        Object.keys(requirements).filter((c) => c !== code),
      )
      await f.getByRole('button', { name: '取消' }).click()
    })
  }

  await step('the manager makes an exception at G2, with a reason', async () => {
    await go(boss, `/opportunities/${deal}?node=G2`)
    await panel(boss).getByRole('button', { name: '其他决定' }).click()
    const f = await sendReview(boss, 'G2 评审', '决定:通过')
    await lacking(boss)
    await f.getByRole('button', { name: '特批放行' }).click()
    await f.getByRole('button', { name: '签名特批' }).click()
    await f.getByText('特批要写原因', { exact: true }).waitFor()
    await f.getByLabel('特批原因').fill(reason)
    await f.getByRole('button', { name: '签名特批' }).click()
    await f.waitFor({ state: 'hidden' })
    await until('live', () => live(boss), ['C1'])
  })

  await step('the exception stands on the chart: seal and double edge', async () => {
    for (const page of [boss, anna]) {
      await go(page, `/opportunities/${deal}`)
      await until('arrow out of G2', async () => (await arrows(page))['G2.C1'], 'e ovr')
      await until('ink', () => inked(page), [...walkedToG2, 'G2.C1'].sort())
      const edge = page.locator('g[data-edge="G2.C1"] path.ovr2')
      must((await edge.count()) === 1, 'the arrow out of G2 is not double')
      const seal = await page.locator('.qj-host .seal.ovrs title').allTextContents()
      must(seal.length === 1 && seal[0].startsWith('特批'), `seals: ${JSON.stringify(seal)}`)
      await page.locator('.qj-runline').filter({ hasText: '特批 1' }).waitFor()
    }
  })

  await step('the exception stands in the history and in the audit', async () => {
    await go(anna, `/opportunities/${deal}?tab=history`)
    const line = anna.locator('.qj-timeline li').filter({ hasText: reason })
    await see(line, '特批')
    await go(boss, `/settings/audit?subject=${deal}`)
    const row = boss.getByRole('row').filter({ hasText: 'decide-gate' }).filter({ hasText: reason })
    await see(row, 'Dustin Brinkmann')
  })

  await step('a deal that ends at G1 inks only what it walked', async () => {
    const w = { ...people, ...(await base(anna, 'ends')) }
    await toG1(w)
    await go(boss, `/opportunities/${w.deal}?node=G1`)
    await panel(boss).getByRole('button', { name: '其他决定' }).click()
    const f = form(boss, 'G1 评审')
    await f.locator('.qj-words').getByText('终止', { exact: true }).click()
    await choose(boss, f.getByLabel('原因'), '无真实需求')
    await f.getByLabel('什么情况重启').fill('客户扩产时')
    await f.getByLabel('意见').fill('需求只有我方在说')
    await f.getByRole('button', { name: '决定:终止' }).click()
    await boss.getByText('已终止开发').waitFor()
    await go(anna, `/opportunities/${w.deal}`)
    await until('live', () => live(anna), ['Z2'])
    await choosePlace(anna, 'Z2')
    await complete(anna)
    await until('ink', () => inked(anna), [...walkedToG1, 'G1.Z2', 'Z2.NO'].sort())
    const drawn = Object.values(await arrows(anna)).filter((c) => c !== 'e')
    must(
      drawn.every((c) => c === 'e done'),
      drawn.join(', '),
    )
    const room = await api(anna, `/opportunities/${w.deal}/war-room`)
    const walked = room.nodes.filter((n) => n.visits > 0).map((n) => n.id)
    for (const e of await inked(anna)) {
      must(
        e.split('.').every((n) => walked.includes(n)),
        `${e} is inked, visited are ${walked}`,
      )
    }
    must(room.opportunity.state === 'terminated', room.opportunity.state)
    await anna.getByText('终止', { exact: true }).first().waitFor()
  })

  await step('a submission is taken back before it is confirmed', async () => {
    const w = { ...people, ...(await base(anna, 'back')) }
    await toG1(w)
    await go(anna, `/opportunities/${w.deal}?node=G1`)
    await panel(anna).getByRole('button', { name: '提交评审' }).click()
    await sendReview(anna, '提交 G1 评审', '提交:通过')
    await panel(anna).getByRole('button', { name: '撤回提交' }).click()
    await see(anna, '已撤回提交')
    await panel(anna).getByRole('button', { name: '提交评审' }).waitFor()
    const gate = await api(anna, `/opportunities/${w.deal}/gates/G1`)
    must(!gate.proposal, 'the API still has the proposal')
  })
})

/** Lets an event happen to the sample of a deal, by the button that the page offers for it. */
async function happens(page, deal, event, place) {
  const [sample] = (await api(page, `/opportunities/${deal}/samples`)).rows
  const text = sample.events.find((e) => e.code === event).text.zh
  await place.getByRole('button', { name: text, exact: true }).click()
  const f = form(page, sample.number)
  await f.getByRole('button', { name: text, exact: true }).click()
  await f.waitFor({ state: 'hidden' })
}

/** Asserts that the refusal in the page names exactly these requirements, in the words of the API. */
async function names(page, deal, codes) {
  const gate = await api(page, `/opportunities/${deal}/gates/G2`)
  const unmet = gate.requirements.filter((r) => r.state !== 'met').map((r) => r.code)
  must(unmet.sort().join() === [...codes].sort().join(), `the API finds unmet: ${unmet}`)
  const met = gate.requirements.filter((r) => r.state === 'met').map((r) => r.text.zh)
  const shown = await lacking(page)
  must(shown.length === codes.length, `the page names ${JSON.stringify(shown)}, want ${codes}`)
  const review = { gate: 'G2', word: 'go', opinion: '证据已核对', nextFocus: ['约见技术把关者'] }
  const path = `/opportunities/${deal}`
  const etag = (await page.request.get(`/api/v1${path}`)).headers().etag
  const answer = await page.request.post(`/api/v1${path}/propose-gate`, {
    data: review,
    headers: { 'If-Match': etag, 'Accept-Language': 'zh' },
  })
  const problem = await answer.json()
  must(problem.key === 'gate.refused', problem.key)
  must(
    problem.errors
      .map((e) => e.args.code)
      .sort()
      .join() === [...codes].sort().join(),
    JSON.stringify(problem.errors),
  )
  must(
    problem.errors
      .map((e) => e.detail)
      .sort()
      .join() === shown.join(),
    `the page says ${shown}`,
  )
  const told = (await page.locator('.qj-refusal .met li').allInnerTexts()).map((t) => t.trim())
  must(told.sort().join() === met.sort().join(), `the page shows as met: ${told}`)
}
