// The hands of a person on a deal of their own: validation, evidence and its undo, repair in place, keyboard, import.
import { choose } from './journeys/kit.mjs'
import { go, must, open, settle, shot } from './lib.mjs'

const stamp = Date.now().toString(36)
const dealName = `试用商机 ${stamp}`

const button = (scope, name) => scope.getByRole('button', { name, exact: true })

/** Waits until the page says something. */
async function says(page, text) {
  await page.getByText(text).first().waitFor({ timeout: 10_000 })
}

/** Goes to a deal of the list by its account or name. */
async function toDeal(page, text) {
  await go(page, '/opportunities')
  await page.getByLabel('找商机或客户').fill(text)
  await page.waitForURL(/text=/)
  await settle(page)
  await page.locator('tbody tr', { hasText: text }).locator('a').first().click()
  await page.getByRole('tab', { name: '作战图' }).waitFor()
  await settle(page)
}

/** A specialist starts a deal; its chart stands on A1. */
async function createDeal(page) {
  await go(page, '/opportunities')
  await button(page, '新建商机').click()
  const drawer = page.getByRole('dialog')
  await button(drawer, '建商机,开始走图').click()
  await says(page, '还没有填')
  await choose(page, drawer.getByLabel('客户'), '垣宁')
  await drawer.getByLabel('商机', { exact: true }).fill(dealName)
  await drawer.getByLabel('金额 万元').fill('88.5')
  await button(drawer, '建商机,开始走图').click()
  await page.waitForURL(/\/opportunities\/opp_/)
  await settle(page)
  await says(page, '88.5 万')
  must(
    (await page.locator('.qj-panelhead h2').innerText()).includes('了解经营时间'),
    'a new deal does not stand on A1',
  )
}

/** Evidence ticks a line; the undo beside the message takes it back. */
async function evidence(page) {
  const line = page.locator('.qj-checks > li', { hasText: '工商信息核验' })
  await button(line, '补证据').click()
  const drawer = page.getByRole('dialog')
  await drawer.getByLabel('证据').fill('公示系统 2026-09-24 核对无异常')
  await button(drawer, '记下').click()
  await says(page, '已记:工商信息核验')
  await line.getByText('公示系统').waitFor()
  await page.locator('.ant-message').getByRole('button', { name: '撤回' }).click()
  await line.getByText('公示系统').waitFor({ state: 'detached' })
}

/** Two steps, each by the one cinnabar button of its screen. */
async function walk(page) {
  await button(page, '完成这一步').click()
  await page.locator('.qj-panelhead h2', { hasText: '判断潜在需求' }).waitFor()
  must(
    (await page.locator('.ant-btn-primary', { hasText: '完成这一步' }).count()) === 1,
    'more than one moving button',
  )
  await button(page, '完成这一步').click()
  await page.locator('.qj-panelhead h2', { hasText: '有成交机会' }).waitFor()
}

/** The manager cannot pass G1 yet: the refusal names what is lacking, its button repairs it, then the gate passes. */
async function passGate(page) {
  await toDeal(page, dealName)
  await button(page, '其他决定').click()
  const drawer = page.getByRole('dialog').last()
  await drawer.getByText('通过', { exact: true }).click()
  await drawer.getByLabel('意见').fill('先看看')
  await drawer.getByLabel('重点 1').fill('约质量部看样品')
  await button(drawer, '决定:通过').click()
  const refusal = page.locator('.qj-refusal')
  await refusal.waitFor()
  await shot(page, 'journey-refusal')
  must((await drawer.getByLabel('意见').inputValue()) === '先看看', 'a refusal lost what was written')
  await button(refusal, '填需求').first().click()
  const need = page.getByRole('dialog').last()
  for (const field of ['结构与问题 0–5', '业务规划 0–5', '需求强度 0–5']) {
    await choose(page, need.getByLabel(field), /^4$/)
  }
  await button(need, '保存').click()
  await says(page, '已存需求判断')
  await button(drawer, '决定:通过').click()
  await says(page, 'G1 通过,进入下一阶段')
  await page.locator('.qj-host g[data-node="B1"].live').waitFor()
  await shot(page, 'journey-passed')
}

