import type { Amount, Day, Instant } from '../api/model'

/** Language of the reader. */
export type Lang = 'zh' | 'en'
/** Unit of money in lists: 万元 with one decimal, or whole units of the currency. */
export type Unit = 'wan' | 'yuan'

/** What stands where there is no value. */
export const missing = '—'

const minus = '−'
const hour = 3_600_000

function grouped(n: bigint): string {
  return n.toString().replace(/\B(?=(\d{3})+(?!\d))/g, ',')
}

/** Divides half-up, away from zero, in whole numbers: money is never a float. */
function divide(n: bigint, by: bigint): bigint {
  return (2n * n + by) / (2n * by)
}

/** An amount for a list: `1,280.0` in 万元 or `12,800,000` in 元, with U+2212 for minus. */
export function money(a: Amount | undefined, unit: Unit): string {
  if (!a) return missing
  const minor = BigInt(Math.trunc(a.minor))
  const abs = minor < 0n ? -minor : minor
  const sign = minor < 0n ? minus : ''
  if (unit === 'yuan') return sign + grouped(divide(abs, 100n))
  const tenths = divide(abs, 100_000n)
  return `${sign}${grouped(tenths / 10n)}.${tenths % 10n}`
}

/** An amount to the last 分: `¥379,940.00`; other currencies by their code. */
export function exact(a: Amount | undefined): string {
  if (!a) return missing
  const minor = BigInt(Math.trunc(a.minor))
  const abs = minor < 0n ? -minor : minor
  const cents = (abs % 100n).toString().padStart(2, '0')
  const symbol = a.currency === 'CNY' ? '¥' : `${a.currency} `
  return `${minor < 0n ? minus : ''}${symbol}${grouped(abs / 100n)}.${cents}`
}

/** Reads an amount typed in the unit of lists; undefined when it is no number. */
export function parseMoney(typed: string, unit: Unit, currency: string): Amount | undefined {
  const clean = typed.replace(/[,\s]/g, '').replace(minus, '-')
  if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(clean)) return undefined
  const [whole = '0', fraction = ''] = clean.replace('-', '').split('.')
  const places = unit === 'wan' ? 6 : 2
  if (fraction.length > places) return undefined
  const minor = Number(whole + fraction.padEnd(places, '0'))
  if (!Number.isSafeInteger(minor)) return undefined
  return { minor: clean.startsWith('-') ? -minor : minor, currency }
}

/** A share given as decimal text, as a percentage: `0.72` → `72%`, `0.365` → `36.5%`. */
export function percent(share: string | number | undefined): string {
  if (share === undefined || share === '') return missing
  const n = Math.round(Number(share) * 10_000) / 100
  if (Number.isNaN(n)) return missing
  return `${n < 0 ? minus : ''}${Math.abs(n)}%`
}

/** An index with three decimals: `0.365`, `−0.100`. */
export function index(value: string | number | undefined): string {
  const n = value === undefined || value === '' ? Number.NaN : Number(value)
  if (Number.isNaN(n)) return missing
  return `${n < 0 ? minus : ''}${Math.abs(n).toFixed(3)}`
}

/** A signed attitude: `+2`, `0`, `−1`, `?` when unknown. */
export function attitude(a: number | undefined | null): string {
  if (a === undefined || a === null) return '?'
  if (a > 0) return `+${a}`
  return a < 0 ? `${minus}${-a}` : '0'
}

/** A day: `09-25` in the year of today, `2025-09-25` otherwise. */
export function day(d: Day | undefined, today: Day): string {
  if (!d) return missing
  return d.slice(0, 4) === today.slice(0, 4) ? d.slice(5) : d
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** Day and time of the clock on a wall in a zone. */
function wall(at: Instant, zone: string): { day: Day; time: string } {
  let clock = clocks.get(zone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('en', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
    })
    clocks.set(zone, clock)
  }
  const p = Object.fromEntries(clock.formatToParts(at).map((x) => [x.type, x.value]))
  return { day: `${p.year}-${p.month}-${p.day}`, time: `${p.hour}:${p.minute}` }
}

/** The day of an instant in a zone. */
export function dayOf(at: Instant, zone: string): Day {
  return wall(at, zone).day
}

/** An instant in a zone: `09-22 09:10`, with the year when it is another. */
export function instant(at: Instant | undefined, today: Day, zone: string): string {
  if (at === undefined) return missing
  const w = wall(at, zone)
  return `${day(w.day, today)} ${w.time}`
}

/** The full time with its zone, for tooltips. */
export function fullInstant(at: Instant, lang: Lang, zone: string): string {
  return new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    dateStyle: 'full',
    timeStyle: 'long',
    timeZone: zone,
  }).format(new Date(at))
}

/** A day as a title: `9 月 25 日 周五`, `Friday 25 September`. */
export function titleDay(d: Day, lang: Lang): string {
  const at = new Date(`${d}T00:00:00Z`)
  if (Number.isNaN(at.getTime())) return d
  if (lang === 'en') {
    return new Intl.DateTimeFormat('en-GB', {
      weekday: 'long',
      day: 'numeric',
      month: 'long',
      timeZone: 'UTC',
    }).format(at)
  }
  const week = '日一二三四五六'.charAt(at.getUTCDay())
  return `${at.getUTCMonth() + 1} 月 ${at.getUTCDate()} 日 周${week}`
}

/** A due time as it is read on `now`: hours within 48 of them, else the day in a zone; late by days when over. */
export type Due =
  | { kind: 'hours'; hours: number }
  | { kind: 'day'; day: Day }
  | { kind: 'late'; days: number }
  | { kind: 'lateHours'; hours: number }

export function due(at: Instant, now: Instant, zone: string): Due {
  const left = at - now
  if (left < 0) {
    return -left < 24 * hour
      ? { kind: 'lateHours', hours: Math.max(1, Math.floor(-left / hour)) }
      : { kind: 'late', days: Math.floor(-left / (24 * hour)) }
  }
  if (left < 48 * hour) return { kind: 'hours', hours: Math.max(1, Math.ceil(left / hour)) }
  return { kind: 'day', day: dayOf(at, zone) }
}

/** The size of a file. */
export function fileSize(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(0)} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
