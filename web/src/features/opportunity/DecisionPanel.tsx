import { Input, Radio } from 'antd'
import { useState } from 'react'
import { decideTask } from '../../api/acts'
import type { LiveNode, WarRoom } from '../../api/model'
import { useWords } from '../../app/preferences'
import { MoveButton } from '../../parts/MoveButton'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'
import { Checklist } from './Checklist'
import { Refused } from './Refused'

/**
 * An ordinary decision: one of the exits that the chart draws, with a reason for the history. The exits of a linked
 * chart lead to nodes that the war room does not know.
 */
export function DecisionPanel({ room, live, linked }: { room: WarRoom; live: LiveNode; linked?: boolean }) {
  const { t, text } = useWords()
  const { said } = useSay()
  const [edge, setEdge] = useState<string>()
  const [reason, setReason] = useState('')
  const task = live.task
  const chosen = live.exits?.find((x) => x.edge === edge)
  const decide = useAct(
    () => decideTask(task?.id ?? '', task?.rev ?? 0, edge ?? '', reason || undefined),
    () => said(t('decision.done', { what: text(task?.title), word: text(chosen?.text) })),
  )
  const target = (to?: string) => {
    const n = linked ? undefined : room.nodes?.find((x) => x.id === to)
    return n ? `${n.id} ${text(n.text)}` : (to ?? '')
  }
  return (
    <>
      <div className="qj-scroll">
        {live.incident && <p className="qj-pad qj-yan">{text(live.incident.text)}</p>}
        {live.checklist?.length ? <Checklist opportunity={room.opportunity} items={live.checklist} /> : null}
        <section className="qj-section">
          <h3>{t('decision.exits')}</h3>
          <Radio.Group
            className="qj-exits"
            value={edge}
            disabled={!task?.mine}
            onChange={(e) => setEdge(e.target.value as string)}
          >
            {live.exits?.map((x) => (
              <Radio key={x.edge} value={x.edge}>
                <b>{text(x.text)}</b> <span className="qj-12 qj-3">{target(x.to)}</span>
              </Radio>
            ))}
          </Radio.Group>
        </section>
        {decide.error && <Refused error={decide.error} opportunity={room.opportunity} />}
      </div>
      <footer className="qj-panelfoot">
        {task?.mine ? (
          <>
            <Input.TextArea
              value={reason}
              onChange={(e) => setReason(e.target.value)}
              placeholder={t('decision.reason')}
              aria-label={t('decision.reason')}
              autoSize={{ minRows: 2, maxRows: 6 }}
              maxLength={2000}
            />
            <MoveButton
              block
              disabled={!edge}
              loading={decide.isPending}
              onClick={() => decide.mutate(undefined)}
            >
              {chosen ? t('decision.take', { word: text(chosen.text) }) : t('decision.choose')}
            </MoveButton>
          </>
        ) : (
          <p className="qj-12 qj-2">
            {task?.assignee ? t('task.withOther', { name: text(task.assignee.name) }) : t('task.withOthers')}
          </p>
        )}
      </footer>
    </>
  )
}