/** A step that waits for a document cannot be completed by hand: the sample leads. */
async function sampleLeads(page) {
  await toDeal(page, dealName)
  await page.locator('.qj-host g[data-node="B1"]').click()
  await says(page, '单据到了,这一步自动完成。')
  must(
    (await page.getByRole('button', { name: '完成这一步' }).count()) === 0,
    'B1 offers to be completed by hand',
  )
  await button(page, '登记样品').click()
  let drawer = page.getByRole('dialog')
  await drawer.getByLabel('样品').fill('转向架传动件')
  await drawer.getByLabel('数量').fill('2 套')
  await button(drawer, '登记').click()
  await says(page, /已登记 SMP/)
  await button(page.locator('.qj-panel'), '常规且额度内').click()
  drawer = page.getByRole('dialog')
  await button(drawer, '常规且额度内').click()
  await drawer.waitFor({ state: 'detached' })
  await page.locator('.qj-panel').getByText('备样').waitFor()
}

/** Mouse-free: Tab reaches the drawing, arrows follow it, Enter chooses; language and theme switch in place. */
async function keyboard(page) {
  await toDeal(page, '曜川')
  await page.locator('.qj-host g[data-node][tabindex="0"]').focus()
  const at = () => page.evaluate(() => document.activeElement?.getAttribute('data-node'))
  const from = await at()
  await page.keyboard.press('ArrowUp')
  const to = await at()
  must(to && to !== from, `an arrow key does not leave ${from}`)
  await page.waitForURL(new RegExp(`node=${to}`))
  await button(page, '文字版').click()
  must((await page.locator('.qj-outline li button').count()) > 20, 'the text version lacks nodes')
  await page.evaluate(() => {
    window.qijuStays = true
  })
  await button(page, 'English').click()
  await page.getByRole('tab', { name: 'War room' }).waitFor()
  await page.getByRole('button', { name: 'Switch to dark' }).click()
  must(await page.evaluate(() => window.qijuStays === true), 'switching the language loads the page again')
  must(await page.evaluate(() => document.documentElement.lang === 'en'), 'lang of the page does not follow')
  must(await page.evaluate(() => document.documentElement.dataset.theme === 'dark'), 'theme does not follow')
}

/** A file is tried, imported and undone as a whole. */
async function importFile(page) {
  const csv = `account,sector\n试导入甲 ${stamp},轴承\n试导入乙 ${stamp},机床\n`
  const mapping = JSON.stringify({
    source: 'e2e',
    account: { columns: { name: 'account', industry: 'sector' } },
  })
  for (const dry of [true, false]) {
    await go(page, '/settings')
    await button(page, '导入文件').click()
    const drawer = page.getByRole('dialog')
    await drawer
      .locator('input[type=file]')
      .setInputFiles({ name: 'accounts.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
    await drawer.getByLabel('对照表(JSON)').fill(mapping)
    if (!dry) await drawer.getByRole('switch', { name: '先试跑' }).click()
    await button(drawer, '开始').click()
    await page.waitForURL(/\/settings\/imports\//)
    await says(page, '完成')
    await page.locator('.qj-figures > div', { hasText: '新建' }).getByText('2', { exact: true }).waitFor()
  }
  await shot(page, 'journey-import')
  await button(page, '撤销整批').click()
  await page.locator('.ant-popconfirm').getByRole('button', { name: '撤销整批' }).click()
  await says(page, '已撤销')
  await page.locator('.qj-figures > div', { hasText: '已撤销' }).getByText('2', { exact: true }).waitFor()
}

/** Nothing greyed out: who may not use a place does not see it. */
async function onlyOnesOwn(page) {
  await go(page, '/')
  must(
    (await page.getByRole('button', { name: '新建商机' }).count()) === 0,
    'a button for what one may not do',
  )
}

const journeys = [
  ['yanshubai', [createDeal, evidence, walk]],
  ['wenrenche', [passGate, importFile, keyboard]],
  ['yanshubai', [sampleLeads]],
  ['ruanjingyi', [onlyOnesOwn]],
]

export async function run(browser) {
  for (const [user, steps] of journeys) {
    const { context, page, wrong } = await open(browser, { user })
    for (const step of steps) {
      try {
        await step(page)
      } catch (error) {
        await shot(page, `failed-${step.name}`)
        throw new Error(`${user}: ${step.name}: ${error.message}`, { cause: error })
      }
      must(wrong.length === 0, `${user}: ${step.name}: ${wrong.join('; ')}`)
    }
    await context.close()
  }
}
