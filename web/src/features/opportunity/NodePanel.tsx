import { Button } from 'antd'
import { resumeRun } from '../../api/acts'
import type { LiveNode, NodeView, WarRoom } from '../../api/model'
import { useWords } from '../../app/preferences'
import { useSession } from '../../app/session'
import { day } from '../../lib/format'
import { MoveButton } from '../../parts/MoveButton'
import { DueText, InstantText, Tag } from '../../parts/Small'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'
import { Checklist } from './Checklist'
import { DecisionPanel } from './DecisionPanel'
import { GatePanel } from './GatePanel'
import { LinkedTasks } from './LinkedTasks'
import { TaskPanel } from './TaskPanel'

interface Props {
  room: WarRoom
  node: string
  onSelect: (node: string) => void
}

function kindOf(view: NodeView | undefined, live: LiveNode | undefined): string {
  if (view?.gate || live?.task?.kind === 'gate') return 'gate'
  return live?.task?.kind ?? view?.kind ?? 'task'
}

function Chip({ view, live }: { view?: NodeView; live?: LiveNode }) {
  const { t, text, code } = useWords()
  if (live?.task?.closed) return <Tag>{code('node', 'done')}</Tag>
  if (live?.incident) return <Tag tone="yan">{t('node.stuck')}</Tag>
  if (live?.task?.proposal) {
    return <Tag tone="zhu">{t('node.proposed', { name: text(live.task.proposal.by.name) })}</Tag>
  }
  if (live?.task?.mine) return <Tag tone="zhu">{t('node.mine')}</Tag>
  if (live) {
    const who = text(live.task?.assignee?.name)
    return <Tag tone="zhu">{who ? t('node.waitsFor', { name: who }) : t('node.waits')}</Tag>
  }
  return <Tag>{view ? code('node', view.state) : ''}</Tag>
}

/** The head of a panel: where, what, for whom, since when and until when. */
export function PanelHead({ view, live, node }: { view?: NodeView; live?: LiveNode; node: string }) {
  const { t, text, code } = useWords()
  const since = live?.task?.openedAt ?? view?.since
  const dueAt = live?.task?.dueAt ?? view?.dueAt
  return (
    <header className="qj-panelhead">
      <div className="qj-row">
        <span className="qj-12 qj-2">
          <b>{node}</b> · {code('kind', kindOf(view, live))}
        </span>
        <span className="qj-gap" />
        <Chip view={view} live={live} />
      </div>
      <h2>{text(live?.task?.title) || text(view?.text)}</h2>
      {since && (
        <p className="qj-12 qj-2">
          <InstantText at={since} /> {t('node.entered')}
          {live && dueAt && (
            <>
              {' · '}
              {t('node.due')} <DueText at={dueAt} />
            </>
          )}
          {view && view.visits > 1 && ` · ${t('node.visits', { n: view.visits })}`}
        </p>
      )}
      {live?.task?.mine && live.task.reasons?.length ? (
        <p className="qj-12 qj-3">{live.task.reasons.map((r) => text(r.text)).join(' · ')}</p>
      ) : null}
    </header>
  )
}

/** The other places where the run stands. */
function Standing({ room, node, onSelect }: Props) {
  const { t } = useWords()
  const live = room.live ?? []
  if (live.length === 0 || (live.length === 1 && live[0]?.node === node)) return null
  return (
    <nav className="qj-standing" aria-label={t('war.standing')}>
      <span className="qj-12 qj-3">{t('war.standing')}</span>
      {live.map((l) => (
        <Button
          key={l.node}
          size="small"
          type={l.node === node ? 'primary' : 'default'}
          aria-current={l.node === node ? 'true' : undefined}
          onClick={() => onSelect(l.node)}
        >
          {l.node}
        </Button>
      ))}
    </nav>
  )
}

function Suspended({ room }: { room: WarRoom }) {
  const { t } = useWords()
  const { principal } = useSession()
  const { said, failed } = useSay()
  const o = room.opportunity
  const resume = useAct(
    () => resumeRun(o.id, o.rev),
    () => said(t('run.resumed')),
  )
  if (o.state !== 'suspended') return null
  return (
    <div className="qj-notice">
      <span>
        {room.run?.revisit
          ? t('run.suspendedUntil', { on: day(room.run.revisit, principal.today) })
          : t('run.suspended')}{' '}
        {room.run?.trigger && t('run.trigger', { trigger: room.run.trigger })}
      </span>
      <span className="qj-gap" />
      {o.may.includes('resume-run') && (
        <MoveButton
          size="small"
          loading={resume.isPending}
          onClick={() => resume.mutate(undefined, { onError: failed })}
        >
          {t('run.resume')}
        </MoveButton>
      )}
    </div>
  )
}

function Content({ room, node, view, live }: Props & { view?: NodeView; live?: LiveNode }) {
  const { t, text } = useWords()
  const items = live?.checklist ?? room.checklists?.find((c) => c.node === node)?.items
  const kind = kindOf(view, live)
  if (kind === 'gate') return <GatePanel room={room} gate={node} live={live} />
  if (live?.task && kind === 'decision') return <DecisionPanel room={room} live={live} />
  if (live?.task) return <TaskPanel room={room} live={live} items={items ?? []} />
  return (
    <div className="qj-scroll">
      {live?.incident && <p className="qj-pad qj-yan">{text(live.incident.text)}</p>}
      {items?.length ? (
        <Checklist opportunity={room.opportunity} items={items} />
      ) : (
        <p className="qj-pad qj-13 qj-2">{t('node.nothing')}</p>
      )}
    </div>
  )
}

/** What a node asks, shows or decides. */
export function NodePanel(props: Props) {
  const { room, node } = props
  const view = room.nodes?.find((n) => n.id === node)
  const live = room.live?.find((l) => l.node === node)
  const links = room.links?.filter((l) => l.node === node && !l.ended) ?? []
  return (
    <>
      <Standing {...props} />
      <PanelHead view={view} live={live} node={node} />
      <Suspended room={room} />
      <LinkedTasks room={room} runs={links.map((l) => l.run)} />
      <Content {...props} view={view} live={live} />
    </>
  )
}
