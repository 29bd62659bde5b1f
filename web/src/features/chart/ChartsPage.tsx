import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState } from 'react'
import type { ChartRow } from '../../api/model'
import { chartDrawingQuery, chartsQuery } from '../../api/queries'
import { usePage } from '../../app/page'
import { usePreferences, useWords } from '../../app/preferences'
import { readDrawing } from '../../lib/drawing'
import { Empty, Loaded } from '../../parts/State'

/** Whether an element has come near the window; it stays true then. */
function useSeen(ref: React.RefObject<HTMLElement | null>): boolean {
  const [seen, setSeen] = useState(false)
  useEffect(() => {
    const el = ref.current
    if (!el || seen) return
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some((e) => e.isIntersecting)) setSeen(true)
      },
      { rootMargin: '300px' },
    )
    observer.observe(el)
    return () => observer.disconnect()
  }, [ref, seen])
  return seen
}

/** A small picture of a chart, fetched when it comes into sight. */
function Thumb({ id }: { id: string }) {
  const { lang } = usePreferences()
  const prefix = `th${useId().replace(/\W/g, '')}`
  const ref = useRef<HTMLDivElement>(null)
  const seen = useSeen(ref)
  const { data } = useQuery({ ...chartDrawingQuery(lang, id), enabled: seen })
  useEffect(() => {
    const svg = data === undefined ? undefined : readDrawing(data, prefix)
    if (!svg || !ref.current) return
    svg.removeAttribute('width')
    svg.removeAttribute('height')
    for (const g of svg.querySelectorAll('g[data-node]')) {
      g.removeAttribute('tabindex')
      g.removeAttribute('role')
      g.removeAttribute('aria-label')
    }
    ref.current.replaceChildren(svg)
  }, [data, prefix])
  return <div className="qj-thumb" ref={ref} aria-hidden="true" />
}

function Row({ chart }: { chart: ChartRow }) {
  const { t, text } = useWords()
  return (
    <li className="qj-card">
      <Link to="/charts/$id" params={{ id: chart.id }}>
        <header>
          <h2>
            {chart.id} {text(chart.name)}
          </h2>
          <span className="qj-gap" />
          <span className="qj-12 qj-3">
            {[
              t('run.version', { n: chart.version }),
              chart.openRuns ? t('chart.openRuns', { n: chart.openRuns }) : '',
              chart.executable ? '' : t('chart.notExecutable'),
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </header>
        <Thumb id={chart.id} />
      </Link>
    </li>
  )
}

/** 流程图: the released charts with their drawings. */
export function ChartsPage() {
  const { lang } = usePreferences()
  const { t } = useWords()
  const query = useQuery(chartsQuery(lang))
  usePage({ text: t('nav.charts') })
  return (
    <div className="qj-page">
      <div className="qj-title">
        <h1>{t('chart.all')}</h1>
        <span className="qj-13 qj-2">{t('chart.allNote')}</span>
      </div>
      <Loaded query={query} lines={8}>
        {({ rows }) =>
          rows.length === 0 ? (
            <Empty why={t('chart.none')} />
          ) : (
            <ul className="qj-charts">
              {rows.map((c) => (
                <Row key={c.id} chart={c} />
              ))}
            </ul>
          )
        }
      </Loaded>
    </div>
  )
}
