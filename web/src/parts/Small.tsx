import { Tooltip } from 'antd'
import type { ReactNode } from 'react'
import type { Amount, Day, Instant } from '../api/model'
import { usePreferences, useWords } from '../app/preferences'
import { useSession } from '../app/session'
import { day, due, exact, fullInstant, instant, money } from '../lib/format'
import { Severity } from './Icon'

/** A word in a small frame; `plain` has no fill, the others carry a meaning that the word repeats. */
export function Tag({
  tone = 'plain',
  children,
}: {
  tone?: 'plain' | 'wash' | 'zhu' | 'yan' | 'zhe' | 'teng' | 'lv' | 'qing'
  children: ReactNode
}) {
  return <span className={`qj-tag ${tone}`}>{children}</span>
}

/** The tier of an account; dashed while too many factors are unknown. */
export function Tier({ tier, provisional }: { tier?: string; provisional?: boolean }) {
  const { t } = useWords()
  if (!tier) return null
  const label = t(provisional ? 'tier.provisional' : 'tier.label', { tier })
  return (
    <Tooltip title={label}>
      <span className={`qj-tier${provisional ? ' provisional' : ''}`} role="img" aria-label={label}>
        {tier}
      </span>
    </Tooltip>
  )
}

/** The first sign of a name in a circle. */
export function Face({ name }: { name: string }) {
  return (
    <span className="qj-face" aria-hidden="true">
      {[...name][0] ?? '?'}
    </span>
  )
}

/** An amount for lists in the reader's unit, exact on hover; a foreign currency is named. */
export function Money({ amount, unit }: { amount?: Amount; unit?: boolean }) {
  const p = usePreferences()
  const { t } = useWords()
  if (!amount) return <span className="qj-3">—</span>
  return (
    <Tooltip title={exact(amount)}>
      <span className="qj-n">
        {amount.currency !== 'CNY' && <small className="qj-3">{amount.currency} </small>}
        {money(amount, p.unit)}
        {unit && ` ${t(p.unit === 'wan' ? 'unit.wan' : 'unit.yuan')}`}
      </span>
    </Tooltip>
  )
}

/** The heading of a column of money, with its unit. */
export function MoneyHead({ children }: { children: ReactNode }) {
  const { unit } = usePreferences()
  const { t } = useWords()
  return (
    <>
      {children} {t(unit === 'wan' ? 'unit.wanHead' : 'unit.yuanHead')}
    </>
  )
}

/** A day, short when it is of this year. */
export function DayText({ day: d }: { day?: Day }) {
  const { principal } = useSession()
  return <span className="qj-n">{day(d, principal.today)}</span>
}

/** An instant in the company's zone, which shows on hover. */
export function InstantText({ at, dayOnly }: { at?: Instant; dayOnly?: boolean }) {
  const { principal } = useSession()
  const { lang } = useWords()
  if (!at) return <span className="qj-3">—</span>
  const short = instant(at, principal.today, principal.zone)
  return (
    <Tooltip title={fullInstant(at, lang, principal.zone)}>
      <span className="qj-n">{dayOnly ? short.slice(0, -6) : short}</span>
    </Tooltip>
  )
}

/** When something is due: relative within two days, marked when near or over. */
export function DueText({ at }: { at?: Instant }) {
  const { principal } = useSession()
  const { t, lang } = useWords()
  if (!at) return <span className="qj-3">—</span>
  const d = due(at, principal.now, principal.zone)
  const full = fullInstant(at, lang, principal.zone)
  switch (d.kind) {
    case 'late':
    case 'lateHours':
      return (
        <Tooltip title={full}>
          <span>
            <Severity of="red">
              {d.kind === 'late' ? t('due.late', { n: d.days }) : t('due.lateHours', { n: d.hours })}
            </Severity>
          </span>
        </Tooltip>
      )
    case 'hours':
      return (
        <Tooltip title={full}>
          <span>
            <Severity of="orange">{t('due.hours', { n: d.hours })}</Severity>
          </span>
        </Tooltip>
      )
    case 'day':
      return (
        <Tooltip title={full}>
          <span className="qj-n">{day(d.day, principal.today)}</span>
        </Tooltip>
      )
  }
}

/** A card with a head of 36 px. */
export function Card({
  title,
  note,
  extra,
  children,
  className,
}: {
  title: ReactNode
  note?: ReactNode
  extra?: ReactNode
  children: ReactNode
  className?: string
}) {
  return (
    <section className={`qj-card ${className ?? ''}`}>
      <header>
        <h2>{title}</h2>
        {note && <span className="qj-12 qj-3">{note}</span>}
        <span className="qj-gap" />
        {extra}
      </header>
      {children}
    </section>
  )
}

/** A share as a bar with its target line; the figures stand beside it in words. */
export function Bar({ share, target }: { share: number; target?: number }) {
  const width = Math.max(0, Math.min(1, share)) * 100
  return (
    <div className="qj-bar" aria-hidden="true">
      <i style={{ width: `${width}%` }} />
      {target !== undefined && <u style={{ left: `${Math.min(1, target) * 100}%` }} />}
    </div>
  )
}
