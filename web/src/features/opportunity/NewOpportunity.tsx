import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { DatePicker, Form, Input, Select } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { createOpportunity } from '../../api/acts'
import { accountsQuery, productsQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { parseMoney } from '../../lib/format'
import { FormDrawer } from '../../parts/FormDrawer'
import { useAct } from '../../parts/useAct'
import { useSay } from '../../parts/useSay'

interface Values {
  account: string
  name: string
  product?: string
  amount: string
  expectedOn?: Dayjs
}

/** 新建商机: the deal and its chart start at once. */
export function NewOpportunity({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { lang, unit } = usePreferences()
  const { t, text } = useWords()
  const { said } = useSay()
  const navigate = useNavigate()
  const [find, setFind] = useState('')
  const accounts = useInfiniteQuery({ ...accountsQuery(lang, { text: find || undefined }), enabled: open })
  const products = useQuery({ ...productsQuery(lang), enabled: open })
  const create = useAct(createOpportunity)
  const rows = accounts.data?.pages.flatMap((p) => p.rows) ?? []
  return (
    <FormDrawer<Values>
      title={t('opportunity.new')}
      open={open}
      onClose={onClose}
      initial={{}}
      saveText={t('opportunity.start')}
      save={async (v) => {
        const amount = parseMoney(v.amount, unit, 'CNY')
        if (!amount) return
        const made = await create.mutateAsync({
          account: v.account,
          name: { zh: v.name },
          product: v.product,
          amount,
          expectedOn: v.expectedOn?.format('YYYY-MM-DD'),
        })
        said(t('opportunity.started', { name: v.name }))
        await navigate({ to: '/opportunities/$id', params: { id: made.id } })
      }}
      head={<p className="qj-12 qj-3">{t('opportunity.newHelp')}</p>}
    >
      <Form.Item
        name="account"
        label={t('opportunity.account')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Select
          showSearch={{ filterOption: false, onSearch: setFind }}
          loading={accounts.isFetching}
          options={rows.map((r) => ({ value: r.id, label: text(r.name) }))}
          notFoundContent={t('list.noMatch')}
        />
      </Form.Item>
      <Form.Item
        name="name"
        label={t('opportunity.name')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Input maxLength={200} placeholder={t('opportunity.nameExample')} />
      </Form.Item>
      <Form.Item name="product" label={t('opportunity.product')}>
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          options={products.data?.rows.map((p) => ({ value: p.id, label: text(p.name) }))}
        />
      </Form.Item>
      <Form.Item
        name="amount"
        label={`${t('opportunity.amount')} ${t(unit === 'wan' ? 'unit.wanHead' : 'unit.yuanHead')}`}
        rules={[
          { required: true, message: t('form.required') },
          {
            validator: (_, v?: string) =>
              !v || parseMoney(v, unit, 'CNY')
                ? Promise.resolve()
                : Promise.reject(new Error(t('form.amountBad'))),
          },
        ]}
      >
        <Input inputMode="decimal" maxLength={20} />
      </Form.Item>
      <Form.Item name="expectedOn" label={t('opportunity.expected')}>
        <DatePicker style={{ width: '100%' }} placeholder={t('form.day')} />
      </Form.Item>
    </FormDrawer>
  )
}
