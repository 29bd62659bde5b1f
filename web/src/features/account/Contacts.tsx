import { Button, Form, Input, InputNumber, Rate, Select, Switch } from 'antd'
import { useState } from 'react'
import {
  type ContactChange,
  type ContactInput,
  createContact,
  dropCoach,
  setCoach,
  updateContact,
} from '../../api/acts'
import type { Account, Coach, Contact, Text } from '../../api/model'
import { useWords } from '../../app/preferences'
import { changedFields } from '../../lib/changes'
import { attitude } from '../../lib/format'
import { FormDrawer } from '../../parts/FormDrawer'
import { Tag } from '../../parts/Small'
import { Empty } from '../../parts/State'
import { type Column, Table } from '../../parts/Table'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'

const roles = ['economic', 'technical', 'purchasing', 'user', 'other']
const attitudes = [2, 1, 0, -1, -2]

/** The contacts of an account as a table. The coach shows only to those whom the server tells. */
export function ContactTable({ contacts, onOpen }: { contacts: Contact[]; onOpen?: (c: Contact) => void }) {
  const { t, text, code } = useWords()
  if (contacts.length === 0) return <Empty why={t('contact.none')} />
  const columns: Column<Contact>[] = [
    {
      key: 'name',
      title: t('contact.name'),
      cell: (c) => (
        <>
          {onOpen ? (
            <button type="button" className="qj-link qj-first" onClick={() => onOpen(c)}>
              {text(c.name) || t('contact.vacant')}
            </button>
          ) : (
            <b>{text(c.name) || t('contact.vacant')}</b>
          )}
          <br />
          <span className="qj-12 qj-3">
            {[text(c.title), c.masked ? '' : c.phone].filter(Boolean).join(' · ')}
          </span>
        </>
      ),
    },
    {
      key: 'role',
      title: t('contact.role'),
      cell: (c) => (
        <>
          {code('role', c.role)} {c.veto && <Tag>{t('contact.veto')}</Tag>}{' '}
          {c.coach && <Tag tone="wash">{t('contact.coachStars', { n: c.coach.stars })}</Tag>}
        </>
      ),
    },
    { key: 'weight', title: t('contact.weight'), number: true, cell: (c) => c.weight },
    { key: 'level', title: t('contact.level'), number: true, cell: (c) => `L${c.level}` },
    { key: 'attitude', title: t('contact.attitude'), number: true, cell: (c) => attitude(c.attitude) },
  ]
  return <Table label={t('contact.all')} columns={columns} rows={contacts} id={(c) => c.id} />
}

interface Values {
  name: string
  title?: string
  phone?: string
  email?: string
  role: string
  weight: number
  level: number
  attitude?: number
  veto: boolean
  identified: boolean
}

const blank: Values = { name: '', role: 'other', weight: 0, level: 0, veto: false, identified: false }

/** What the form says of a contact. A new name or title has no English yet. */
function inputOf(v: Values, contact?: Contact): ContactInput {
  const text = (now: string | undefined, had?: Text) => ({
    zh: now ?? '',
    en: now === had?.zh ? had?.en : undefined,
  })
  return {
    ...v,
    name: text(v.name, contact?.name),
    title: text(v.title, contact?.title),
    phone: v.phone ?? '',
    email: v.email ?? '',
    attitude: v.attitude ?? undefined,
  }
}

/** What a form changes of a contact: only the fields that were touched. */
function changeOf(v: Values, opened: Partial<Values>, contact: Contact): ContactChange {
  const change = changedFields(inputOf({ ...blank, ...opened }, contact), inputOf(v, contact))
  return 'attitude' in change && change.attitude === undefined ? { ...change, attitudeUnknown: true } : change
}

function initialOf(c: Contact | undefined): Partial<Values> {
  if (!c) return blank
  return {
    name: c.name.zh,
    title: c.title?.zh,
    phone: c.phone,
    email: c.email,
    role: c.role,
    weight: c.weight,
    level: c.level,
    attitude: c.attitude,
    veto: c.veto,
    identified: c.identified,
  }
}

