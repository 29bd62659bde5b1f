import { fireEvent, screen, waitFor } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import type { Account, Contact } from '../../api/model'
import { serve, show } from '../../test/page'
import { CoachDrawer, ContactDrawer } from './Contacts'

vi.mock('@tanstack/react-router', () => ({}))

const account = { id: 'acc_1', rev: 3, may: [] } as unknown as Account

const contact: Contact = {
  id: 'con_1',
  rev: 5,
  account: 'acc_1',
  name: { zh: '陆工', en: 'Lu' },
  title: { zh: '质量部长' },
  phone: '138****1234',
  email: 'lu@example.com',
  role: 'technical',
  weight: 30,
  level: 2,
  attitude: 1,
  veto: true,
  identified: true,
  masked: true,
}

describe('ContactDrawer', () => {
  it('sends only what was changed, and an emptied text as empty', async () => {
    const asked = serve({ 'PATCH /contacts/con_1': {} })
    const close = vi.fn()
    show(<ContactDrawer account={account} contact={contact} open onClose={close} />)
    fireEvent.change(await screen.findByLabelText(/邮箱/), { target: { value: '' } })
    fireEvent.click(screen.getByRole('button', { name: /保 ?存/ }))
    await waitFor(() => expect(close).toHaveBeenCalled())
    const sent = asked.find((a) => a.method === 'PATCH')
    expect(sent?.headers.get('If-Match')).toBe('"5"')
    expect(sent?.body).toEqual({ email: '' })
  }, 15_000)

  it('says so when nobody knows the attitude any more', async () => {
    const asked = serve({ 'PATCH /contacts/con_1': {} })
    const close = vi.fn()
    show(<ContactDrawer account={account} contact={contact} open onClose={close} />)
    const field = (await screen.findByLabelText(/态度/)).closest('.ant-select')
    const clear = field?.querySelector('.ant-select-clear')
    expect(clear).toBeTruthy()
    fireEvent.mouseDown(clear as Element)
    fireEvent.click(clear as Element)
    fireEvent.click(screen.getByRole('button', { name: /保 ?存/ }))
    await waitFor(() => expect(close).toHaveBeenCalled())
    expect(asked.find((a) => a.method === 'PATCH')?.body).toEqual({ attitudeUnknown: true })
  }, 15_000)

  it('sends nothing where nothing was changed', async () => {
    const asked = serve({})
    const close = vi.fn()
    show(<ContactDrawer account={account} contact={contact} open onClose={close} />)
    fireEvent.click(await screen.findByRole('button', { name: /保 ?存/ }))
    await waitFor(() => expect(close).toHaveBeenCalled())
    expect(asked.filter((a) => a.method === 'PATCH')).toEqual([])
  }, 15_000)
})

describe('CoachDrawer', () => {
  it.each([
    ['the first entry without a revision', undefined, null],
    [
      'an entry with its own revision',
      { stars: 2, trusted: true, wishes: true, respected: true, rev: 9 },
      '"9"',
    ],
  ])(
    'writes %s',
    async (_, coach, want) => {
      const asked = serve({ 'PUT /contacts/con_1/coach': {} })
      const close = vi.fn()
      show(<CoachDrawer contact={{ ...contact, coach }} open onClose={close} />)
      fireEvent.click(await screen.findByRole('button', { name: '登记内线' }))
      await waitFor(() => expect(close).toHaveBeenCalled())
      expect(asked.find((a) => a.method === 'PUT')?.headers.get('If-Match')).toBe(want)
    },
    15_000,
  )
})
