import { useQuery } from '@tanstack/react-query'
import { Button, Checkbox, DatePicker, Form, Input, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { assessNeed, flagOpportunity } from '../../api/acts'
import type { Need, Opportunity } from '../../api/model'
import { playbookQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import type { Key } from '../../lib/i18n'
import { FormDrawer } from '../../parts/FormDrawer'
import { Card, DayText, Tag } from '../../parts/Small'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'

type Values = Omit<Need, 'neededOn'> & { neededOn?: Dayjs }

const scores = [0, 1, 2, 3, 4, 5]
const axes = ['structure', 'plan', 'strength'] as const

/** 需求判断表: why they want a supplier, how urgent it is, and what exactly they need. */
export function NeedDrawer({
  opportunity,
  open,
  onClose,
}: {
  opportunity: Opportunity
  open: boolean
  onClose: () => void
}) {
  const { lang } = usePreferences()
  const { t, text, code } = useWords()
  const { said } = useSay()
  const playbook = useQuery({ ...playbookQuery(lang), enabled: open })
  const save = useAct((v: Values) =>
    assessNeed(opportunity.id, opportunity.rev, { ...v, neededOn: v.neededOn?.format('YYYY-MM-DD') }),
  )
  const need = opportunity.need ?? {}
  return (
    <FormDrawer<Values>
      title={t('need.title')}
      open={open}
      onClose={onClose}
      initial={{ ...need, neededOn: need.neededOn ? dayjs(need.neededOn) : undefined }}
      saveText={t('act.save')}
      save={async (v) => {
        await save.mutateAsync(v)
        said(t('need.saved'))
      }}
    >
      <Form.Item name="reason" label={t('need.reason')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={playbook.data?.tables.reasons?.map((r) => ({ value: r.code, label: text(r.text) }))}
        />
      </Form.Item>
      <Form.Item name="reasonNote" label={t('need.reasonNote')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
      </Form.Item>
      <div className="qj-three">
        {axes.map((a) => (
          <Form.Item key={a} name={a} label={t(`need.${a}` as Key)}>
            <Select allowClear options={scores.map((s) => ({ value: s, label: String(s) }))} />
          </Form.Item>
        ))}
      </div>
      <Form.Item name="urgency" label={t('need.urgency')}>
        <Select
          allowClear
          options={[0, 1, 2, 3, 4].map((u) => ({ value: u, label: code('urgency', String(u)) }))}
        />
      </Form.Item>
      <Form.Item noStyle shouldUpdate={(a: Values, b: Values) => a.urgency !== b.urgency}>
        {({ getFieldValue }) => (
          <Form.Item
            name="urgencyWhy"
            label={t('need.urgencyWhy')}
            rules={
              Number(getFieldValue('urgency') ?? 0) >= 3
                ? [{ required: true, message: t('need.urgencyWhyNeeded') }]
                : []
            }
          >
            <Input maxLength={1000} />
          </Form.Item>
        )}
      </Form.Item>
      <div className="qj-two">
        <Form.Item name="method" label={t('need.method')}>
          <Select
            allowClear
            options={playbook.data?.tables.methods?.map((m) => ({ value: m.code, label: text(m.text) }))}
          />
        </Form.Item>
        <Form.Item name="raisedBy" label={t('need.raisedBy')}>
          <Input maxLength={200} />
        </Form.Item>
      </div>
      <Form.Item name="spec" label={t('need.spec')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={2000} />
      </Form.Item>
      <div className="qj-two">
        <Form.Item name="volume" label={t('need.volume')}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="neededOn" label={t('need.neededOn')}>
          <DatePicker style={{ width: '100%' }} placeholder={t('form.day')} />
        </Form.Item>
      </div>
    </FormDrawer>
  )
}

/** The red flags of a deal: reasons to stop or to look again. */
export function RedFlagDrawer({
  opportunity,
  open,
  onClose,
}: {
  opportunity: Opportunity
  open: boolean
  onClose: () => void
}) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const { said } = useSay()
  const playbook = useQuery({ ...playbookQuery(lang), enabled: open })
  const save = useAct((v: { codes: string[] }) =>
    flagOpportunity(opportunity.id, opportunity.rev, v.codes ?? []),
  )
  return (
    <FormDrawer<{ codes: string[] }>
      title={t('flags.title')}
      open={open}
      onClose={onClose}
      initial={{ codes: opportunity.redFlags ?? [] }}
      saveText={t('act.save')}
      save={async (v) => {
        await save.mutateAsync(v)
        said(t('flags.saved'))
      }}
      head={<p className="qj-12 qj-3">{t('flags.help')}</p>}
    >
      <Form.Item name="codes" label={t('flags.which')}>
        <Checkbox.Group className="qj-vertical">
          {playbook.data?.tables.redFlags?.map((f) => (
            <Checkbox key={f.code} value={f.code}>
              {f.code} {text(f.text)}
            </Checkbox>
          ))}
        </Checkbox.Group>
      </Form.Item>
    </FormDrawer>
  )
}

/** The text of a code of a table of the playbook. */
function useTerm(table: 'reasons' | 'methods', code?: string): string {
  const { lang } = usePreferences()
  const { text } = useWords()
  const playbook = useQuery(playbookQuery(lang))
  const found = playbook.data?.tables[table]?.find((r) => r.code === code)
  return found ? text(found.text) : (code ?? '')
}

function Flags({ codes }: { codes: string[] }) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const playbook = useQuery(playbookQuery(lang))
  if (codes.length === 0) return <p className="qj-pad qj-13 qj-2">{t('flags.none')}</p>
  return (
    <ul className="qj-docs">
      {codes.map((c) => (
        <li key={c}>
          <Tag tone="yan">{c}</Tag> {text(playbook.data?.tables.redFlags?.find((f) => f.code === c)?.text)}
        </li>
      ))}
    </ul>
  )
}

/** The need and the red flags of a deal, with their forms. */
export function NeedTab({ opportunity }: { opportunity: Opportunity }) {
  const { t, code } = useWords()
  const [form, setForm] = useState<'need' | 'flags'>()
  const need = opportunity.need ?? {}
  const reason = useTerm('reasons', need.reason)
  const method = useTerm('methods', need.method)
  const sum = axes.map((a) => need[a]).filter((v) => v !== undefined)
  const facts: [Key, string | undefined][] = [
    ['need.reason', [reason, need.reasonNote].filter(Boolean).join(' · ')],
    ['need.urgency', need.urgency === undefined ? '' : code('urgency', String(need.urgency))],
    ['need.urgencyWhy', need.urgencyWhy],
    ['need.method', method],
    ['need.raisedBy', need.raisedBy],
    ['need.spec', need.spec],
    ['need.volume', need.volume],
  ]
  const edit = (which: 'need' | 'flags', operation: string) =>
    opportunity.may.includes(operation) && (
      <Button size="small" onClick={() => setForm(which)}>
        {t('act.edit')}
      </Button>
    )
  return (
    <div className="qj-page narrow">
      <div className="qj-stack">
        <Card
          title={t('need.title')}
          note={sum.length ? t('need.sum', { n: sum.reduce((a, b) => a + b, 0), of: 15 }) : undefined}
          extra={edit('need', 'assess-need')}
        >
          <dl className="qj-facts wide">
            {facts.map(([key, value]) => (
              <div key={key}>
                <dt>{t(key)}</dt>
                <dd>{value || '—'}</dd>
              </div>
            ))}
            <div>
              <dt>{t('need.scores')}</dt>
              <dd>{axes.map((a) => `${t(`need.${a}` as Key)} ${need[a] ?? '—'}`).join(' · ')}</dd>
            </div>
            <div>
              <dt>{t('need.neededOn')}</dt>
              <dd>
                <DayText day={need.neededOn} />
              </dd>
            </div>
          </dl>
        </Card>
        <Card title={t('flags.title')} extra={edit('flags', 'flag-opportunity')}>
          <Flags codes={opportunity.redFlags ?? []} />
        </Card>
      </div>
      <NeedDrawer opportunity={opportunity} open={form === 'need'} onClose={() => setForm(undefined)} />
      <RedFlagDrawer opportunity={opportunity} open={form === 'flags'} onClose={() => setForm(undefined)} />
    </div>
  )
}
