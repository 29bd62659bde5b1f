import type { Contact } from '../api/model'

/** A member of the decision group with its place on the map. */
export interface Seat {
  contact: Contact
  x: number
  y: number
  /** Area shows weight. */
  r: number
}

/** The whole map: seats, and lines from each seat to the row above. */
export interface DecisionMap {
  seats: Seat[]
  lines: { from: Seat; to: Seat }[]
  width: number
  height: number
}

const rowHeight = 60

function rank(c: Contact): number {
  if (c.role === 'economic') return 0
  if (c.role === 'technical' || c.role === 'purchasing' || c.veto) return 1
  return 2
}

function rowsOf(contacts: Contact[], perRow: number): Contact[][] {
  const rows: Contact[][] = []
  for (const want of [0, 1, 2]) {
    const members = contacts.filter((c) => rank(c) === want).sort((a, b) => b.weight - a.weight)
    for (let i = 0; i < members.length; i += perRow) rows.push(members.slice(i, i + perRow))
  }
  return rows
}

/** Radius for a weight of 0–100: the area is in proportion, the smallest still readable. */
export function radius(weight: number): number {
  return Math.max(7, Math.round(33 * Math.sqrt(Math.max(0, weight))) / 10)
}

/** Places the people who decide: who signs at the top, who examines and buys below, who uses at the bottom. */
export function decisionMap(contacts: Contact[], perRow = 3, width = 352): DecisionMap {
  const seats: Seat[] = []
  const lines: { from: Seat; to: Seat }[] = []
  let above: Seat[] = []
  rowsOf(contacts, perRow).forEach((members, row) => {
    const column = width / members.length
    const seated = members.map((contact, i) => {
      const r = radius(contact.weight)
      const left = members.length === 1 ? width / 2 - 40 : column * i + 22
      return { contact, x: Math.round(left), y: 26 + row * rowHeight, r }
    })
    for (const to of seated) {
      const from = [...above].sort((a, b) => Math.abs(a.x - to.x) - Math.abs(b.x - to.x))[0]
      if (from) lines.push({ from, to })
    }
    seats.push(...seated)
    above = seated
  })
  const height = seats.length ? Math.max(...seats.map((s) => s.y)) + 30 : 0
  return { seats, lines, width, height }
}

/** Share of the influence that has an identified member, 0–1: weights sum to 100 once all are known. */
export function covered(contacts: Contact[]): number {
  const sum = contacts.reduce((n, c) => n + c.weight, 0)
  const known = contacts.filter((c) => c.identified).reduce((n, c) => n + c.weight, 0)
  return known / Math.max(sum, 100)
}
