import { useId } from 'react'
import type { Contact } from '../api/model'
import { useWords } from '../app/preferences'
import { decisionMap, type Seat } from '../lib/decisionMap'
import { attitude } from '../lib/format'

function fill(a: number | undefined, hatch: string): { fill: string; text: string; stroke: string } {
  if (a === undefined) return { fill: 'var(--qj-surface)', text: 'var(--qj-ink3)', stroke: 'var(--qj-ink)' }
  if (a >= 2) return { fill: 'var(--qj-ink)', text: 'var(--qj-surface)', stroke: 'var(--qj-ink)' }
  if (a === 1) return { fill: 'var(--qj-ink4)', text: 'var(--qj-onInk4)', stroke: 'var(--qj-ink)' }
  if (a === 0) return { fill: 'var(--qj-surface)', text: 'var(--qj-ink)', stroke: 'var(--qj-ink)' }
  if (a === -1) return { fill: `url(#${hatch})`, text: 'var(--qj-yan)', stroke: 'var(--qj-yan)' }
  return { fill: 'var(--qj-yan)', text: 'var(--qj-surface)', stroke: 'var(--qj-yan)' }
}

function Member({ seat, hatch, onOpen }: { seat: Seat; hatch: string; onOpen?: (c: Contact) => void }) {
  const { t, text, code } = useWords()
  const c = seat.contact
  const f = fill(c.attitude, hatch)
  const name = text(c.name) || t('contact.vacant')
  const label = t('contact.aria', {
    name,
    title: text(c.title) || code('role', c.role),
    weight: c.weight,
    attitude: attitude(c.attitude),
    level: c.level,
  })
  const open = onOpen
    ? {
        role: 'button',
        tabIndex: 0,
        onClick: () => onOpen(c),
        onKeyDown: (e: React.KeyboardEvent) => {
          if (e.key !== 'Enter' && e.key !== ' ') return
          e.preventDefault()
          onOpen(c)
        },
      }
    : { role: 'img' }
  return (
    <g className="qj-seat" aria-label={label} {...open}>
      <circle
        cx={seat.x}
        cy={seat.y}
        r={seat.r}
        fill={f.fill}
        stroke={f.stroke}
        strokeWidth="1.500"
        strokeDasharray={c.attitude === undefined ? '3 3' : undefined}
      />
      {c.veto && <circle cx={seat.x} cy={seat.y} r={seat.r + 3.5} fill="none" stroke={f.stroke} />}
      {c.attitude === -1 && (
        <circle cx={seat.x} cy={seat.y} r={Math.min(8, seat.r)} fill="var(--qj-surface)" />
      )}
      <text
        x={seat.x}
        y={seat.y + 4}
        textAnchor="middle"
        style={{ fontSize: seat.r > 11 ? 12.5 : 10, fontWeight: 700, fill: f.text }}
      >
        {attitude(c.attitude)}
      </text>
      <text x={seat.x + seat.r + 7} y={seat.y - 1} style={{ fontSize: 12, fontWeight: 500 }}>
        {text(c.title) || code('role', c.role)} <tspan style={{ fill: 'var(--qj-ink3)' }}>{c.weight}</tspan>
      </text>
      <text x={seat.x + seat.r + 7} y={seat.y + 13} style={{ fontSize: 11, fill: 'var(--qj-ink3)' }}>
        {name} L{c.level}
      </text>
    </g>
  )
}

/** 谁决定: area is weight, fill is attitude, a second ring is a veto; the numbers say the same. */
export function DecisionGroup({ contacts, onOpen }: { contacts: Contact[]; onOpen?: (c: Contact) => void }) {
  const { t, lang } = useWords()
  const hatch = `hatch-${useId().replace(/\W/g, '')}`
  // English titles are nearly twice as long.
  const map = decisionMap(contacts, lang === 'zh' ? 3 : 2)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset; the role groups its members
    <svg
      className="qc qj-group"
      viewBox={`0 0 ${map.width} ${map.height}`}
      width="100%"
      role="group"
      aria-label={t('contact.map')}
    >
      <defs>
        <pattern id={hatch} width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0V4" stroke="var(--qj-yan)" strokeWidth="1.200" />
        </pattern>
      </defs>
      {map.lines.map((l) => (
        <path
          key={`${l.from.contact.id}-${l.to.contact.id}`}
          d={`M${l.from.x} ${l.from.y}L${l.to.x} ${l.to.y}`}
          stroke="var(--qj-rule)"
          fill="none"
        />
      ))}
      {map.seats.map((s) => (
        <Member key={s.contact.id} seat={s} hatch={hatch} onOpen={onOpen} />
      ))}
    </svg>
  )
}
