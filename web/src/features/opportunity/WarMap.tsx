import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useCallback, useState } from 'react'
import { startRun } from '../../api/acts'
import type { NodeView, StageHead, Task, WarRoom } from '../../api/model'
import { taskQuery, warDrawingQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { useNarrow, usePhone } from '../../app/usePhone'
import { ChartView } from '../../parts/ChartView'
import { Legend } from '../../parts/Legend'
import { Sheet } from '../../parts/Sheet'
import { Empty, Loaded } from '../../parts/State'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'
import { LinkedStep } from './LinkedStep'
import { NodePanel } from './NodePanel'

const route = getRouteApi('/opportunities/$id')

function daysOf(s: StageHead, t: ReturnType<typeof useWords>['t']): string {
  if (s.days === undefined) return '—'
  return !s.norm ? t('count.days', { n: s.days }) : t('count.daysOf', { n: s.days, of: s.norm })
}

/** The stages as heads over the drawing: name, keyword, days against the norm. */
function StageHeads({ stages }: { stages: StageHead[] }) {
  const { t, text } = useWords()
  return (
    <ol className="qj-stages">
      {stages.map((s, i) => (
        <li key={s.id} className={s.state} aria-current={s.state === 'active' ? 'step' : undefined}>
          <b>
            {i + 1} {text(s.name)}
          </b>
          <span className="keyword">{s.keyword && `${t('stage.keyword')} ${text(s.keyword)}`}</span>
          <span className={`days${s.late ? ' qj-zhe' : ''}`}>{daysOf(s, t)}</span>
        </li>
      ))}
    </ol>
  )
}

/** The nodes of the chart as a list: the same as the drawing, in words. */
function Twin({ room, onSelect }: { room: WarRoom; onSelect: (node: string) => void }) {
  const { t, text, code } = useWords()
  const nodes = room.nodes ?? []
  const stages = [...(room.stages ?? []), undefined]
  const of = (stage?: StageHead): NodeView[] =>
    nodes.filter((n) => (stage ? n.stage === stage.id : !room.stages?.some((s) => s.id === n.stage)))
  return (
    <ol className="qj-outline">
      {stages.map((s) => {
        const inside = of(s)
        if (inside.length === 0) return null
        return (
          <li key={s?.id ?? 'ends'}>
            <h3>
              {s ? text(s.name) : t('stage.outside')}{' '}
              {s && <span className="qj-12 qj-3">{daysOf(s, t)}</span>}
            </h3>
            <ul>
              {inside.map((n) => (
                <li key={n.id} className={n.state}>
                  <button type="button" className="qj-link" onClick={() => onSelect(n.id)}>
                    {n.id} {text(n.text)}
                  </button>
                  <span className="qj-12 qj-3">
                    {code('node', n.state)}
                    {n.owner && ` · ${text(n.owner.name)}`}
                    {n.visits > 1 && ` · ${t('node.visits', { n: n.visits })}`}
                  </span>
                </li>
              ))}
            </ul>
          </li>
        )
      })}
    </ol>
  )
}

function NotStarted({ room }: { room: WarRoom }) {
  const { t } = useWords()
  const { said, failed } = useSay()
  const start = useAct(
    () => startRun(room.opportunity.id, room.opportunity.rev),
    () => said(t('run.started')),
  )
  return (
    <Empty why={t('run.none')}>
      {room.opportunity.may.includes('start-run') && (
        <Button
          size="small"
          loading={start.isPending}
          onClick={() => start.mutate(undefined, { onError: failed })}
        >
          {t('run.start')}
        </Button>
      )}
    </Empty>
  )
}

/** The task that the address names, where it stands on another run than the deal's own. */
function useLinked(room: WarRoom, id: string | undefined): Task | undefined {
  const { lang } = usePreferences()
  const { data } = useQuery({ ...taskQuery(lang, id ?? ''), enabled: id !== undefined })
  return data && data.id === id && data.run !== room.run?.id ? data : undefined
}

/** The drawing with its panel: at the right on the desk, a drawer on a narrow window, a sheet on the phone. */
export function WarMap({ room }: { room: WarRoom }) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const { node, task } = route.useSearch()
  const navigate = useNavigate({ from: '/opportunities/$id' })
  const narrow = useNarrow()
  const phone = usePhone()
  const [sheet, setSheet] = useState(false)
  const drawing = useQuery(warDrawingQuery(lang, room.opportunity.id))
  const live = room.live ?? []
  const first = live.find((l) => l.task?.mine) ?? live[0]
  const linked = useLinked(room, task)
  const own = room.nodes?.some((n) => n.id === node) ? node : undefined
  // A step of a linked chart shows beside the node that started it.
  const shown = linked ? room.links?.find((l) => l.run === linked.run)?.node : own
  const selected = shown ?? first?.node
  const select = useCallback(
    (id: string) => {
      void navigate({ search: (s) => ({ ...s, node: id, task: undefined }), replace: true })
      setSheet(true)
    },
    [navigate],
  )
  if (!room.run) return <NotStarted room={room} />
  const here = room.nodes?.find((n) => n.id === selected)
  const label = t('war.drawing', {
    name: text(room.run.name) || room.run.chart,
    at: live.map((l) => l.node).join('、') || t('war.ended'),
  })
  const panel = linked ? (
    <LinkedStep key={linked.id} room={room} task={linked} />
  ) : (
    selected && <NodePanel key={selected} room={room} node={selected} onSelect={select} />
  )
  return (
    <div className="qj-warmap">
      {phone && room.stages && <StageHeads stages={room.stages} />}
      <Loaded query={drawing} lines={10}>
        {(svg) => (
          <div className="qj-boardside">
            {!phone && room.stages && !svg.includes('class="st"') && <StageHeads stages={room.stages} />}
            <ChartView
              drawing={svg}
              label={label}
              selected={selected}
              onSelect={select}
              focus={selected}
              legend={<Legend />}
              twin={<Twin room={room} onSelect={select} />}
            />
          </div>
        )}
      </Loaded>
      {narrow && !phone ? (
        <>
          <div className="qj-panelbar">
            <span>
              <b>{selected}</b> {text(here?.text)}
            </span>
            <Button size="small" onClick={() => setSheet(true)}>
              {t('war.openPanel')}
            </Button>
          </div>
          <Sheet
            open={sheet}
            onClose={() => setSheet(false)}
            title={`${selected ?? ''} ${text(here?.text)}`}
            rootClassName="qj-panelsheet"
          >
            {panel}
          </Sheet>
        </>
      ) : (
        <aside className="qj-panel" aria-label={t('war.panel')}>
          {panel}
        </aside>
      )}
    </div>
  )
}
