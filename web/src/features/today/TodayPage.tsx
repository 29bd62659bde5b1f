import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { claimTask } from '../../api/acts'
import type { Task } from '../../api/model'
import { tasksQuery } from '../../api/queries'
import { usePage } from '../../app/page'
import { usePreferences, useWords } from '../../app/preferences'
import { useSession } from '../../app/session'
import { usePhone } from '../../app/usePhone'
import { titleDay } from '../../lib/format'
import { Card, DueText, Money, MoneyHead, Tier } from '../../parts/Small'
import { Empty, Loaded } from '../../parts/State'
import { type Column, Table } from '../../parts/Table'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'

/** The word on the button of a task. */
function actOf(task: Task, t: ReturnType<typeof useWords>['t']): string {
  if (task.kind === 'gate') return task.proposal ? t('today.confirm') : t('today.review')
  if (task.kind === 'decision') return t('today.decide')
  if (task.kind === 'incident') return t('today.repair')
  return t('today.walk')
}

/** The one act of a row: go to the node in the war room, or claim it from the queue first. */
function TaskButton({ task }: { task: Task }) {
  const { t, text } = useWords()
  const { said, failed } = useSay()
  const claim = useAct(
    () => claimTask(task.id, task.rev),
    () => said(t('today.claimed', { what: text(task.title) })),
  )
  if (!task.mine && task.claimable) {
    return (
      <Button
        size="small"
        loading={claim.isPending}
        onClick={() => claim.mutate(undefined, { onError: failed })}
      >
        {t('act.claim')}
      </Button>
    )
  }
  if (!task.opportunity) return null
  return (
    <Link
      className="qj-button"
      to="/opportunities/$id"
      params={{ id: task.opportunity.id }}
      search={{ node: task.node, task: task.id }}
    >
      {actOf(task, t)}
    </Link>
  )
}

function Reasons({ task }: { task: Task }) {
  const { text } = useWords()
  return <span className="qj-12 qj-3">{task.reasons?.map((r) => text(r.text)).join(' · ')}</span>
}

function Deal({ task }: { task: Task }) {
  const { text } = useWords()
  return (
    <>
      <span className="qj-row tight">
        <Tier tier={task.accountTier} />
        <b>{text(task.account?.name) || text(task.opportunity?.name)}</b>
      </span>
      {task.account && <span className="qj-12 qj-3">{text(task.opportunity?.name)}</span>}
    </>
  )
}

function useColumns(): Column<Task>[] {
  const { t, text } = useWords()
  return [
    { key: 'deal', title: t('today.deal'), cell: (r) => <Deal task={r} />, width: '24%' },
    {
      key: 'place',
      title: t('today.place'),
      cell: (r) => (
        <span className="qj-2 qj-n">
          {r.chart} · {r.node}
        </span>
      ),
      width: 110,
    },
    {
      key: 'what',
      title: t('today.what'),
      cell: (r) => (
        <>
          {text(r.title)}
          <br />
          <Reasons task={r} />
        </>
      ),
    },
    { key: 'due', title: t('today.due'), cell: (r) => <DueText at={r.dueAt} />, width: 120 },
    {
      key: 'amount',
      title: <MoneyHead>{t('today.amount')}</MoneyHead>,
      number: true,
      cell: (r) => <Money amount={r.amount} />,
      width: 120,
    },
    { key: 'act', title: '', number: true, cell: (r) => <TaskButton task={r} />, width: 120 },
  ]
}

/** A row on the phone: when, what, the act. */
function Rows({ tasks }: { tasks: Task[] }) {
  const { text } = useWords()
  return (
    <ul className="qj-minis">
      {tasks.map((r) => (
        <li key={r.id}>
          <span>
            {r.dueAt && (
              <>
                <DueText at={r.dueAt} />{' '}
              </>
            )}
            <b>{text(r.account?.name) || text(r.opportunity?.name)}</b>{' '}
            <span className="qj-2">{text(r.title)}</span>
            <br />
            <Reasons task={r} />
          </span>
          <TaskButton task={r} />
        </li>
      ))}
    </ul>
  )
}

function Group({ title, note, tasks }: { title: string; note?: string; tasks: Task[] }) {
  const phone = usePhone()
  const columns = useColumns()
  if (tasks.length === 0) return null
  return (
    <Card title={title} note={note} extra={<span className="qj-12 qj-3 qj-n">{tasks.length}</span>}>
      {phone ? (
        <Rows tasks={tasks} />
      ) : (
        <Table label={title} columns={columns} rows={tasks} id={(r) => r.id} />
      )}
    </Card>
  )
}

/** 我的今天: what the charts ask of the reader, in the order in which it should be done. */
export function TodayPage() {
  const { lang } = usePreferences()
  const { t } = useWords()
  const { principal } = useSession()
  const query = useQuery(tasksQuery(lang))
  usePage({ text: t('today.title') })
  return (
    <div className="qj-page">
      <Loaded query={query}>
        {({ rows }) => {
          const gates = rows.filter((r) => r.mine && (r.kind === 'gate' || r.kind === 'decision'))
          const steps = rows.filter((r) => r.mine && r.kind !== 'gate' && r.kind !== 'decision')
          const queue = rows.filter((r) => !r.mine && r.claimable)
          const others = rows.filter((r) => !r.mine && !r.claimable)
          const late = rows.filter((r) => r.mine && r.overdue).length
          return (
            <>
              <div className="qj-title">
                <h1>{titleDay(principal.today, lang)}</h1>
                <span className="qj-13 qj-2">
                  {[
                    t('today.countSteps', { n: steps.length }),
                    t('today.countGates', { n: gates.length }),
                    late > 0 ? t('today.countLate', { n: late }) : '',
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </div>
              <div className="qj-stack">
                {gates.length + steps.length + queue.length === 0 && (
                  <Card title={t('today.steps')}>
                    <Empty why={t('today.done')}>
                      <Link to="/opportunities">{t('today.toOpportunities')}</Link>
                    </Empty>
                  </Card>
                )}
                <Group title={t('today.gates')} note={t('today.gatesNote')} tasks={gates} />
                <Group title={t('today.steps')} note={t('today.order')} tasks={steps} />
                <Group title={t('today.queue')} note={t('today.queueNote')} tasks={queue} />
                <Group title={t('today.others')} note={t('today.othersNote')} tasks={others} />
              </div>
            </>
          )
        }}
      </Loaded>
    </div>
  )
}
