import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { withdrawGate } from '../../api/acts'
import type { FactPart, Gate, LiveNode, Requirement, Review, WarRoom, Word } from '../../api/model'
import { gateQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { useSession } from '../../app/session'
import { Icon } from '../../parts/Icon'
import { MoveButton } from '../../parts/MoveButton'
import { Bar, DayText, Face, InstantText, Tag } from '../../parts/Small'
import { Loaded } from '../../parts/State'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'
import { Checklist } from './Checklist'
import { RepairButton } from './Repair'
import { ReviewDrawer } from './ReviewDrawer'

/** What the gate reads now and what it wants. */
function Figures({ part }: { part: FactPart }) {
  const { t } = useWords()
  return (
    <span className="v">
      {part.have ?? t('gate.undetermined')}{' '}
      {part.want && part.want !== part.have && <small>{t('gate.want', { want: part.want })}</small>}
    </span>
  )
}

function RequirementLine({ room, requirement }: { room: WarRoom; requirement: Requirement }) {
  const { t, text, code } = useWords()
  const parts = requirement.parts ?? []
  const one = parts.length === 1 ? parts[0] : undefined
  const icon = requirement.state === 'met' ? 'check' : requirement.state === 'unmet' ? 'cross' : 'unknown'
  return (
    <li className={requirement.state === 'met' ? 'yes' : 'no'}>
      <span role="img" aria-label={code('requirement', requirement.state)}>
        <Icon name={icon} size={16} />
      </span>
      <span>{text(requirement.text)}</span>
      {one ? <Figures part={one} /> : <span />}
      {parts.length > 1 && (
        <ul className="parts">
          {parts.map((p) => (
            <li key={p.fact} className={p.met ? 'yes' : 'no'}>
              <span>
                {text(p.name).replace('.', ' ')}
                {!p.met && <span className="qj-hidden"> {t('check.open')}</span>}
              </span>
              <Figures part={p} />
            </li>
          ))}
        </ul>
      )}
      {requirement.state !== 'met' && requirement.repair && (
        <span className="repair">
          <RepairButton room={room} repair={requirement.repair} parts={parts} />
        </span>
      )}
    </li>
  )
}

function Requirements({ room, gate }: { room: WarRoom; gate: Gate }) {
  const { t } = useWords()
  const all = gate.requirements ?? []
  const open = all.filter((r) => r.state !== 'met').length
  if (all.length === 0) return null
  return (
    <section className="qj-section">
      <h3>
        {t('gate.requirements')}
        <em>{open === 0 ? t('gate.allMet') : t('gate.open', { n: open, of: all.length })}</em>
      </h3>
      <ul className="qj-chk">
        {all.map((r) => (
          <RequirementLine key={r.code} room={room} requirement={r} />
        ))}
      </ul>
    </section>
  )
}

function Score({ score }: { score?: number }) {
  const { t } = useWords()
  if (score === undefined) return null
  return (
    <section className="qj-section">
      <h3>
        {t('gate.score')}
        <em>{t('gate.scoreOf', { n: score })}</em>
      </h3>
      <div className="qj-pad">
        <Bar share={score / 100} />
      </div>
    </section>
  )
}

/** A review as it was written: decision, opinion, what it asks for next. */
function ReviewText({ review, gate }: { review: Review; gate: Gate }) {
  const { t, text, code } = useWords()
  return (
    <div className="qj-review">
      <p>
        <b>{code('word', review.word)}</b> {review.override && <Tag tone="zhu">{t('history.override')}</Tag>}{' '}
        <span className="qj-12 qj-3">
          {text(gate.names?.[review.decidedBy ?? review.proposedBy ?? ''])}{' '}
          <InstantText at={review.decidedAt ?? review.proposedAt} />
          {review.score !== undefined && ` · ${t('gate.scoreOf', { n: review.score })}`}
        </span>
      </p>
      <p>{review.opinion}</p>
      {review.nextFocus?.length ? (
        <p className="qj-12 qj-2">
          {t('review.nextFocus')} {review.nextFocus.join(' · ')}
        </p>
      ) : null}
      {review.condition && (
        <p className="qj-12 qj-2">
          {t('review.condition')} {review.condition} <DayText day={review.conditionDue} />
        </p>
      )}
      {review.returnTo && (
        <p className="qj-12 qj-2">
          {t('review.returnTo')} {review.returnTo}
        </p>
      )}
      {review.reason && (
        <p className="qj-12 qj-2">
          {t(review.override ? 'review.overrideReason' : 'review.reason')} {review.reason}
        </p>
      )}
    </div>
  )
}

function Helpers({ gate }: { gate: Gate }) {
  const { t, text } = useWords()
  if (!gate.helpers?.length) return null
  return (
    <section className="qj-section">
      <h3>{t('refusal.help')}</h3>
      <ul className="qj-people">
        {gate.helpers.map((h) => (
          <li key={`${h.staff.id}${h.why.key}`}>
            <Face name={text(h.staff.name)} />
            <span>
              <b>{text(h.staff.name)}</b> <span className="qj-2">{text(h.why.text)}</span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Which form the reader opened: to propose or to decide, and with which word first. */
export interface Writing {
  act: 'propose' | 'decide'
  word: Word
}

function ProposalActs({ room, gate, write }: { room: WarRoom; gate: Gate; write: (w: Writing) => void }) {
  const { t, code } = useWords()
  const { principal } = useSession()
  const { said, failed } = useSay()
  const proposal = gate.proposal
  const withdraw = useAct(
    () => withdrawGate(room.opportunity.id, proposal?.rev ?? 0, proposal?.id ?? ''),
    () => said(t('gate.withdrawn')),
  )
  if (!proposal) return null
  const mine = proposal.proposedBy === principal.staff.id
  return (
    <>
      {gate.mayDecide && (
        <>
          <MoveButton block onClick={() => write({ act: 'decide', word: proposal.word })}>
            {t('gate.agree', { word: code('word', proposal.word) })}
          </MoveButton>
          <Button onClick={() => write({ act: 'decide', word: 'return' })}>{t('gate.otherwise')}</Button>
        </>
      )}
      {mine && (
        <Button loading={withdraw.isPending} onClick={() => withdraw.mutate(undefined, { onError: failed })}>
          {t('gate.withdraw')}
        </Button>
      )}
    </>
  )
}

function Foot({ room, gate, write }: { room: WarRoom; gate: Gate; write: (w: Writing) => void }) {
  const { t, code } = useWords()
  const unmet = (gate.requirements ?? []).some((r) => r.state !== 'met')
  const first: Word =
    unmet && gate.decisions?.includes('return') && gate.returnTargets?.length ? 'return' : 'go'
  if (gate.state !== 'live') return null
  if (!gate.proposal && !gate.mayDecide && !gate.mayPropose) {
    return (
      <footer className="qj-panelfoot">
        <p className="qj-12 qj-2">{t('gate.notYours')}</p>
      </footer>
    )
  }
  return (
    <footer className="qj-panelfoot">
      <div className="qj-row">
        <ProposalActs room={room} gate={gate} write={write} />
        {!gate.proposal && gate.mayDecide && (
          <>
            <MoveButton block onClick={() => write({ act: 'decide', word: first })}>
              {t('gate.decide', { word: code('word', first) })}
            </MoveButton>
            <Button onClick={() => write({ act: 'decide', word: first === 'go' ? 'return' : 'go' })}>
              {t('gate.otherwise')}
            </Button>
          </>
        )}
        {!gate.proposal && !gate.mayDecide && gate.mayPropose && (
          <MoveButton block onClick={() => write({ act: 'propose', word: 'go' })}>
            {t('gate.propose')}
          </MoveButton>
        )}
      </div>
    </footer>
  )
}

/** A gate: what it wants and what is there, the evidence, the proposal, and the form of the review. */
export function GatePanel({ room, gate: id, live }: { room: WarRoom; gate: string; live?: LiveNode }) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const query = useQuery(gateQuery(lang, room.opportunity.id, id))
  const [writing, setWriting] = useState<Writing>()
  return (
    <Loaded query={query}>
      {(gate) => (
        <>
          <div className="qj-scroll">
            {live?.incident && <p className="qj-pad qj-yan">{text(live.incident.text)}</p>}
            {gate.proposal && (
              <section className="qj-section proposal">
                <h3>{t('gate.proposal')}</h3>
                <ReviewText review={gate.proposal} gate={gate} />
              </section>
            )}
            <Requirements room={room} gate={gate} />
            <Score score={gate.score} />
            {gate.checklist?.length ? (
              <Checklist opportunity={room.opportunity} items={gate.checklist} />
            ) : null}
            {gate.reviews?.some((r) => r.state === 'decided') && (
              <section className="qj-section">
                <h3>{t('gate.reviews')}</h3>
                {gate.reviews
                  .filter((r) => r.state === 'decided')
                  .map((r) => (
                    <ReviewText key={r.id} review={r} gate={gate} />
                  ))}
              </section>
            )}
            <Helpers gate={gate} />
          </div>
          <Foot room={room} gate={gate} write={setWriting} />
          <ReviewDrawer room={room} gate={gate} writing={writing} onClose={() => setWriting(undefined)} />
        </>
      )}
    </Loaded>
  )
}
