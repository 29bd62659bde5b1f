import type { UseQueryResult } from '@tanstack/react-query'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useWords } from '../app/preferences'
import { isTheirs, type Problem, problemOf } from '../lib/problem'

/** Grey lines of the layout to come; they show only when it takes longer than 150 ms. */
export function Loading({ lines = 4 }: { lines?: number }) {
  const { t } = useWords()
  return (
    <div className="qj-loading" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: lines }, (_, i) => `line-${i}`).map((key) => (
        <i key={key} />
      ))}
    </div>
  )
}

/** Why there is nothing here, and the one thing to do about it. */
export function Empty({ why, children }: { why: ReactNode; children?: ReactNode }) {
  return (
    <div className="qj-empty">
      <span>{why}</span>
      {children}
    </div>
  )
}

function sentence(p: Problem, t: ReturnType<typeof useWords>['t']): string {
  if (p.status === 0) return t('fault.noAnswer')
  return p.detail || t('fault.unknown', { status: p.status })
}

/**
 * What failed and what to do. A failure of ours says what is kept, offers to try again and names the number of the
 * request; a refusal says what to mend.
 */
export function Failure({ error, kept, retry }: { error: unknown; kept?: string; retry?: () => void }) {
  const { t } = useWords()
  const p = problemOf(error)
  const theirs = isTheirs(p)
  return (
    <div className="qj-failure" role="alert">
      <p>
        <b>{sentence(p, t)}</b>
        {!theirs && kept ? ` ${kept}` : ''}
      </p>
      {p.errors?.length ? (
        <ul>
          {p.errors.map((e) => (
            <li key={`${e.field ?? ''}${e.key}${e.detail}`}>{e.detail || e.key}</li>
          ))}
        </ul>
      ) : null}
      <div className="qj-row">
        {retry && (!theirs || p.status === 409 || p.status === 412) && (
          <Button size="small" onClick={retry}>
            {t(theirs ? 'state.reload' : 'state.retry')}
          </Button>
        )}
        {p.request && <span className="qj-12 qj-3">{t('fault.number', { id: p.request })}</span>}
      </div>
    </div>
  )
}

/** What a query brings: grey lines, the failure, or its data. */
export function Loaded<T>({
  query,
  lines,
  children,
}: {
  query: Pick<UseQueryResult<T>, 'data' | 'error' | 'refetch'>
  lines?: number
  children: (data: T) => ReactNode
}) {
  if (query.data !== undefined) return children(query.data)
  if (query.error) {
    return <Failure error={query.error} retry={() => void query.refetch()} />
  }
  return <Loading lines={lines} />
}
