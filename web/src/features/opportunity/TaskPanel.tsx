import { Button, Input } from 'antd'
import { useState } from 'react'
import { claimTask, completeTask } from '../../api/acts'
import type { CheckItem, LiveNode, NodeDocument, WarRoom } from '../../api/model'
import { useWords } from '../../app/preferences'
import { MoveButton } from '../../parts/MoveButton'
import { Tag } from '../../parts/Small'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'
import { Checklist } from './Checklist'
import { Refused } from './Refused'
import { SampleShortcut } from './Samples'

function Documents({ documents }: { documents: NodeDocument[] }) {
  const { t, text } = useWords()
  return (
    <section className="qj-section">
      <h3>{t('task.documents')}</h3>
      <ul className="qj-docs">
        {documents.map((d) => (
          <li key={d.name.zh}>
            <span>{text(d.name)}</span>
            <span className="qj-gap" />
            {d.waits ? (
              <Tag tone="zhu">{t('task.waitsDocument', { states: (d.states ?? []).join(' / ') })}</Tag>
            ) : (
              <span className="qj-12 qj-3">{(d.states ?? []).join(' / ')}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** A step: its checklist, its documents, and the button that completes it. */
export function TaskPanel({ room, live, items }: { room: WarRoom; live: LiveNode; items: CheckItem[] }) {
  const { t, text } = useWords()
  const { said, failed } = useSay()
  const [note, setNote] = useState('')
  const task = live.task
  const title = text(task?.title)
  const complete = useAct(
    () => completeTask(task?.id ?? '', task?.rev ?? 0, note || undefined),
    () => {
      said(t('task.completed', { what: title }))
      setNote('')
    },
  )
  const claim = useAct(
    () => claimTask(task?.id ?? '', task?.rev ?? 0),
    () => said(t('today.claimed', { what: title })),
  )
  const waits = live.documents?.some((d) => d.waits)
  const open = items.filter((i) => !i.done).length
  return (
    <>
      <div className="qj-scroll">
        {live.incident && <p className="qj-pad qj-yan">{text(live.incident.text)}</p>}
        {items.length > 0 && <Checklist opportunity={room.opportunity} items={items} />}
        {live.documents?.length ? <Documents documents={live.documents} /> : null}
        {waits && <SampleShortcut opportunity={room.opportunity} documents={live.documents ?? []} />}
        {complete.error && <Refused error={complete.error} opportunity={room.opportunity} />}
      </div>
      {task && (
        <footer className="qj-panelfoot">
          {task.mine && !waits && (
            <>
              <Input
                value={note}
                onChange={(e) => setNote(e.target.value)}
                placeholder={t('task.note')}
                aria-label={t('task.note')}
                maxLength={2000}
              />
              {items.length > 0 && (
                <p className="qj-12 qj-2">
                  {open > 0 ? t('task.openItems', { n: open }) : t('task.allItems')}
                </p>
              )}
              <MoveButton block loading={complete.isPending} onClick={() => complete.mutate(undefined)}>
                {t('task.complete')}
              </MoveButton>
            </>
          )}
          {waits && <p className="qj-12 qj-2">{t('task.documentLeads')}</p>}
          {!task.mine && task.claimable && (
            <Button
              block
              type="primary"
              loading={claim.isPending}
              onClick={() => claim.mutate(undefined, { onError: failed })}
            >
              {t('act.claim')}
            </Button>
          )}
          {!task.mine && !task.claimable && (
            <p className="qj-12 qj-2">
              {task.assignee ? t('task.withOther', { name: text(task.assignee.name) }) : t('task.withOthers')}
            </p>
          )}
        </footer>
      )}
    </>
  )
}
