import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { advanceSample, createSample } from '../../api/acts'
import type { NodeDocument, Opportunity, Sample, SampleEvent } from '../../api/model'
import { samplesQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { useSession } from '../../app/session'
import { fieldErrors, problemOf } from '../../lib/problem'
import { FormDrawer } from '../../parts/FormDrawer'
import { Sheet } from '../../parts/Sheet'
import { Card, DayText, Tag } from '../../parts/Small'
import { Empty, Loaded } from '../../parts/State'
import { type Column, Table } from '../../parts/Table'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'
import { isStepRefusal, Refused } from './Refused'

interface NewValues {
  what: string
  quantity: string
  standard?: string
}

/** The form that requests a sample. */
export function SampleDrawer({
  opportunity,
  open,
  onClose,
}: {
  opportunity: Opportunity
  open: boolean
  onClose: () => void
}) {
  const { t } = useWords()
  const { said } = useSay()
  const create = useAct((v: NewValues) =>
    createSample(opportunity.id, { what: v.what, quantity: v.quantity, standard: v.standard ?? '' }),
  )
  return (
    <FormDrawer<NewValues>
      title={t('sample.new')}
      open={open}
      onClose={onClose}
      initial={{}}
      saveText={t('sample.create')}
      save={async (v) => {
        const made = await create.mutateAsync(v)
        said(t('sample.created', { number: made.number }))
      }}
    >
      <Form.Item
        name="what"
        label={t('sample.what')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Input autoFocus maxLength={200} />
      </Form.Item>
      <Form.Item
        name="quantity"
        label={t('sample.quantity')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Input maxLength={50} />
      </Form.Item>
      <Form.Item name="standard" label={t('sample.standard')}>
        <Input.TextArea autoSize={{ minRows: 2, maxRows: 6 }} maxLength={1000} />
      </Form.Item>
    </FormDrawer>
  )
}

/** The events that say how a test ended. */
const concluding = new Set(['approve_sample', 'improve', 'give_up'])

interface EventValues {
  on?: Dayjs
  result?: string
  note?: string
}

/** Lets an event happen to a sample. A condition that no record tells has to be stated in the note. */
function EventDrawer({
  opportunity,
  sample,
  event,
  onClose,
}: {
  opportunity: Opportunity
  sample?: Sample
  event?: SampleEvent
  onClose: () => void
}) {
  const { t, text } = useWords()
  const { principal } = useSession()
  const { said } = useSay()
  const [form] = Form.useForm<EventValues>()
  const [refused, setRefused] = useState<unknown>()
  const what = text(event?.text)
  const p = problemOf(refused)
  const stated = fieldErrors(p).has('note')
  const close = () => {
    setRefused(undefined)
    onClose()
  }
  const advance = useAct((v: EventValues) =>
    advanceSample(sample?.id ?? '', sample?.rev ?? 0, {
      event: event?.code ?? '',
      on: v.on?.format('YYYY-MM-DD'),
      result: v.result || undefined,
      note: v.note || undefined,
    }),
  )
  return (
    <FormDrawer<EventValues>
      form={form}
      title={`${sample?.number ?? ''} ${what}`}
      open={event !== undefined}
      onClose={close}
      initial={{ on: dayjs(principal.today) }}
      saveText={what}
      save={async (v) => {
        setRefused(undefined)
        await advance.mutateAsync(v)
        said(t('sample.advanced', { number: sample?.number ?? '', what }))
      }}
      onFailure={(error) => {
        setRefused(error)
        if (fieldErrors(problemOf(error)).has('note')) form.focusField('note')
      }}
      ownFailure={(error) => isStepRefusal(problemOf(error))}
      head={isStepRefusal(p) && <Refused error={refused} opportunity={opportunity} />}
    >
      <Form.Item name="on" label={t('sample.on')}>
        <DatePicker style={{ width: '100%' }} placeholder={t('form.day')} />
      </Form.Item>
      {event && concluding.has(event.code) && (
        <Form.Item
          name="result"
          label={t('sample.result')}
          rules={[{ required: true, message: t('form.required') }]}
        >
          <Input.TextArea autoSize={{ minRows: 2, maxRows: 8 }} maxLength={2000} />
        </Form.Item>
      )}
      <Form.Item name="note" label={t('sample.note')} required={stated}>
        <Input maxLength={500} />
      </Form.Item>
    </FormDrawer>
  )
}

function useColumns(advance: (s: Sample, e: SampleEvent) => void): Column<Sample>[] {
  const { t, text } = useWords()
  return [
    {
      key: 'number',
      title: t('sample.number'),
      cell: (s) => (
        <>
          <b>{s.number}</b>
          <br />
          <span className="qj-12 qj-3">{t('sample.round', { n: s.round })}</span>
        </>
      ),
    },
    {
      key: 'what',
      title: t('sample.what'),
      cell: (s) => (
        <>
          {s.what} × {s.quantity}
          <br />
          <span className="qj-12 qj-3">{s.standard}</span>
        </>
      ),
    },
    { key: 'state', title: t('sample.state'), cell: (s) => <Tag tone="wash">{text(s.stateText)}</Tag> },
    { key: 'delivered', title: t('sample.delivered'), cell: (s) => <DayText day={s.deliveredOn} /> },
    { key: 'result', title: t('sample.result'), cell: (s) => s.result ?? '—' },
    {
      key: 'acts',
      title: '',
      number: true,
      cell: (s) => (
        <span className="qj-row end wrap">
          {s.events?.map((e) => (
            <Button key={e.code} size="small" onClick={() => advance(s, e)}>
              {text(e.text)}
            </Button>
          ))}
        </span>
      ),
    },
  ]
}

/** 样品: each round with its state; only an act on the sample changes it, and the chart follows. */
export function SamplesTab({ opportunity }: { opportunity: Opportunity }) {
  const { lang } = usePreferences()
  const { t } = useWords()
  const query = useQuery(samplesQuery(lang, opportunity.id))
  const [adding, setAdding] = useState(false)
  const [act, setAct] = useState<{ sample: Sample; event: SampleEvent }>()
  const columns = useColumns((sample, event) => setAct({ sample, event }))
  const may = opportunity.may.includes('create-sample')
  const button = may && (
    <Button size="small" onClick={() => setAdding(true)}>
      {t('sample.new')}
    </Button>
  )
  return (
    <div className="qj-page">
      <Card title={t('war.samples')} note={t('sample.leads')} extra={button}>
        <Loaded query={query}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty why={t('sample.none')}>{button}</Empty>
            ) : (
              <Table label={t('war.samples')} columns={columns} rows={rows} id={(s) => s.id} />
            )
          }
        </Loaded>
      </Card>
      <SampleDrawer opportunity={opportunity} open={adding} onClose={() => setAdding(false)} />
      <EventDrawer
        opportunity={opportunity}
        sample={act?.sample}
        event={act?.event}
        onClose={() => setAct(undefined)}
      />
    </div>
  )
}

/** The samples of a deal with the acts that bring each one on, and the request of another. */
function SampleList({ opportunity }: { opportunity: Opportunity }) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const query = useQuery(samplesQuery(lang, opportunity.id))
  const [adding, setAdding] = useState(false)
  const [act, setAct] = useState<{ sample: Sample; event: SampleEvent }>()
  return (
    <>
      <ul className="qj-docs">
        {query.data?.rows.map((s) => (
          <li key={s.id}>
            <span>
              {s.number} {s.what} <span className="qj-12 qj-3">{text(s.stateText)}</span>
            </span>
            <span className="qj-gap" />
            {s.events?.map((e) => (
              <Button key={e.code} size="small" onClick={() => setAct({ sample: s, event: e })}>
                {text(e.text)}
              </Button>
            ))}
          </li>
        ))}
        {opportunity.may.includes('create-sample') && (
          <li>
            <Button size="small" onClick={() => setAdding(true)}>
              {t('sample.new')}
            </Button>
          </li>
        )}
      </ul>
      <SampleDrawer opportunity={opportunity} open={adding} onClose={() => setAdding(false)} />
      <EventDrawer
        opportunity={opportunity}
        sample={act?.sample}
        event={act?.event}
        onClose={() => setAct(undefined)}
      />
    </>
  )
}

/** The samples beside a step that waits for one: the acts that bring it on, in place. */
export function SampleShortcut({
  opportunity,
  documents,
}: {
  opportunity: Opportunity
  documents: NodeDocument[]
}) {
  const { t } = useWords()
  if (!documents.some((d) => d.waits && d.kind === 'sample')) return null
  return (
    <section className="qj-section">
      <h3>{t('war.samples')}</h3>
      <SampleList opportunity={opportunity} />
    </section>
  )
}

/** The samples in a drawer, to repair what a gate misses. */
export function SampleRepair({
  opportunity,
  open,
  onClose,
}: {
  opportunity: Opportunity
  open: boolean
  onClose: () => void
}) {
  const { t } = useWords()
  return (
    <Sheet
      title={t('war.samples')}
      open={open}
      onClose={onClose}
      placement="right"
      size={480}
      destroyOnHidden
    >
      <SampleList opportunity={opportunity} />
    </Sheet>
  )
}
