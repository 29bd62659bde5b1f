import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Opportunity } from '../../api/model'
import { problem, serve, show } from '../../test/page'
import { SamplesTab } from './Samples'

const opportunity = {
  id: 'opp_1',
  rev: 7,
  name: { zh: '影像床丝杠' },
  commander: { id: 'stf_2', name: { zh: '顾南乔' } },
  may: [],
} as unknown as Opportunity

const samples = {
  rows: [
    {
      id: 'smp_1',
      rev: 4,
      number: 'SMP202609-0001',
      round: 1,
      what: '丝杠',
      quantity: '2 套',
      state: 'preparing',
      stateText: { zh: '备样' },
      events: [{ code: 'send', text: { zh: '寄送登记' } }],
    },
  ],
}

const people = {
  rows: [
    { id: 'stf_3', name: { zh: '梅若溪' }, post: 'back_office', postName: { zh: '内勤' } },
    { id: 'stf_4', name: { zh: '秦未央' }, post: 'legal', postName: { zh: '法务' } },
  ],
}

/** Opens the form of the event and sends it. */
async function send() {
  fireEvent.click(await screen.findByRole('button', { name: '寄送登记' }))
  fireEvent.click((await screen.findAllByRole('button', { name: '寄送登记' })).at(-1) as HTMLElement)
}

describe('an event of a sample', () => {
  it('that is somebody else’s is refused with the rule and who may', async () => {
    serve({
      'GET /opportunities/opp_1/samples': samples,
      'GET /staff': people,
      'POST /samples/smp_1/advance': () =>
        problem(403, { key: 'sample.not_your_role', args: { role: '内勤' }, detail: '这一步由内勤办' }),
    })
    show(<SamplesTab opportunity={opportunity} />)
    await send()
    await screen.findByRole('heading', { name: '这一步由内勤办' })
    await screen.findByText('梅若溪')
    expect(screen.queryByText('秦未央')).toBeNull()
  }, 15_000)

  it('whose condition no record tells asks for it in the note, and is sent again with it', async () => {
    const asked = serve({
      'GET /opportunities/opp_1/samples': samples,
      'POST /samples/smp_1/advance': ({ body }: { body: unknown }) =>
        (body as { note?: string }).note
          ? new Response('{}', { headers: { 'Content-Type': 'application/json' } })
          : problem(422, {
              key: 'fault.invalid',
              detail: '有内容不对',
              errors: [{ key: 'sample.state_guard', field: 'note', detail: '写明“已付样品费”如何满足' }],
            }),
    })
    show(<SamplesTab opportunity={opportunity} />)
    await send()
    await screen.findByText('写明“已付样品费”如何满足')
    expect(screen.queryByText('有内容不对')).toBeNull()
    fireEvent.change(screen.getByLabelText(/备注/), { target: { value: '费用已到账' } })
    fireEvent.click(screen.getAllByRole('button', { name: '寄送登记' }).at(-1) as HTMLElement)
    await waitFor(() =>
      expect(asked.filter((a) => a.method === 'POST').at(-1)?.body).toMatchObject({ note: '费用已到账' }),
    )
  }, 15_000)
})
