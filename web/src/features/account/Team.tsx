import { useQuery } from '@tanstack/react-query'
import { Button, Form, Select } from 'antd'
import { useState } from 'react'
import { setAccountTeam } from '../../api/acts'
import type { Account, Member } from '../../api/model'
import { staffQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { FormDrawer } from '../../parts/FormDrawer'
import { Icon } from '../../parts/Icon'
import { Card, Face } from '../../parts/Small'
import { Empty } from '../../parts/State'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'

interface Values {
  team: { staff: string; role: Member['role'] }[]
}

const roles: Member['role'][] = ['seller', 'support']

function TeamDrawer({ account, open, onClose }: { account: Account; open: boolean; onClose: () => void }) {
  const { lang } = usePreferences()
  const { t, text, code } = useWords()
  const { said } = useSay()
  const staff = useQuery({ ...staffQuery(lang), enabled: open })
  const save = useAct((v: Values) => setAccountTeam(account.id, account.rev, v.team))
  const people = (staff.data?.rows ?? []).map((s) => ({
    value: s.id,
    label: `${text(s.name)} · ${text(s.postName)}`,
  }))
  return (
    <FormDrawer<Values>
      title={t('team.edit')}
      open={open}
      onClose={onClose}
      initial={{
        team: (account.team ?? [])
          .filter((m) => m.role !== 'owner')
          .map((m) => ({ staff: m.staff.id, role: m.role })),
      }}
      saveText={t('act.save')}
      save={async (v) => {
        await save.mutateAsync(v)
        said(t('team.saved'))
      }}
      head={<p className="qj-12 qj-3">{t('team.help')}</p>}
    >
      <Form.List name="team">
        {(fields, { add, remove }) => (
          <>
            {fields.map((f) => (
              <div className="qj-row" key={f.key}>
                <Form.Item
                  name={[f.name, 'staff']}
                  rules={[{ required: true, message: t('form.required') }]}
                  style={{ flex: 2 }}
                >
                  <Select
                    showSearch={{ optionFilterProp: 'label' }}
                    options={people}
                    aria-label={t('team.person')}
                  />
                </Form.Item>
                <Form.Item name={[f.name, 'role']} style={{ flex: 1 }}>
                  <Select
                    options={roles.map((r) => ({ value: r, label: code('teamRole', r) }))}
                    aria-label={t('team.role')}
                  />
                </Form.Item>
                <Form.Item>
                  <Button
                    icon={<Icon name="cross" size={14} />}
                    aria-label={t('act.remove')}
                    onClick={() => remove(f.name)}
                  />
                </Form.Item>
              </div>
            ))}
            <Button size="small" onClick={() => add({ role: 'support' })}>
              {t('team.add')}
            </Button>
          </>
        )}
      </Form.List>
    </FormDrawer>
  )
}

/** 团队: who of ours works for the account; this decides who sees it. */
export function TeamCard({ account }: { account: Account }) {
  const { t, text, code } = useWords()
  const [open, setOpen] = useState(false)
  const may = account.may.includes('set-account-team')
  return (
    <Card
      title={t('team.title')}
      extra={
        may && (
          <Button size="small" onClick={() => setOpen(true)}>
            {t('act.edit')}
          </Button>
        )
      }
    >
      {account.team?.length ? (
        <ul className="qj-people">
          {account.team.map((m) => (
            <li key={`${m.staff.id}-${m.role}`}>
              <Face name={text(m.staff.name)} />
              <span>{text(m.staff.name)}</span>
              <span className="qj-12 qj-3">{code('teamRole', m.role)}</span>
            </li>
          ))}
        </ul>
      ) : (
        <Empty why={t('team.none')} />
      )}
      {may && <TeamDrawer account={account} open={open} onClose={() => setOpen(false)} />}
    </Card>
  )
}
