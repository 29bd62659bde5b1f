import { fireEvent, screen } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { parseProblem, Refused } from '../lib/problem'
import { show } from '../test/page'
import { DecisionGroup } from './DecisionGroup'
import { Refusal } from './Refusal'
import { DueText, Money } from './Small'
import { Failure } from './State'
import { Table } from './Table'

describe('Refusal', () => {
  const refused = parseProblem(422, {
    key: 'gate.refused',
    detail: '沐砾医疗器械还不能通过 G2',
    errors: [{ key: 'gate.requirement.coach_settled', detail: '没有内线', args: { repair: 'coach' } }],
  })
  it('names what is not possible, what is lacking with its repair, what is met, and who can help', () => {
    const { container } = show(
      <Refusal
        problem={refused}
        rule="规则"
        repair={(p) => <button type="button">修 {String(p.args?.repair)}</button>}
        met={['需求明确']}
        helpers={[{ key: '1', name: '闻人澈', why: '可特批' }]}
      />,
    )
    expect(screen.getByRole('alert').textContent).toContain('沐砾医疗器械还不能通过 G2')
    expect(screen.getByRole('button', { name: '修 coach' })).toBeTruthy()
    const order = ['规则', '还差', '没有内线', '需求明确', '谁能帮', '闻人澈'].map((s) =>
      container.textContent?.indexOf(s),
    )
    expect(order).toEqual([...order].sort((a, b) => Number(a) - Number(b)))
    expect(order.every((i) => Number(i) >= 0)).toBe(true)
  })
})

describe('Failure', () => {
  it('says what is kept, offers to try again and names the request when the failure is ours', () => {
    const retry = vi.fn()
    show(
      <Failure
        error={new Refused(parseProblem(500, { detail: '没存上', request: '7f3a' }))}
        kept="内容还在这里。"
        retry={retry}
      />,
    )
    expect(screen.getByRole('alert').textContent).toContain('没存上 内容还在这里。')
    expect(screen.getByRole('alert').textContent).toContain('编号 7f3a')
    fireEvent.click(screen.getByRole('button', { name: '再试一次' }))
    expect(retry).toHaveBeenCalledOnce()
  })
  it('offers nothing to retry when the reader has to mend it', () => {
    show(<Failure error={new Refused(parseProblem(403, { detail: '不是你的' }))} retry={() => undefined} />)
    expect(screen.queryByRole('button')).toBeNull()
  })
})

describe('figures', () => {
  it('shows money in the unit of the language and names a foreign currency', () => {
    const { container, unmount } = show(<Money amount={{ minor: 620_000_000, currency: 'CNY' }} unit />)
    expect(container.textContent).toBe('620.0 万')
    unmount()
    const english = show(<Money amount={{ minor: 105_400, currency: 'USD' }} />, 'en')
    expect(english.container.textContent).toBe('USD 1,054')
  })
  it('marks what is late by a word, not by colour alone', () => {
    const { container } = show(<DueText at={Date.UTC(2026, 8, 21, 1)} />)
    expect(container.textContent).toBe('超 3 天')
  })
})

describe('Table', () => {
  it('is a table with a head that names its columns', () => {
    show(
      <Table
        label="商机"
        rows={[{ id: 'a', n: 3 }]}
        id={(r) => r.id}
        columns={[
          { key: 'id', title: '商机', cell: (r) => r.id },
          { key: 'n', title: '金额', number: true, cell: (r) => r.n },
        ]}
      />,
    )
    expect(screen.getAllByRole('columnheader').map((h) => h.textContent)).toEqual(['商机', '金额'])
    expect(screen.getByRole('cell', { name: '3' }).className).toContain('r')
  })
})

describe('DecisionGroup', () => {
  it('says of everybody what the picture shows, and opens by the keyboard', () => {
    const open = vi.fn()
    const boss = {
      id: 'con_1',
      rev: 1,
      account: 'acc_1',
      name: { zh: '端木恺' },
      title: { zh: '总经理' },
      role: 'economic',
      weight: 25,
      level: 1,
      attitude: -1,
      veto: true,
      identified: true,
    }
    show(<DecisionGroup contacts={[boss]} onOpen={open} />)
    const seat = screen.getByRole('button', { name: '端木恺,总经理,权重 25,态度 −1,关系 L1' })
    fireEvent.keyDown(seat, { key: 'Enter' })
    expect(open).toHaveBeenCalledWith(boss)
  })
})
