import { useQuery } from '@tanstack/react-query'
import { Link, Navigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { Import } from '../../api/model'
import { importsQuery } from '../../api/queries'
import { usePage } from '../../app/page'
import { usePreferences, useWords } from '../../app/preferences'
import { useSession } from '../../app/session'
import { Icon } from '../../parts/Icon'
import { Card, InstantText, Tag } from '../../parts/Small'
import { Empty, Loaded } from '../../parts/State'
import { type Column, Table } from '../../parts/Table'
import { useNames } from '../../parts/useNames'
import { NewImport } from './NewImport'
import { SettingsTabs } from './SettingsTabs'

function useColumns(): Column<Import>[] {
  const { t, code } = useWords()
  const name = useNames()
  return [
    {
      key: 'file',
      title: t('import.file'),
      cell: (i) => (
        <>
          <Link to="/settings/imports/$id" params={{ id: i.id }} className="qj-first">
            {i.file}
          </Link>{' '}
          {i.dryRun && <Tag>{t('import.dryRunShort')}</Tag>}
        </>
      ),
    },
    { key: 'kind', title: t('import.kind'), cell: (i) => code('importKind', i.kind) },
    { key: 'state', title: t('import.state'), cell: (i) => code('importState', i.state) },
    { key: 'rows', title: t('import.rows'), number: true, cell: (i) => `${i.done} / ${i.total}` },
    { key: 'made', title: t('import.made'), number: true, cell: (i) => i.report?.made ?? '—' },
    {
      key: 'changed',
      title: t('import.changedRows'),
      number: true,
      desk: true,
      cell: (i) => i.report?.changed ?? '—',
    },
    { key: 'by', title: t('import.by'), desk: true, cell: (i) => name(i.by) || '—' },
    { key: 'at', title: t('import.at'), number: true, cell: (i) => <InstantText at={i.at} /> },
  ]
}

/** 设置 · 导入: the files that were brought in. Who may not import sees the audit instead. */
export function SettingsPage() {
  const { lang } = usePreferences()
  const { t } = useWords()
  const { may } = useSession()
  const allowed = may('create-import') || may('list-imports')
  const query = useQuery({
    ...importsQuery(lang),
    enabled: allowed,
    refetchInterval: (q) => (q.state.data?.rows.some((i) => i.state === 'running') ? 1000 : false),
  })
  const [adding, setAdding] = useState(false)
  const columns = useColumns()
  usePage({ text: t('nav.settings') }, { text: t('import.title') })
  if (!allowed) return <Navigate to="/settings/audit" search={{ subject: undefined }} replace />
  const button = may('create-import') && (
    <Button type="primary" icon={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
      {t('import.new')}
    </Button>
  )
  return (
    <div className="qj-page">
      <SettingsTabs at="imports" />
      <Card title={t('import.title')} note={t('import.note')} extra={button}>
        <Loaded query={query}>
          {({ rows }) =>
            rows.length === 0 ? (
              <Empty why={t('import.none')} />
            ) : (
              <Table label={t('import.title')} columns={columns} rows={rows} id={(i) => i.id} />
            )
          }
        </Loaded>
      </Card>
      <NewImport open={adding} onClose={() => setAdding(false)} />
    </div>
  )
}
