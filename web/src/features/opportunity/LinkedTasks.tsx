import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { WarRoom } from '../../api/model'
import { tasksQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'

/** What waits for the reader on charts that the deal's own chart has started, such as the sample request. */
export function LinkedTasks({ room, runs }: { room: WarRoom; runs: string[] }) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const query = useQuery({ ...tasksQuery(lang), enabled: runs.length > 0 })
  const tasks = query.data?.rows.filter((r) => runs.includes(r.run) && (r.mine || r.claimable)) ?? []
  if (runs.length === 0 || tasks.length === 0) return null
  return (
    <section className="qj-section">
      <h3>{t('war.linkedLabel')}</h3>
      <ul className="qj-docs">
        {tasks.map((r) => (
          <li key={r.id}>
            <span>
              {text(r.title)}{' '}
              <span className="qj-12 qj-3">
                {r.chart} · {r.node}
              </span>
            </span>
            <span className="qj-gap" />
            <Link
              className="qj-button"
              to="/opportunities/$id"
              params={{ id: room.opportunity.id }}
              search={{ node: r.node, task: r.id }}
            >
              {t('war.openPanel')}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}
