import { describe, expect, it } from 'vitest'
import {
  attitude,
  day,
  dayOf,
  due,
  exact,
  fileSize,
  fullInstant,
  index,
  instant,
  money,
  parseMoney,
  percent,
  titleDay,
} from './format'

const cny = (minor: number) => ({ minor, currency: 'CNY' })
const hour = 3_600_000

describe('money', () => {
  it.each([
    [1_280_000_000, '1,280.0'],
    [620_000_000, '620.0'],
    [105_400, '0.1'],
    [49_999, '0.0'],
    [50_000, '0.1'],
    [-62_000_000, '−62.0'],
    [0, '0.0'],
  ])('shows %i 分 in 万元 as %s', (minor, want) => {
    expect(money(cny(minor), 'wan')).toBe(want)
  })
  it('shows whole units with commas, rounded half-up', () => {
    expect(money(cny(123_456_750), 'yuan')).toBe('1,234,568')
  })
  it('shows a dash for nothing', () => {
    expect(money(undefined, 'wan')).toBe('—')
  })
  it('shows every 分 where money is exact', () => {
    expect(exact(cny(37_994_000))).toBe('¥379,940.00')
    expect(exact({ minor: -105, currency: 'USD' })).toBe('−USD 1.05')
  })
})

describe('parseMoney', () => {
  it.each([
    ['620', 'wan', 620_000_000],
    ['62.5', 'wan', 62_500_000],
    ['1,280.000001', 'wan', 1_280_000_001],
    ['1054', 'yuan', 105_400],
    ['0.01', 'yuan', 1],
    ['−3', 'yuan', -300],
  ] as const)('reads %s in %s', (typed, unit, minor) => {
    expect(parseMoney(typed, unit, 'CNY')).toEqual(cny(minor))
  })
  it.each(['', 'abc', '1.001', '1e5', '--1', '9999999999999'])('refuses %j', (typed) => {
    expect(parseMoney(typed, 'yuan', 'CNY')).toBeUndefined()
  })
})

describe('days and times', () => {
  it('leaves the year out in the year of today', () => {
    expect(day('2026-09-25', '2026-09-24')).toBe('09-25')
    expect(day('2025-09-25', '2026-09-24')).toBe('2025-09-25')
    expect(day(undefined, '2026-09-24')).toBe('—')
  })
  it('names the day of a title in both languages', () => {
    expect(titleDay('2026-09-24', 'zh')).toBe('9 月 24 日 周四')
    expect(titleDay('2026-09-24', 'en')).toBe('Thursday 24 September')
  })
  it('counts hours within two days, days beyond, and days over', () => {
    const now = Date.UTC(2026, 8, 24, 2)
    const zone = 'Asia/Shanghai'
    expect(due(now + 19 * hour, now, zone)).toEqual({ kind: 'hours', hours: 19 })
    expect(due(now + 72 * hour, now, zone)).toEqual({ kind: 'day', day: '2026-09-27' })
    expect(due(now - 5 * hour, now, zone)).toEqual({ kind: 'lateHours', hours: 5 })
    expect(due(now - 50 * hour, now, zone)).toEqual({ kind: 'late', days: 2 })
  })
  it.each([
    ['Asia/Shanghai', '09-25 00:30'],
    ['UTC', '09-24 16:30'],
    ['America/Los_Angeles', '09-24 09:30'],
  ])('shows an instant in %s, whatever the zone of the browser', (zone, want) => {
    const at = Date.UTC(2026, 8, 24, 16, 30)
    expect(instant(at, '2026-09-24', zone)).toBe(want)
    expect(`2026-${want.slice(0, 5)}`).toBe(dayOf(at, zone))
  })
  it('writes the year of another year and the zone of a full time', () => {
    const at = Date.UTC(2025, 11, 31, 15, 59)
    expect(instant(at, '2026-09-24', 'Asia/Shanghai')).toBe('2025-12-31 23:59')
    expect(fullInstant(at, 'en', 'Asia/Shanghai')).toMatch(/31 December 2025.*23:59:00.*GMT\+8/)
  })
})

describe('small figures', () => {
  it('writes shares as percent and says when there is none', () => {
    expect(percent('0.7200')).toBe('72%')
    expect(percent('0.365')).toBe('36.5%')
    expect(percent('')).toBe('—')
  })
  it('writes an index with three decimals', () => {
    expect(['0.43333333', -0.1, ''].map(index)).toEqual(['0.433', '−0.100', '—'])
  })
  it('always prints the sign of an attitude', () => {
    expect([2, 0, -1, undefined].map((a) => attitude(a))).toEqual(['+2', '0', '−1', '?'])
  })
  it('writes sizes of files', () => {
    expect([12, 2048, 5 * 1024 * 1024].map(fileSize)).toEqual(['12 B', '2 KB', '5.0 MB'])
  })
})
