import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Button, Form, Input, InputNumber, Radio, Select } from 'antd'
import { useState } from 'react'
import { stateFact } from '../../api/acts'
import type { Contact, FactKind, FactPart, Opportunity, Repair, WarRoom } from '../../api/model'
import { accountQuery, contactsQuery, playbookQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { FormDrawer } from '../../parts/FormDrawer'
import { Sheet } from '../../parts/Sheet'
import { Empty, Loaded } from '../../parts/State'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'
import { CoachDrawer } from '../account/Contacts'
import { ScoreDrawer } from '../account/Score'
import { NeedDrawer, RedFlagDrawer } from './Need'
import { SampleRepair } from './Samples'

interface FactValues {
  value: boolean | number | string
  evidence: string
}

/** The field for a fact, by its type. Shares are typed in percent. */
function FactField({ kind }: { kind?: FactKind }) {
  const { t } = useWords()
  switch (kind?.type) {
    case 'number':
    case 'amount':
      return <InputNumber style={{ width: '100%' }} suffix={kind.unit} />
    case 'rate':
      return <InputNumber style={{ width: '100%' }} min={0} max={100} suffix="%" />
    case 'text':
      return kind.values ? (
        <Select options={kind.values.map((value) => ({ value, label: value }))} />
      ) : (
        <Input />
      )
    default:
      return (
        <Radio.Group
          options={[
            { value: true, label: t('fact.yes') },
            { value: false, label: t('fact.no') },
          ]}
        />
      )
  }
}

/** States a fact that no record carries, with its evidence. */
function FactDrawer({
  opportunity,
  part,
  open,
  onClose,
}: {
  opportunity: Opportunity
  part?: FactPart
  open: boolean
  onClose: () => void
}) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const { said } = useSay()
  const playbook = useQuery({ ...playbookQuery(lang), enabled: open })
  const kind = playbook.data?.facts.find((f) => f.path === part?.fact)
  const save = useAct((v: FactValues) =>
    stateFact(opportunity.id, opportunity.rev, {
      path: part?.fact ?? '',
      value: kind?.type === 'rate' && typeof v.value === 'number' ? v.value / 100 : v.value,
      evidence: v.evidence,
    }),
  )
  const name = text(kind?.name ?? part?.name)
  return (
    <FormDrawer<FactValues>
      title={name}
      open={open && part !== undefined && playbook.data !== undefined}
      onClose={onClose}
      initial={{}}
      saveText={t('fact.state')}
      save={async (v) => {
        await save.mutateAsync(v)
        said(t('fact.stated', { name }))
      }}
      head={
        <p className="qj-12 qj-3">{part?.want ? t('fact.help', { want: part.want }) : t('fact.helpPlain')}</p>
      }
    >
      <Form.Item
        name="value"
        label={t('fact.value')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <FactField kind={kind} />
      </Form.Item>
      <Form.Item
        name="evidence"
        label={t('fact.evidence')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Input.TextArea autoSize={{ minRows: 3, maxRows: 8 }} maxLength={2000} />
      </Form.Item>
    </FormDrawer>
  )
}

function CoachRepair({ account, open, onClose }: { account: string; open: boolean; onClose: () => void }) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const contacts = useQuery({ ...contactsQuery(lang, account), enabled: open })
  const [contact, setContact] = useState<Contact>()
  return (
    <>
      <Sheet title={t('coach.choose')} open={open} onClose={onClose}>
        <Loaded query={contacts}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty why={t('contact.none')}>
                <Link to="/accounts/$id" params={{ id: account }}>
                  {t('repair.toAccount')}
                </Link>
              </Empty>
            ) : (
              <ul className="qj-docs">
                {rows.map((c) => (
                  <li key={c.id}>
                    <span>
                      {text(c.name)} <span className="qj-12 qj-3">{text(c.title)}</span>
                    </span>
                    <span className="qj-gap" />
                    <Button size="small" onClick={() => setContact(c)}>
                      {t(c.coach ? 'coach.edit' : 'coach.register')}
                    </Button>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      </Sheet>
      {contact && (
        <CoachDrawer
          contact={contact}
          open
          onClose={() => {
            setContact(undefined)
            onClose()
          }}
        />
      )}
    </>
  )
}

function ScoreRepair({ account, open, onClose }: { account: string; open: boolean; onClose: () => void }) {
  const { lang } = usePreferences()
  const query = useQuery({ ...accountQuery(lang, account), enabled: open })
  return query.data ? <ScoreDrawer account={query.data} open={open} onClose={onClose} /> : null
}

/** The button beside a missing item: it opens the form that repairs it, in place where one form does. */
export function RepairButton({ room, repair, parts }: { room: WarRoom; repair: Repair; parts: FactPart[] }) {
  const { t } = useWords()
  const [open, setOpen] = useState(false)
  const o = room.opportunity
  const account = o.account?.id
  const close = () => setOpen(false)
  if (repair === 'contacts' || repair === 'dossier') {
    if (!account) return null
    return (
      <Link
        className="qj-button"
        to="/accounts/$id"
        params={{ id: account }}
        search={{ open: repair === 'dossier' ? 'dossier' : undefined }}
      >
        {t(`repair.${repair}`)}
      </Link>
    )
  }
  return (
    <>
      <Button size="small" type="primary" onClick={() => setOpen(true)}>
        {t(`repair.${repair}`)}
      </Button>
      {repair === 'need' && <NeedDrawer opportunity={o} open={open} onClose={close} />}
      {repair === 'flags' && <RedFlagDrawer opportunity={o} open={open} onClose={close} />}
      {repair === 'sample' && <SampleRepair opportunity={o} open={open} onClose={close} />}
      {repair === 'state-fact' && (
        <FactDrawer
          opportunity={o}
          part={parts.find((p) => !p.met) ?? parts[0]}
          open={open}
          onClose={close}
        />
      )}
      {repair === 'coach' && account && <CoachRepair account={account} open={open} onClose={close} />}
      {repair === 'score' && account && <ScoreRepair account={account} open={open} onClose={close} />}
    </>
  )
}
