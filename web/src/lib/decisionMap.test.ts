import { describe, expect, it } from 'vitest'
import type { Contact } from '../api/model'
import { covered, decisionMap, radius } from './decisionMap'

const contact = (id: string, role: string, weight: number, identified = true): Contact => ({
  id,
  rev: 1,
  account: 'acc_1',
  name: { zh: id },
  role,
  weight,
  level: 2,
  veto: false,
  identified,
})

describe('decisionMap', () => {
  const group = [
    contact('user', 'user', 10),
    contact('boss', 'economic', 25),
    contact('tech', 'technical', 20),
    contact('buyer', 'purchasing', 20, false),
  ]
  it('puts who signs at the top and who uses at the bottom', () => {
    const y = (id: string) => decisionMap(group).seats.find((s) => s.contact.id === id)?.y ?? 0
    expect(y('boss')).toBeLessThan(y('tech'))
    expect(y('tech')).toBe(y('buyer'))
    expect(y('tech')).toBeLessThan(y('user'))
  })
  it('joins everybody below the top to somebody above', () => {
    expect(decisionMap(group).lines).toHaveLength(3)
  })
  it('keeps area in proportion to weight', () => {
    expect(radius(25)).toBe(16.5)
    expect(radius(20)).toBe(14.8)
  })
  it('counts only the identified as covered', () => {
    expect(covered(group)).toBeCloseTo(0.55)
    expect(covered([])).toBe(0)
  })
})
