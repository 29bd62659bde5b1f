import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import type { AuditRow, AuditVerification } from '../../api/model'
import { auditQuery, verificationQuery } from '../../api/queries'
import { usePage } from '../../app/page'
import { usePreferences, useWords } from '../../app/preferences'
import { useSession } from '../../app/session'
import { Icon, Severity } from '../../parts/Icon'
import { Filter, MoreRows } from '../../parts/List'
import { Card, InstantText } from '../../parts/Small'
import { Empty, Loaded } from '../../parts/State'
import { type Column, Table } from '../../parts/Table'
import { useNames } from '../../parts/useNames'
import { SettingsTabs } from './SettingsTabs'

const route = getRouteApi('/settings/audit')

function Subject({ row }: { row: AuditRow }) {
  const { code } = useWords()
  if (!row.subject) return <>—</>
  return (
    <>
      {code('kindOf', row.kind)}{' '}
      <Link to="/settings/audit" search={{ subject: row.subject }}>
        <code className="qj-12">{row.subject.slice(0, 16)}</code>
      </Link>
    </>
  )
}

function useColumns(): Column<AuditRow>[] {
  const { t, text } = useWords()
  const name = useNames()
  return [
    { key: 'at', title: t('audit.at'), cell: (r) => <InstantText at={r.at} />, width: 130 },
    { key: 'by', title: t('audit.by'), cell: (r) => name(r.by) || t('audit.system') },
    {
      key: 'act',
      title: t('audit.act'),
      cell: (r) => (
        <>
          <code>{r.act}</code> {r.refused && <Severity of="red">{t('audit.refused')}</Severity>}
          {r.count && r.count > 1 ? ` × ${r.count}` : ''}
          {(r.why || r.refusedText) && (
            <span className="qj-12 qj-3"> {r.why || (r.refusedText && text(r.refusedText))}</span>
          )}
        </>
      ),
    },
    { key: 'subject', title: t('audit.subject'), cell: (r) => <Subject row={r} /> },
    {
      key: 'hash',
      title: t('audit.hash'),
      desk: true,
      cell: (r) => <code className="qj-12 qj-3">{r.hash?.replace('sha256:', '').slice(0, 12) ?? '—'}</code>,
    },
  ]
}

function Verified({ v }: { v: AuditVerification }) {
  const { t } = useWords()
  return (
    <p className="qj-pad qj-row wrap" role="status">
      {v.ok ? (
        <span className="qj-lv qj-row tight">
          <Icon name="check" size={16} /> <b>{t('audit.ok')}</b>
        </span>
      ) : (
        <Severity of="red">{t('audit.broken', { n: v.badSeq ?? 0 })}</Severity>
      )}
      <span>{t('audit.lines', { n: v.linked })}</span>
      {v.unlinked ? <span className="qj-zhe">{t('audit.unlinked', { n: v.unlinked })}</span> : null}
      {v.head && <code className="qj-12 qj-3">{v.head.slice(0, 24)}</code>}
    </p>
  )
}

/** 设置 · 审计: who did what, and whether the chain of lines holds. */
export function AuditPage() {
  const { lang } = usePreferences()
  const { t } = useWords()
  const { subject } = route.useSearch()
  const navigate = useNavigate({ from: '/settings/audit' })
  const query = useInfiniteQuery(auditQuery(lang, subject))
  const { may } = useSession()
  const verifies = may('verify-audit')
  const check = useQuery({ ...verificationQuery(lang), staleTime: 60_000, enabled: verifies })
  const columns = useColumns()
  usePage({ text: t('nav.settings') }, { text: t('audit.title') })
  return (
    <div className="qj-page">
      <SettingsTabs at="audit" />
      <div className="qj-stack">
        {verifies && (
          <Card
            title={t('audit.chain')}
            extra={
              <Button size="small" loading={check.isFetching} onClick={() => void check.refetch()}>
                {t('audit.verify')}
              </Button>
            }
          >
            <Loaded query={check} lines={1}>
              {(v) => <Verified v={v} />}
            </Loaded>
          </Card>
        )}
        <Card
          title={t('audit.title')}
          extra={
            <Filter
              value={subject}
              label={t('audit.filter')}
              onChange={(s) => void navigate({ search: { subject: s }, replace: true })}
            />
          }
        >
          <Loaded query={query} lines={8}>
            {({ pages }) => {
              const rows = pages.flatMap((p) => p.rows)
              if (rows.length === 0) return <Empty why={t('audit.none')} />
              return (
                <>
                  <Table label={t('audit.title')} columns={columns} rows={rows} id={(r) => r.id} />
                  <MoreRows query={query} />
                </>
              )
            }}
          </Loaded>
        </Card>
      </div>
    </div>
  )
}
