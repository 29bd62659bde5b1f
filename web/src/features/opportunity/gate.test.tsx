import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { Gate, WarRoom } from '../../api/model'
import { problem, serve, show } from '../../test/page'
import { ReviewDrawer } from './ReviewDrawer'

vi.mock('@tanstack/react-router', () => ({
  Link: ({ children }: { children: React.ReactNode }) => <a href="#rule">{children}</a>,
}))

const gate: Gate = {
  gate: 'G2',
  text: { zh: '内线确定、样品送达?' },
  state: 'live',
  mayPropose: true,
  mayDecide: true,
  requirements: [
    { code: 'coach_settled', text: { zh: '内线确定' }, state: 'unmet', repair: 'coach', parts: [] },
    { code: 'need_clear', text: { zh: '需求明确' }, state: 'met', parts: [] },
  ],
  decisions: ['go', 'return'],
  returnTargets: [{ node: 'B2', text: { zh: '确定内线' } }],
}

const room = {
  opportunity: {
    id: 'opp_1',
    rev: 7,
    name: { zh: '影像床丝杠' },
    account: { id: 'acc_1', name: { zh: '沐砾' } },
    may: [],
  },
  run: { id: 'run_1', chart: 'F2' },
} as unknown as WarRoom

async function write() {
  fireEvent.change(await screen.findByLabelText(/意见/), { target: { value: '再等一轮' } })
  fireEvent.change(screen.getByLabelText('重点 1'), { target: { value: '登记内线' } })
}

describe('ReviewDrawer', () => {
  it('shows a refusal as what is lacking, keeps what was written, and asks a reason for the way round', async () => {
    const asked = serve({
      'POST /opportunities/opp_1/decide-gate': ({ body }: { body: unknown }) =>
        (body as { override?: boolean }).override
          ? new Response('{}', { status: 200, headers: { 'Content-Type': 'application/json' } })
          : problem(422, {
              key: 'gate.refused',
              detail: 'G2 还差 1 条',
              errors: [
                {
                  key: 'gate.requirement.coach_settled',
                  detail: '没有内线',
                  args: { code: 'coach_settled' },
                },
              ],
            }),
    })
    const close = vi.fn()
    show(<ReviewDrawer room={room} gate={gate} writing={{ act: 'decide', word: 'go' }} onClose={close} />)
    await write()
    fireEvent.click(screen.getByRole('button', { name: '决定:通过' }))
    await screen.findByText('G2 还差 1 条')
    expect(screen.getByRole('button', { name: '登记内线' })).toBeTruthy()
    expect((screen.getByLabelText(/意见/) as HTMLTextAreaElement).value).toBe('再等一轮')

    fireEvent.click(screen.getByRole('button', { name: '特批放行' }))
    fireEvent.change(await screen.findByLabelText(/特批原因/), { target: { value: '战略客户' } })
    fireEvent.click(screen.getByRole('button', { name: '签名特批' }))
    await waitFor(() => expect(close).toHaveBeenCalled())
    const last = asked.filter((a) => a.method === 'POST').at(-1)
    expect(last?.headers.get('If-Match')).toBe('"7"')
    expect(last?.body).toMatchObject({
      gate: 'G2',
      word: 'go',
      opinion: '再等一轮',
      nextFocus: ['登记内线'],
      override: true,
      reason: '战略客户',
    })
  }, 15_000)

  it('sends only the fields of the decision', async () => {
    const asked = serve({ 'POST /opportunities/opp_1/decide-gate': {} })
    const close = vi.fn()
    show(<ReviewDrawer room={room} gate={gate} writing={{ act: 'decide', word: 'return' }} onClose={close} />)
    await write()
    fireEvent.click(screen.getByRole('button', { name: '决定:退回' }))
    await waitFor(() => expect(close).toHaveBeenCalled())
    const body = asked.find((a) => a.method === 'POST')?.body
    expect(body).toMatchObject({ word: 'return', returnTo: 'B2' })
    expect(body).not.toHaveProperty('condition')
    expect(body).not.toHaveProperty('override')
  }, 15_000)
})
