import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Checkbox, DatePicker, Form, type FormInstance, Input, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useEffect, useState } from 'react'
import { decideGate, proposeGate } from '../../api/acts'
import type { Gate, ReviewInput, WarRoom, Word } from '../../api/model'
import { playbookQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { isGateRefusal, type Problem, type ProblemPart, problemOf } from '../../lib/problem'
import { FormDrawer } from '../../parts/FormDrawer'
import { Icon } from '../../parts/Icon'
import { Refusal } from '../../parts/Refusal'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'
import type { Writing } from './GatePanel'
import { RepairButton } from './Repair'

type Values = Omit<
  ReviewInput,
  'gate' | 'nextFocus' | 'conditionDue' | 'revisitOn' | 'override' | 'proposal'
> & {
  nextFocus: { text?: string }[]
  conditionDue?: Dayjs
  revisitOn?: Dayjs
}

const allWords: Word[] = ['go', 'conditional', 'return', 'suspend', 'terminate']

function needsFocus(word?: Word): boolean {
  return word === 'go' || word === 'conditional'
}

/** What the form sends: only the fields that the decision has. */
function inputOf(v: Values, gate: string): ReviewInput {
  const day = (d?: Dayjs) => d?.format('YYYY-MM-DD')
  const focus = (v.nextFocus ?? []).map((f) => f?.text?.trim() ?? '').filter((s) => s !== '')
  return {
    gate,
    word: v.word,
    opinion: v.opinion,
    nextFocus: focus,
    expectedEffect: v.expectedEffect || undefined,
    ...(needsFocus(v.word) && v.meetsEarlier?.length && { meetsEarlier: v.meetsEarlier }),
    ...(v.word === 'conditional' && { condition: v.condition, conditionDue: day(v.conditionDue) }),
    ...(v.word === 'return' && { returnTo: v.returnTo || undefined }),
    ...(v.word === 'suspend' && { revisitOn: day(v.revisitOn), trigger: v.trigger }),
    ...(v.word === 'terminate' && { reasonCode: v.reasonCode, restart: v.restart }),
  }
}

function initialOf(gate: Gate, word: Word): Partial<Values> {
  const p = gate.proposal
  const empty = { word, nextFocus: [{ text: '' }], returnTo: gate.returnTargets?.[0]?.node }
  if (!p || p.word !== word) return empty
  return {
    ...empty,
    expectedEffect: p.expectedEffect,
    condition: p.condition,
    conditionDue: p.conditionDue ? dayjs(p.conditionDue) : undefined,
    returnTo: p.returnTo ?? empty.returnTo,
    revisitOn: p.revisitOn ? dayjs(p.revisitOn) : undefined,
    trigger: p.trigger,
    reasonCode: p.reasonCode,
    restart: p.restart,
    nextFocus: p.nextFocus?.length ? p.nextFocus.map((text) => ({ text })) : empty.nextFocus,
  }
}

function Focus({ required }: { required: boolean }) {
  const { t } = useWords()
  return (
    <Form.List name="nextFocus">
      {(fields, { add, remove }) => (
        <Form.Item label={t('review.nextFocus')} required={required} extra={t('review.nextFocusHelp')}>
          {fields.map((f, i) => (
            <div className="qj-row qj-listline" key={f.key}>
              <Form.Item
                name={[f.name, 'text']}
                noStyle
                rules={
                  required && i === 0
                    ? [{ required: true, whitespace: true, message: t('review.focusNeeded') }]
                    : []
                }
              >
                <Input maxLength={200} aria-label={t('review.focusLine', { n: i + 1 })} />
              </Form.Item>
              {fields.length > 1 && (
                <Button
                  icon={<Icon name="cross" size={14} />}
                  aria-label={t('act.remove')}
                  onClick={() => remove(f.name)}
                />
              )}
            </div>
          ))}
          {fields.length < 3 && (
            <Button size="small" onClick={() => add({ text: '' })}>
              {t('review.addFocus')}
            </Button>
          )}
        </Form.Item>
      )}
    </Form.List>
  )
}

/** The fields that only one decision has. */
function WordFields({ gate, word }: { gate: Gate; word?: Word }) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const playbook = useQuery({ ...playbookQuery(lang), enabled: word === 'terminate' })
  const needed = [{ required: true, message: t('form.required') }]
  switch (word) {
    case 'conditional':
      return (
        <>
          <Form.Item name="condition" label={t('review.condition')} rules={needed}>
            <Input maxLength={500} />
          </Form.Item>
          <Form.Item name="conditionDue" label={t('review.conditionDue')} rules={needed}>
            <DatePicker style={{ width: '100%' }} placeholder={t('form.day')} />
          </Form.Item>
        </>
      )
    case 'return':
      return (
        <Form.Item name="returnTo" label={t('review.returnTo')}>
          <Select
            options={gate.returnTargets?.map((r) => ({
              value: r.node,
              label: `${r.node} ${text(r.text)}`.trim(),
            }))}
          />
        </Form.Item>
      )
    case 'suspend':
      return (
        <>
          <Form.Item name="revisitOn" label={t('review.revisitOn')} rules={needed}>
            <DatePicker style={{ width: '100%' }} placeholder={t('form.day')} />
          </Form.Item>
          <Form.Item name="trigger" label={t('review.trigger')} rules={needed}>
            <Input maxLength={500} />
          </Form.Item>
        </>
      )
    case 'terminate':
      return (
        <>
          <Form.Item name="reasonCode" label={t('review.reasonCode')} rules={needed}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              options={playbook.data?.tables.lostReasons?.map((r) => ({
                value: r.code,
                label: `${r.code} ${text(r.text)}`,
              }))}
            />
          </Form.Item>
          <Form.Item name="restart" label={t('review.restart')} rules={needed}>
            <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
          </Form.Item>
        </>
      )
    default:
      return null
  }
}