function Fields() {
  const { t, code } = useWords()
  return (
    <>
      <Form.Item
        name="name"
        label={t('contact.name')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="title" label={t('contact.title')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="role" label={t('contact.role')} required>
        <Select options={roles.map((r) => ({ value: r, label: code('role', r) }))} />
      </Form.Item>
      <div className="qj-two">
        <Form.Item
          name="weight"
          label={t('contact.weight')}
          tooltip={t('contact.weightHelp')}
          rules={[{ required: true, message: t('form.required') }]}
        >
          <InputNumber min={0} max={100} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="level" label={t('contact.level')} required>
          <Select options={[0, 1, 2, 3, 4].map((l) => ({ value: l, label: code('level', String(l)) }))} />
        </Form.Item>
      </div>
      <Form.Item name="attitude" label={t('contact.attitude')}>
        <Select
          allowClear
          placeholder={t('contact.unknown')}
          options={attitudes.map((a) => ({
            value: a,
            label: `${attitude(a)} ${code('attitude', String(a))}`,
          }))}
        />
      </Form.Item>
      <div className="qj-two">
        <Form.Item name="veto" label={t('contact.vetoLong')} valuePropName="checked" required>
          <Switch />
        </Form.Item>
        <Form.Item name="identified" label={t('contact.identified')} valuePropName="checked" required>
          <Switch />
        </Form.Item>
      </div>
      <div className="qj-two">
        <Form.Item name="phone" label={t('contact.phone')}>
          <Input maxLength={40} inputMode="tel" />
        </Form.Item>
        <Form.Item name="email" label={t('contact.email')}>
          <Input maxLength={200} inputMode="email" />
        </Form.Item>
      </div>
    </>
  )
}

/** The form of a contact, new or known, with the coach for those who may register one. */
export function ContactDrawer({
  account,
  contact,
  open,
  onClose,
}: {
  account: Account
  contact?: Contact
  open: boolean
  onClose: () => void
}) {
  const { t, text } = useWords()
  const { said } = useSay()
  const [coaching, setCoaching] = useState(false)
  const create = useAct((v: Values) => createContact(account.id, inputOf(v)))
  const update = useAct((change: ContactChange) =>
    updateContact(contact?.id ?? '', contact?.rev ?? 0, change),
  )
  const save = async (v: Values, opened: Partial<Values>) => {
    if (!contact) return create.mutateAsync(v)
    const change = changeOf(v, opened, contact)
    if (Object.keys(change).length > 0) await update.mutateAsync(change)
  }
  const mayCoach = contact && account.may.includes('set-coach')
  return (
    <>
      <FormDrawer<Values>
        title={contact ? text(contact.name) || t('contact.vacant') : t('contact.new')}
        open={open}
        onClose={onClose}
        initial={initialOf(contact)}
        saveText={t(contact ? 'act.save' : 'contact.add')}
        save={async (v, opened) => {
          await save(v, opened)
          said(t('contact.saved', { name: v.name }))
        }}
        head={
          mayCoach && (
            <div className="qj-notice plain">
              <span>{contact.coach ? t('coach.is', { n: contact.coach.stars }) : t('coach.isNot')}</span>
              <span className="qj-gap" />
              <Button size="small" onClick={() => setCoaching(true)}>
                {t(contact.coach ? 'coach.edit' : 'coach.register')}
              </Button>
            </div>
          )
        }
      >
        <Fields />
      </FormDrawer>
      {mayCoach && <CoachDrawer contact={contact} open={coaching} onClose={() => setCoaching(false)} />}
    </>
  )
}

interface CoachValues {
  stars: number
  trusted: boolean
  wishes: boolean
  respected: boolean
}

function pick({ stars, trusted, wishes, respected }: Coach): CoachValues {
  return { stars, trusted, wishes, respected }
}

/** 内线登记(受限): who helps from inside. Seen and changed only by those whom the server lets. */
export function CoachDrawer({
  contact,
  open,
  onClose,
}: {
  contact: Contact
  open: boolean
  onClose: () => void
}) {
  const { t, text } = useWords()
  const { said, failed } = useSay()
  const save = useAct((v: CoachValues) => setCoach(contact.id, contact.coach?.rev, v))
  const drop = useAct(
    () => dropCoach(contact.id, contact.coach?.rev ?? 0),
    () => {
      said(t('coach.dropped'))
      onClose()
    },
  )
  return (
    <FormDrawer<CoachValues>
      title={t('coach.title', { name: text(contact.name) })}
      open={open}
      onClose={onClose}
      initial={
        contact.coach ? pick(contact.coach) : { stars: 1, trusted: false, wishes: false, respected: false }
      }
      saveText={t('coach.register')}
      save={async (v) => {
        await save.mutateAsync(v)
        said(t('coach.saved'))
      }}
      head={<p className="qj-12 qj-3">{t('coach.secret')}</p>}
    >
      <Form.Item name="stars" label={t('coach.stars')} extra={t('coach.starsHelp')} required>
        <Rate count={4} allowClear={false} />
      </Form.Item>
      <Form.Item name="trusted" label={t('coach.trusted')} valuePropName="checked" required>
        <Switch />
      </Form.Item>
      <Form.Item name="wishes" label={t('coach.wishes')} valuePropName="checked" required>
        <Switch />
      </Form.Item>
      <Form.Item name="respected" label={t('coach.respected')} valuePropName="checked" required>
        <Switch />
      </Form.Item>
      {contact.coach && (
        <Button
          size="small"
          loading={drop.isPending}
          onClick={() => drop.mutate(undefined, { onError: failed })}
        >
          {t('coach.drop')}
        </Button>
      )}
    </FormDrawer>
  )
}
