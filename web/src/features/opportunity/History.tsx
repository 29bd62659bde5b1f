import { useInfiniteQuery } from '@tanstack/react-query'
import type { HistoryRow } from '../../api/model'
import { historyQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { MoreRows } from '../../parts/List'
import { Card, InstantText, Tag } from '../../parts/Small'
import { Empty, Loaded } from '../../parts/State'

function Row({ row }: { row: HistoryRow }) {
  const { t, text } = useWords()
  const tone = row.kind === 'refused' ? 'warn' : ''
  return (
    <li className={tone}>
      <InstantText at={row.at} />
      <i />
      <span>
        {text(row.text)} {row.override && <Tag tone="zhu">{t('history.override')}</Tag>}{' '}
        <span className="qj-3">{text(row.by?.name)}</span>
        {row.detail && <span className="detail">{row.detail}</span>}
      </span>
    </li>
  )
}

/** 历史: everything that happened to the deal, newest first. */
export function HistoryTab({ id }: { id: string }) {
  const { lang } = usePreferences()
  const { t } = useWords()
  const query = useInfiniteQuery(historyQuery(lang, id))
  return (
    <div className="qj-page narrow">
      <Card title={t('war.history')} note={t('history.note')}>
        <Loaded query={query}>
          {({ pages }) => {
            const rows = pages.flatMap((p) => p.rows)
            if (rows.length === 0) return <Empty why={t('history.none')} />
            return (
              <>
                <ol className="qj-timeline">
                  {rows.map((r) => (
                    <Row key={r.id} row={r} />
                  ))}
                </ol>
                <MoreRows query={query} />
              </>
            )
          }}
        </Loaded>
      </Card>
    </div>
  )
}