/** Conditions that earlier reviews set: this review says which of them are met. */
function Earlier({ gate }: { gate: Gate }) {
  const { t } = useWords()
  if (!gate.conditions?.length) return null
  return (
    <Form.Item name="meetsEarlier" label={t('review.earlier')} extra={t('review.earlierHelp')}>
      <Checkbox.Group
        className="qj-words"
        options={gate.conditions.map((c) => ({
          value: c.review,
          label: t(c.late ? 'review.earlierLate' : 'review.earlierLine', {
            gate: c.gate,
            text: c.text,
            due: c.due,
          }),
        }))}
      />
    </Form.Item>
  )
}

/** What the gate refused, in place of an error: what is lacking with its repairs, who can help, the way round. */
function GateRefusal({
  room,
  gate,
  problem,
  onOverride,
}: {
  room: WarRoom
  gate: Gate
  problem: Problem
  onOverride?: () => void
}) {
  const { t, text } = useWords()
  const requirementOf = (part: ProblemPart) =>
    gate.requirements?.find((r) => part.key === `gate.requirement.${r.code}` || part.args?.code === r.code)
  return (
    <Refusal
      problem={problem}
      rule={t('refusal.kept')}
      repair={(part) => {
        const r = requirementOf(part)
        return r?.repair ? <RepairButton room={room} repair={r.repair} parts={r.parts ?? []} /> : null
      }}
      met={gate.requirements?.filter((r) => r.state === 'met').map((r) => text(r.text))}
      helpers={gate.helpers?.map((h) => ({
        key: `${h.staff.id}${h.why.key}`,
        name: text(h.staff.name),
        why: text(h.why.text),
      }))}
      override={
        onOverride && (
          <div className="qj-override">
            <span className="qj-12 qj-2">{t('override.price')}</span>
            <Button size="small" onClick={onOverride}>
              {t('override.start')}
            </Button>
          </div>
        )
      }
      links={
        room.run && (
          <Link to="/charts/$id" params={{ id: room.run.chart }} search={{ node: gate.gate }}>
            {t('refusal.rule', { gate: gate.gate })}
          </Link>
        )
      }
    />
  )
}

