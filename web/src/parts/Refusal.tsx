import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../app/preferences'
import type { Problem, ProblemPart } from '../lib/problem'
import { Icon } from './Icon'
import { Face } from './Small'

/** Somebody who can help, and with what. */
export interface Help {
  key: string
  name: string
  why: string
  act?: ReactNode
}

interface Props {
  problem: Problem
  /** The rule in one sentence, and that nothing was lost. */
  rule: string
  /** The button that repairs a part. */
  repair?: (part: ProblemPart) => ReactNode
  /** What is already met. */
  met?: string[]
  helpers?: Help[]
  /** The way round, with its price. */
  override?: ReactNode
  links?: ReactNode
  onClose?: () => void
}

function Part({ part, repair }: { part: ProblemPart; repair?: Props['repair'] }) {
  return (
    <li>
      <Icon name="cross" size={16} />
      <span>
        {part.detail || part.key}
        {part.errors?.map((e) => (
          <span key={`${e.key}${e.detail}`} className="qj-12 qj-3">
            <br />
            {e.detail}
          </span>
        ))}
      </span>
      {repair?.(part)}
    </li>
  )
}

/**
 * A refusal that the reader can repair: what is not possible, the rule and that nothing was lost, what is lacking
 * with its buttons, what is already met, who can help, the way round with its price, and the rule itself.
 */
export function Refusal({ problem, rule, repair, met, helpers, override, links, onClose }: Props) {
  const { t } = useWords()
  return (
    <section className="qj-refusal" role="alert">
      <h2>{problem.detail || t('refusal.title')}</h2>
      <p className="qj-2">{rule}</p>
      {problem.errors?.length ? (
        <div>
          <h3>{t('refusal.lacking')}</h3>
          <ul className="lacking">
            {problem.errors.map((part) => (
              <Part key={`${part.key}${part.detail}`} part={part} repair={repair} />
            ))}
          </ul>
          {met?.length ? (
            <ul className="met">
              {met.map((m) => (
                <li key={m}>
                  <Icon name="check" size={14} />
                  <span>{m}</span>
                </li>
              ))}
            </ul>
          ) : null}
        </div>
      ) : null}
      {helpers?.length || override ? (
        <div>
          <h3>{t('refusal.help')}</h3>
          <ul className="helpers">
            {helpers?.map((h) => (
              <li key={h.key}>
                <Face name={h.name} />
                <span>
                  <b>{h.name}</b> {h.why}
                </span>
                {h.act}
              </li>
            ))}
          </ul>
          {override}
        </div>
      ) : null}
      {links || onClose ? (
        <footer>
          {links}
          <span className="qj-gap" />
          {onClose && (
            <Button size="small" type="text" onClick={onClose}>
              {t('refusal.close')}
            </Button>
          )}
        </footer>
      ) : null}
    </section>
  )
}
