import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import type { ChartDetail } from '../../api/model'
import { chartDrawingQuery, chartQuery } from '../../api/queries'
import { usePage } from '../../app/page'
import { usePreferences, useWords } from '../../app/preferences'
import { ChartView } from '../../parts/ChartView'
import { InstantText, Tag } from '../../parts/Small'
import { Loaded } from '../../parts/State'

const route = getRouteApi('/charts/$id')

function Head({ chart }: { chart: ChartDetail }) {
  const { t, text } = useWords()
  return (
    <div className="qj-dealhead">
      <div className="qj-row wrap qj-dealline">
        <h1>
          {chart.id} {text(chart.name)}
        </h1>
        <Tag>{t('run.version', { n: chart.version })}</Tag>
        {!chart.executable && <Tag>{t('chart.notExecutable')}</Tag>}
        <span className="qj-gap" />
        <span className="qj-12 qj-3">
          {chart.releasedAt && (
            <>
              {t('chart.released')} <InstantText at={chart.releasedAt} />
              {' · '}
            </>
          )}
          <code>{chart.hash.slice(0, 19)}</code>
        </span>
      </div>
    </div>
  )
}

/** One released chart: its drawing, and its text, which says the same. */
export function ChartPage() {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const { id } = route.useParams()
  const { node } = route.useSearch()
  const navigate = useNavigate({ from: '/charts/$id' })
  const chart = useQuery(chartQuery(lang, id))
  const drawing = useQuery(chartDrawingQuery(lang, id))
  const name = chart.data ? `${id} ${text(chart.data.name)}` : id
  usePage({ text: t('nav.charts'), to: '/charts' }, { text: name })
  const select = useCallback((n: string) => void navigate({ search: { node: n }, replace: true }), [navigate])
  return (
    <div className="qj-war">
      <Loaded query={chart}>{(c) => <Head chart={c} />}</Loaded>
      <div className="qj-warmap alone">
        <Loaded query={drawing} lines={10}>
          {(svg) => (
            <ChartView
              drawing={svg}
              label={name}
              selected={node}
              onSelect={select}
              focus={node}
              twin={<pre className="qj-notation">{chart.data?.outline ?? chart.data?.text}</pre>}
            />
          )}
        </Loaded>
      </div>
    </div>
  )
}