function saidOf(
  word: Word,
  propose: boolean,
  gate: Gate,
  t: ReturnType<typeof useWords>['t'],
  returnTo?: string,
) {
  if (propose) return t('gate.proposedSaid', { gate: gate.gate })
  switch (word) {
    case 'go':
      return t('gate.saidGo', { gate: gate.gate })
    case 'conditional':
      return t('gate.saidConditional', { gate: gate.gate })
    case 'return':
      return t('gate.saidReturn', { to: returnTo ?? '' })
    case 'suspend':
      return t('gate.saidSuspend')
    case 'terminate':
      return t('gate.saidTerminate')
  }
}

/** The word on the button: what pressing it does. */
function useSaveText(form: FormInstance<Values>, writing: Writing | undefined, override: boolean): string {
  const { t, code } = useWords()
  const word = Form.useWatch('word', form) ?? writing?.word ?? 'go'
  if (override) return t('override.sign')
  return t(writing?.act === 'propose' ? 'review.propose' : 'review.decide', { word: code('word', word) })
}

/** The review of a gate: decision, opinion, next focus, expected effect, and what the decision needs besides. */
export function ReviewDrawer({
  room,
  gate,
  writing,
  onClose,
}: {
  room: WarRoom
  gate: Gate
  writing?: Writing
  onClose: () => void
}) {
  const { t, code, text } = useWords()
  const { said } = useSay()
  const [form] = Form.useForm<Values>()
  const [problem, setProblem] = useState<Problem>()
  const [override, setOverride] = useState(false)
  const word = Form.useWatch('word', form) ?? writing?.word
  const propose = writing?.act === 'propose'
  const saveText = useSaveText(form, writing, override)
  const open = writing !== undefined
  useEffect(() => {
    if (!open) return
    setProblem(undefined)
    setOverride(false)
  }, [open])
  const o = room.opportunity
  const save = useAct(async (v: Values) => {
    const input = inputOf(v, gate.gate)
    if (propose) return proposeGate(o.id, o.rev, input)
    return decideGate(o.id, o.rev, {
      ...input,
      proposal: gate.proposal?.id,
      ...(override && { override: true, reason: v.reason }),
    })
  })
  const words = allWords.filter((w) => gate.decisions?.includes(w) ?? true)
  return (
    <FormDrawer<Values>
      form={form}
      title={t(propose ? 'review.titlePropose' : 'review.titleDecide', { gate: gate.gate })}
      open={open}
      onClose={onClose}
      initial={initialOf(gate, writing?.word ?? 'go')}
      saveText={saveText}
      move
      save={async (v) => {
        await save.mutateAsync(v)
        const drawn = gate.returnTargets?.find((r) => r.node === '')
        said(saidOf(v.word, propose, gate, t, v.returnTo || (drawn && text(drawn.text))))
      }}
      ownFailure={(error) => {
        const p = problemOf(error)
        setProblem(isGateRefusal(p) ? p : undefined)
        return isGateRefusal(p)
      }}
      head={
        problem && (
          <GateRefusal
            room={room}
            gate={gate}
            problem={problem}
            onOverride={
              !propose && gate.mayDecide && !override && needsFocus(word)
                ? () => setOverride(true)
                : undefined
            }
          />
        )
      }
    >
      <Form.Item name="word" label={t('review.word')} required>
        <Radio.Group
          className="qj-words"
          optionType="button"
          options={words.map((w) => ({ value: w, label: code('word', w) }))}
        />
      </Form.Item>
      {override && (
        <div className="qj-overridefield">
          <Form.Item
            name="reason"
            label={t('review.overrideReason')}
            extra={t('override.price')}
            rules={[{ required: true, whitespace: true, message: t('override.reasonNeeded') }]}
          >
            <Input.TextArea autoFocus autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
          </Form.Item>
        </div>
      )}
      {needsFocus(word) && <Earlier gate={gate} />}
      <WordFields gate={gate} word={word} />
      <Form.Item
        name="opinion"
        label={t('review.opinion')}
        rules={[{ required: true, whitespace: true, message: t('form.required') }]}
      >
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 10 }} maxLength={4000} />
      </Form.Item>
      <Focus required={needsFocus(word)} />
      <Form.Item name="expectedEffect" label={t('review.expectedEffect')}>
        <Input maxLength={500} />
      </Form.Item>
    </FormDrawer>
  )
}
