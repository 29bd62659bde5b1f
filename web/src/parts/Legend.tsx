import type { ReactNode } from 'react'
import { useWords } from '../app/preferences'
import type { Key } from '../lib/i18n'
import { Stone } from './Icon'

function Line({ cls, second, arrow }: { cls: string; second?: string; arrow: ReactNode }) {
  return (
    <svg width="30" height="12" viewBox="0 0 30 12" aria-hidden="true">
      <path className={`e ${cls}`} d="M1 6H23" />
      {second && <path className={`e ${second}`} d="M1 6H23" />}
      {arrow}
    </svg>
  )
}

const full = (cls: string) => <path className={cls} d="M20 1.500L29 6L20 10.500L22 6Z" />
const hollow = <path className="mR" d="M21 1.500L29 6L21 10.500Z" />

function Seal({ cls, top, bottom }: { cls: string; top: string; bottom: string }) {
  return (
    <svg width="20" height="20" viewBox="-18 -18 36 36" aria-hidden="true">
      <g className={`seal ${cls}`}>
        {cls === 'ovrs' ? <rect x="-16" y="-16" width="32" height="32" rx="2" /> : <circle r="16" />}
        <text textAnchor="middle" y="-2">
          {top}
        </text>
        <text textAnchor="middle" y="10">
          {bottom}
        </text>
      </g>
    </svg>
  )
}

const signs: { text: Key; sign: ReactNode; wide?: boolean }[] = [
  { text: 'legend.ahead', sign: <Line cls="" arrow={<path className="mP" d="M20 2L28 6L20 10" />} /> },
  { text: 'legend.done', sign: <Line cls="done" arrow={full('mA')} /> },
  { text: 'legend.returned', sign: <Line cls="ret" arrow={hollow} /> },
  { text: 'legend.skipped', sign: <Line cls="jump" arrow={hollow} />, wide: true },
  { text: 'legend.override', sign: <Line cls="ovr" second="ovr2" arrow={full('mZ')} />, wide: true },
  { text: 'legend.proposed', sign: <Line cls="pre" arrow={full('mZ')} />, wide: true },
  { text: 'legend.here', sign: <Stone /> },
  {
    text: 'legend.late',
    sign: (
      <svg width="26" height="14" viewBox="0 0 26 14" aria-hidden="true">
        <g className="done late">
          <rect className="sh" x="1" y="1" width="24" height="12" />
        </g>
        <rect className="latebar" x="1" y="10" width="24" height="3" />
      </svg>
    ),
  },
  { text: 'legend.passed', sign: <Seal cls="pass" top="通" bottom="过" /> },
  { text: 'legend.special', sign: <Seal cls="ovrs" top="特" bottom="批" />, wide: true },
  { text: 'legend.terminated', sign: <Seal cls="term" top="终" bottom="止" />, wide: true },
]

/** What the strokes, the stone and the seals of a drawing mean. */
export function Legend() {
  const { t } = useWords()
  return (
    <ul className="qc qj-signs" aria-label={t('legend.label')}>
      {signs.map((s) => (
        <li key={s.text} className={s.wide ? 'wide' : undefined}>
          {s.sign}
          {t(s.text)}
        </li>
      ))}
    </ul>
  )
}
