import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select, Switch } from 'antd'
import { type AccountInput, updateAccount } from '../../api/acts'
import type { Account } from '../../api/model'
import { staffQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { changedFields } from '../../lib/changes'
import { FormDrawer } from '../../parts/FormDrawer'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'

interface Values {
  name: string
  nameEn?: string
  industry?: string
  creditCode?: string
  location?: string
  phase: string
  owner?: string
  existing: boolean
}

const blank: Values = { name: '', phase: 'target', existing: false }

/** What the form says of the account. A new industry has no English name yet. */
function inputOf(v: Values, account: Account): AccountInput {
  return {
    name: { zh: v.name, en: v.nameEn || undefined },
    industry: {
      zh: v.industry ?? '',
      en: v.industry === account.industry?.zh ? account.industry?.en : undefined,
    },
    creditCode: v.creditCode ?? '',
    location: v.location ?? '',
    phase: v.phase,
    owner: v.owner,
    existing: v.existing,
  }
}

const phases = ['target', 'attack', 'hold', 'defend', 'lost', 'watch', 'sealed']

/** The form of the base facts of an account. The phase is the manager's word, the quadrant only suggests it. */
export function AccountEditor({
  account,
  open,
  onClose,
}: {
  account: Account
  open: boolean
  onClose: () => void
}) {
  const { lang } = usePreferences()
  const { t, text, code } = useWords()
  const { said } = useSay()
  const staff = useQuery({ ...staffQuery(lang), enabled: open })
  const update = useAct(
    (change: Partial<AccountInput>) => updateAccount(account.id, account.rev, change),
    () => said(t('account.saved')),
  )
  const save = async (v: Values, opened: Partial<Values>) => {
    const change = changedFields(inputOf({ ...blank, ...opened }, account), inputOf(v, account))
    if (Object.keys(change).length > 0) await update.mutateAsync(change)
  }
  return (
    <FormDrawer<Values>
      title={t('account.edit')}
      open={open}
      onClose={onClose}
      initial={{
        name: account.name.zh,
        nameEn: account.name.en,
        industry: account.industry?.zh,
        creditCode: account.creditCode,
        location: account.location,
        phase: account.phase,
        owner: account.owner?.id,
        existing: account.existing ?? false,
      }}
      saveText={t('act.save')}
      save={save}
    >
      <Form.Item
        name="name"
        label={t('account.name')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="nameEn" label={t('account.nameEn')}>
        <Input maxLength={200} lang="en" />
      </Form.Item>
      <Form.Item name="phase" label={t('account.phase')} required>
        <Select options={phases.map((p) => ({ value: p, label: code('phase', p) }))} />
      </Form.Item>
      <Form.Item name="owner" label={t('account.owner')}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          options={staff.data?.rows.map((s) => ({
            value: s.id,
            label: `${text(s.name)} · ${text(s.postName)}`,
          }))}
        />
      </Form.Item>
      <Form.Item name="industry" label={t('account.industry')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="creditCode" label={t('account.creditCode')}>
        <Input maxLength={18} />
      </Form.Item>
      <Form.Item name="location" label={t('account.location')}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="existing" label={t('account.existing')} valuePropName="checked" required>
        <Switch />
      </Form.Item>
    </FormDrawer>
  )
}
