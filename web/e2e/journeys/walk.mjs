// Brings a deal to a gate through the API, so that a journey can begin there.
import { act, call } from './kit.mjs'

async function tasks(w) {
  const { live = [] } = (await call(w.anna, 'GET', `/opportunities/${w.deal}/war-room`)).body
  return Object.fromEntries(live.map((l) => [l.node, l.task?.id]))
}

async function complete(w, ...nodes) {
  for (const node of nodes) {
    const task = `/tasks/${(await tasks(w))[node]}`
    await act(w.anna, 'POST', `${task}/complete`, {}, task)
  }
}

/** Whose event it is in the life of a sample. */
function actor(w, event) {
  switch (event) {
    case 'send':
    case 'deliver':
      return w.office
    case 'improve':
      return w.engineer
    default:
      return w.anna
  }
}

/** Lets events happen to the one sample of the deal; the first call registers it. */
async function sample(w, ...events) {
  w.sample ??= (
    await act(w.anna, 'POST', `/opportunities/${w.deal}/samples`, { what: '样机', quantity: '2' })
  ).id
  for (const event of events) {
    const { rows } = await act(w.anna, 'GET', `/opportunities/${w.deal}/samples`)
    await act(actor(w, event), 'POST', `/samples/${w.sample}/advance`, { event }, rows[0].rev)
  }
}

async function need(w, more = {}) {
  const path = `/opportunities/${w.deal}`
  await act(w.anna, 'PUT', `${path}/need`, { structure: 3, plan: 3, strength: 3, urgency: 2, ...more }, path)
}

async function contact(w, more = {}) {
  const body = {
    name: { zh: '陆工' },
    role: 'user',
    weight: 10,
    level: 2,
    veto: false,
    identified: false,
    ...more,
  }
  return (await act(w.anna, 'POST', `/accounts/${w.account}/contacts`, body)).id
}

/** An account and a deal of their own. */
export async function base(anna, name) {
  const account = (await act(anna, 'POST', '/accounts', { name: { zh: `试走 ${name}` } })).id
  const amount = { minor: 98_000_000, currency: 'CNY' }
  const deal = (await act(anna, 'POST', '/opportunities', { account, name: { zh: `试走 ${name}` }, amount }))
    .id
  return { account, deal }
}

/** Brings a deal to its first gate with its conditions met. */
export async function toG1(w) {
  await need(w)
  const path = `/accounts/${w.account}`
  await act(w.anna, 'PUT', `${path}/score`, { value: Array(9).fill(4), position: Array(7).fill(4) }, path)
  await complete(w, 'A1', 'A2')
}

/** Brings a deal to its second gate with none of the four conditions met: the sample was delivered and has to be made anew. */
export async function toG2(w) {
  await toG1(w)
  const path = `/opportunities/${w.deal}`
  const review = { gate: 'G1', word: 'go', opinion: '已核对', nextFocus: ['约见技术把关者'] }
  await act(w.boss, 'POST', `${path}/decide-gate`, review, path)
  await sample(w, 'standard_within_allowance', 'send', 'deliver')
  await complete(w, 'B2', 'B3')
  await sample(w, 'start_test', 'improve')
}

/** The four conditions of G2 and how each is met. */
export const requirements = {
  async coach_settled(w) {
    const id = await contact(w)
    await act(w.anna, 'PUT', `/contacts/${id}/coach`, {
      stars: 2,
      trusted: true,
      wishes: true,
      respected: true,
    })
  },
  sample_delivered: (w) => sample(w, 'send', 'deliver'),
  async information_sufficient(w) {
    await contact(w, { weight: 80, identified: true, role: 'economic' })
    const path = `/accounts/${w.account}`
    const { dossier } = (await call(w.anna, 'GET', path)).body
    let weight = 0
    for (const item of dossier) {
      if (weight >= 70) break
      if (item.code === 'C4') continue // stands in the coach register, not in the dossier
      await act(w.anna, 'PUT', `${path}/dossier`, { code: item.code, value: '已核实' }, path)
      weight += item.weight
    }
  },
  need_clear: (w) => need(w, { spec: 'GX-3', volume: '300 台/年', neededOn: '2027-10-01' }),
}
