import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Form, Input, Select, Switch } from 'antd'
import { useState } from 'react'
import { createAccount } from '../../api/acts'
import type { AccountRow } from '../../api/model'
import { accountsQuery } from '../../api/queries'
import { usePage } from '../../app/page'
import { usePreferences, useWords } from '../../app/preferences'
import { useSession } from '../../app/session'
import { percent } from '../../lib/format'
import { FormDrawer } from '../../parts/FormDrawer'
import { Icon } from '../../parts/Icon'
import { Filter, MoreRows } from '../../parts/List'
import { InstantText, Tier } from '../../parts/Small'
import { Empty, Loaded } from '../../parts/State'
import { type Column, Table } from '../../parts/Table'
import { useAct } from '../../parts/useAct'

const route = getRouteApi('/accounts')
const phases = ['target', 'attack', 'hold', 'defend', 'lost', 'watch', 'sealed'] as const

function useColumns(): Column<AccountRow>[] {
  const { t, text, code } = useWords()
  return [
    {
      key: 'name',
      title: t('account.name'),
      cell: (r) => (
        <span className="qj-row tight">
          <Tier tier={r.tier} provisional={r.provisional} />
          <Link to="/accounts/$id" params={{ id: r.id }} className="qj-first">
            {text(r.name)}
          </Link>
          {r.code && <span className="qj-12 qj-3">{r.code}</span>}
        </span>
      ),
    },
    { key: 'industry', title: t('account.industry'), cell: (r) => text(r.industry) || '—', desk: true },
    {
      key: 'phase',
      title: t('account.phase'),
      cell: (r) => (
        <>
          {code('phase', r.phase)}{' '}
          {text(r.phaseNote) && <span className="qj-12 qj-3">{text(r.phaseNote)}</span>}
        </>
      ),
    },
    {
      key: 'score',
      title: t('account.score'),
      number: true,
      cell: (r) =>
        r.score ? (
          <>
            <b>{r.score.total}</b>
            <br />
            <span className="qj-12 qj-3">
              {t('account.scoreParts', { v: r.score.v, p: r.score.p })}
              {r.unknown > 0 && ` · ${t('account.unknown', { n: r.unknown })}`}
            </span>
          </>
        ) : (
          '—'
        ),
    },
    {
      key: 'dossier',
      title: t('account.completeness'),
      number: true,
      cell: (r) => percent(r.completeness),
    },
    { key: 'owner', title: t('account.owner'), cell: (r) => text(r.owner?.name) || t('account.nobody') },
    {
      key: 'at',
      title: t('list.changed'),
      number: true,
      desk: true,
      cell: (r) => <InstantText at={r.updatedAt} />,
    },
  ]
}

interface Values {
  name: string
  industry?: string
  creditCode?: string
  location?: string
  existing: boolean
}

function NewAccount({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useWords()
  const navigate = useNavigate()
  const create = useAct(createAccount)
  return (
    <FormDrawer<Values>
      title={t('account.new')}
      open={open}
      onClose={onClose}
      initial={{ existing: false }}
      saveText={t('act.create')}
      save={async (v) => {
        const made = await create.mutateAsync({
          name: { zh: v.name },
          industry: v.industry ? { zh: v.industry } : undefined,
          creditCode: v.creditCode || undefined,
          location: v.location || undefined,
          existing: v.existing,
        })
        await navigate({ to: '/accounts/$id', params: { id: made.id } })
      }}
    >
      <Form.Item
        name="name"
        label={t('account.name')}
        rules={[{ required: true, message: t('form.required') }]}
      >
        <Input autoFocus maxLength={200} />
      </Form.Item>
      <Form.Item name="industry" label={t('account.industry')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item
        name="creditCode"
        label={t('account.creditCode')}
        rules={[{ pattern: /^[0-9A-HJ-NP-RTUWXY]{18}$/, message: t('account.creditCodeBad') }]}
      >
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

/** 客户: every account that the reader may see, by score. */
export function AccountsPage() {
  const { lang } = usePreferences()
  const { t, code } = useWords()
  const { may } = useSession()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/accounts' })
  const [adding, setAdding] = useState(false)
  const query = useInfiniteQuery(accountsQuery(lang, { text: search.text, phase: search.phase }))
  const columns = useColumns()
  usePage({ text: t('nav.accounts') })
  const narrowed = search.text || search.phase
  return (
    <div className="qj-page list">
      <div className="qj-bar-head">
        <h1>{t('account.all')}</h1>
        <Filter
          value={search.text}
          label={t('account.find')}
          onChange={(text) => void navigate({ search: (s) => ({ ...s, text }), replace: true })}
        />
        <Select
          allowClear
          value={search.phase}
          placeholder={t('account.anyPhase')}
          aria-label={t('account.phase')}
          style={{ width: 130 }}
          options={phases.map((p) => ({ value: p, label: code('phase', p) }))}
          onChange={(phase?: string) => void navigate({ search: (s) => ({ ...s, phase }), replace: true })}
        />
        <span className="qj-gap" />
        {may('create-account') && (
          <Button type="primary" icon={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
            {t('account.new')}
          </Button>
        )}
      </div>
      <div className="qj-sheet">
        <Loaded query={query} lines={8}>
          {({ pages }) => {
            const rows = pages.flatMap((p) => p.rows)
            if (rows.length === 0) {
              return (
                <Empty why={t(narrowed ? 'list.noMatch' : 'account.none')}>
                  {narrowed ? (
                    <Button size="small" onClick={() => void navigate({ search: {} })}>
                      {t('list.clear')}
                    </Button>
                  ) : (
                    may('create-account') && (
                      <Button size="small" onClick={() => setAdding(true)}>
                        {t('account.new')}
                      </Button>
                    )
                  )}
                </Empty>
              )
            }
            return (
              <>
                <Table label={t('account.all')} columns={columns} rows={rows} id={(r) => r.id} />
                <MoreRows query={query} />
              </>
            )
          }}
        </Loaded>
      </div>
      <NewAccount open={adding} onClose={() => setAdding(false)} />
    </div>
  )
}
