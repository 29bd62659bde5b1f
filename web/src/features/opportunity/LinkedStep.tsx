import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { LiveNode, Task, WarRoom } from '../../api/model'
import { chartQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { DecisionPanel } from './DecisionPanel'
import { LinkedTasks } from './LinkedTasks'
import { PanelHead } from './NodePanel'
import { TaskPanel } from './TaskPanel'

/** The task of a linked run as the panels take it. */
function liveOf(task: Task): LiveNode {
  return { node: task.node, task, checklist: task.checklist, documents: task.documents, exits: task.exits }
}

function Done({ room, task }: { room: WarRoom; task: Task }) {
  const { t } = useWords()
  return (
    <div className="qj-scroll">
      <div className="qj-section">
        <p className="qj-pad qj-13 qj-2" role="status">
          {t('war.linkedDone')} <Link to="/">{t('state.toToday')}</Link>
        </p>
      </div>
      <LinkedTasks room={room} runs={[task.run]} />
    </div>
  )
}

function Content({ room, live, task }: { room: WarRoom; live: LiveNode; task: Task }) {
  if (task.closed) return <Done room={room} task={task} />
  if (task.kind === 'decision') return <DecisionPanel room={room} live={live} linked />
  return <TaskPanel room={room} live={live} items={task.checklist ?? []} />
}

/** A step of a chart that the deal's own chart has started, such as the sample request: its panel, and the way to that chart. */
export function LinkedStep({ room, task }: { room: WarRoom; task: Task }) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const chart = useQuery(chartQuery(lang, task.chart))
  const live = liveOf(task)
  return (
    <>
      <nav className="qj-standing" aria-label={t('war.linkedLabel')}>
        <span className="qj-12 qj-2">
          {t('war.linked', { chart: `${task.chart} ${text(chart.data?.name)}` })}
        </span>
        <Link className="qj-button" to="/charts/$id" params={{ id: task.chart }} search={{ node: task.node }}>
          {t('war.toLinked', { chart: task.chart })}
        </Link>
      </nav>
      <PanelHead live={live} node={task.node} />
      <Content room={room} live={live} task={task} />
    </>
  )
}
