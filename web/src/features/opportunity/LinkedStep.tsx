import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { LiveNode, Task, WarRoom } from '../../api/model'
import { chartQuery, taskQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { Loaded } from '../../parts/State'
import { DecisionPanel } from './DecisionPanel'
import { PanelHead } from './NodePanel'
import { TaskPanel } from './TaskPanel'

/** The task of a linked run as the panels take it. */
function liveOf(task: Task): LiveNode {
  return { node: task.node, task, checklist: task.checklist, documents: task.documents, exits: task.exits }
}

/** A step of a chart that the deal's own chart has started, such as the sample request: its panel, and the way to that chart. */
export function LinkedStep({ room, task: id }: { room: WarRoom; task: string }) {
  const { lang } = usePreferences()
  const query = useQuery(taskQuery(lang, id))
  return <Loaded query={query}>{(task) => <Step room={room} task={task} />}</Loaded>
}

function Step({ room, task }: { room: WarRoom; task: Task }) {
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
      {task.kind === 'decision' ? (
        <DecisionPanel room={room} live={live} />
      ) : (
        <TaskPanel room={room} live={live} items={task.checklist ?? []} />
      )}
    </>
  )
}
