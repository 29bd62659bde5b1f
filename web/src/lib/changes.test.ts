import { describe, expect, it } from 'vitest'
import type { Text } from '../api/model'
import { changedFields } from './changes'

describe('changedFields', () => {
  it('names only what differs, also inside a text of two languages', () => {
    const was: { name: Text; phone: string; veto: boolean } = {
      name: { zh: '北屿', en: 'Beiyu' },
      phone: '021',
      veto: false,
    }
    const now = { name: { zh: '北屿', en: undefined }, phone: '021', veto: true }
    expect(changedFields(was, now)).toEqual({ name: { zh: '北屿' }, veto: true })
  })
  it('names an emptied text as empty and an emptied number as undefined', () => {
    const was: { phone: string; attitude?: number } = { phone: '021', attitude: 2 }
    const found = changedFields(was, { phone: '', attitude: undefined })
    expect(found.phone).toBe('')
    expect('attitude' in found).toBe(true)
  })
  it('is empty where nothing differs', () => {
    expect(changedFields({ a: [1, 2] }, { a: [1, 2] })).toEqual({})
  })
})
