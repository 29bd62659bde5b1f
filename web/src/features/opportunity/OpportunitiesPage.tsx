import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button, Checkbox, Segmented, Select } from 'antd'
import { useState } from 'react'
import type { Amount, OpportunityRow, Unattached } from '../../api/model'
import { countsQuery, opportunitiesQuery, type StateCount } from '../../api/queries'
import { usePage } from '../../app/page'
import { usePreferences, useWords } from '../../app/preferences'
import { useSession } from '../../app/session'
import { Icon, Severity } from '../../parts/Icon'
import { Filter, MoreRows } from '../../parts/List'
import { DayText, InstantText, Money, MoneyHead, Tier } from '../../parts/Small'
import { Empty, Loaded } from '../../parts/State'
import { type Column, Table } from '../../parts/Table'
import { NewOpportunity } from './NewOpportunity'

const route = getRouteApi('/opportunities')
const states = ['open', 'suspended', 'won', 'lost', 'terminated']
const stages = ['S1', 'S2', 'S3', 'S4', 'S5']

/** What an import could not attach, and what it may mean. */
function Waiting({ rows, of }: { rows: Unattached[]; of?: string }) {
  const { t, text } = useWords()
  return (
    <>
      {rows.map((w) => (
        <span key={`${w.kind}${w.value}`} className="qj-12 qj-zhe">
          {w.value
            ? t(w.kind === 'account' ? 'waiting.account' : 'waiting.product', { value: w.value })
            : t(w.kind === 'account' ? 'waiting.noAccount' : 'waiting.noProduct')}{' '}
          {w.suggestion && t('waiting.suggests', { name: text(w.suggestion.name) })}{' '}
          {of && w.suggestion && (
            <Link to="/settings/imports/$id" params={{ id: of }}>
              {t('waiting.resolve')}
            </Link>
          )}
        </span>
      ))}
    </>
  )
}

function Dwell({ row }: { row: OpportunityRow }) {
  const { t } = useWords()
  if (row.daysInStage === undefined || row.state !== 'open') return <>—</>
  const late = row.stageDays !== undefined && row.daysInStage > row.stageDays
  const text =
    row.stageDays === undefined
      ? t('count.days', { n: row.daysInStage })
      : t('count.daysOf', { n: row.daysInStage, of: row.stageDays })
  return late ? <Severity of="orange">{text}</Severity> : <span className="qj-n">{text}</span>
}

function useColumns(): Column<OpportunityRow>[] {
  const { t, text, code } = useWords()
  return [
    {
      key: 'name',
      title: t('opportunity.deal'),
      cell: (r) => (
        <>
          <span className="qj-row tight">
            <Tier tier={r.tier} />
            <Link to="/opportunities/$id" params={{ id: r.id }} className="qj-first">
              {text(r.account?.name) || t('opportunity.noAccount')}
            </Link>
          </span>
          <span className="qj-12 qj-3">{text(r.name)}</span>
          {r.waiting?.length ? <Waiting rows={r.waiting} of={r.import} /> : null}
        </>
      ),
    },
    {
      key: 'stage',
      title: t('opportunity.stage'),
      cell: (r) => (
        <>
          {r.state === 'open' || r.state === 'suspended' ? text(r.stage?.name) : code('state', r.state)}
          {r.state === 'suspended' && ` · ${code('state', r.state)}`}
          <br />
          <span className="qj-12 qj-3">{r.node && `${r.node.id} ${text(r.node.text)}`}</span>
        </>
      ),
    },
    {
      key: 'amount',
      title: <MoneyHead>{t('opportunity.amount')}</MoneyHead>,
      number: true,
      cell: (r) => <Money amount={r.amount} />,
    },
    {
      key: 'expected',
      title: t('opportunity.expected'),
      number: true,
      cell: (r) => <DayText day={r.closedOn ?? r.expectedOn} />,
    },
    {
      key: 'dwell',
      title: t('opportunity.dwell'),
      number: true,
      cell: (r) => <Dwell row={r} />,
    },
    {
      key: 'who',
      title: t('opportunity.commander'),
      desk: true,
      cell: (r) => text(r.commander?.name) || '—',
    },
    {
      key: 'at',
      title: t('list.changed'),
      number: true,
      desk: true,
      cell: (r) => <InstantText at={r.updatedAt} />,
    },
  ]
}

/** Leaves out the dwell where no row tells it: closed deals stand nowhere. */
function told(columns: Column<OpportunityRow>[], rows: OpportunityRow[]): Column<OpportunityRow>[] {
  return rows.some((r) => r.daysInStage !== undefined) ? columns : columns.filter((c) => c.key !== 'dwell')
}

/** Count and sum of a state; amounts of different currencies are not added. */
function Sum({ counts, state }: { counts: StateCount[]; state?: string }) {
  const { t } = useWords()
  const rows = counts.filter((c) => !state || c.state === state)
  const sums = new Map<string, number>()
  for (const r of rows) {
    if (r.amount) sums.set(r.amount.currency, (sums.get(r.amount.currency) ?? 0) + r.amount.minor)
  }
  const amounts: Amount[] = [...sums].map(([currency, minor]) => ({ currency, minor }))
  return (
    <span className="qj-13 qj-2">
      {t('count.rows', { n: rows.reduce((n, r) => n + r.count, 0) })}
      {amounts.map((a) => (
        <span key={a.currency}>
          {' · '}
          <b className="qj-ink">
            <Money amount={a} unit />
          </b>
        </span>
      ))}
    </span>
  )
}

/** 商机: every deal that the reader may see. */
export function OpportunitiesPage() {
  const { lang } = usePreferences()
  const { t, code } = useWords()
  const { may } = useSession()
  const search = route.useSearch()
  const navigate = useNavigate({ from: '/opportunities' })
  const [adding, setAdding] = useState(false)
  const state = search.state ?? 'open'
  const filter = { ...search, state: state === 'all' ? undefined : state }
  const query = useInfiniteQuery(opportunitiesQuery(lang, filter))
  const counts = useQuery(countsQuery(lang))
  const columns = useColumns()
  usePage({ text: t('nav.opportunities') })
  const narrowed = search.text || search.stage || search.waiting || search.import
  return (
    <div className="qj-page list">
      <div className="qj-bar-head">
        <h1>{t('opportunity.all')}</h1>
        <Segmented
          value={state}
          aria-label={t('opportunity.state')}
          options={[...states, 'all'].map((s) => ({ value: s, label: code('state', s) }))}
          onChange={(s) => void navigate({ search: (old) => ({ ...old, state: String(s) }), replace: true })}
        />
        <Filter
          value={search.text}
          label={t('opportunity.find')}
          onChange={(text) => void navigate({ search: (s) => ({ ...s, text }), replace: true })}
        />
        <Select
          allowClear
          value={search.stage}
          placeholder={t('opportunity.anyStage')}
          aria-label={t('opportunity.stage')}
          style={{ width: 150 }}
          options={stages.map((s) => ({ value: s, label: code('stage', s) }))}
          onChange={(stage?: string) => void navigate({ search: (s) => ({ ...s, stage }), replace: true })}
        />
        <Checkbox
          checked={search.waiting === 'true'}
          onChange={(e) =>
            void navigate({
              search: (s) => ({ ...s, waiting: e.target.checked ? 'true' : undefined }),
              replace: true,
            })
          }
        >
          {t('opportunity.waiting')}
        </Checkbox>
        <span className="qj-gap" />
        {counts.data && <Sum counts={counts.data.rows} state={filter.state} />}
        {may('create-opportunity') && (
          <Button type="primary" icon={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
            {t('opportunity.new')}
          </Button>
        )}
      </div>
      <div className="qj-sheet">
        <Loaded query={query} lines={8}>
          {({ pages }) => {
            const rows = pages.flatMap((p) => p.rows)
            if (rows.length > 0) {
              return (
                <>
                  <Table
                    label={t('opportunity.all')}
                    columns={told(columns, rows)}
                    rows={rows}
                    id={(r) => r.id}
                  />
                  <MoreRows query={query} />
                </>
              )
            }
            return (
              <Empty why={t(narrowed ? 'list.noMatch' : 'opportunity.none')}>
                {narrowed ? (
                  <Link to="/opportunities">{t('list.clear')}</Link>
                ) : (
                  may('create-opportunity') && (
                    <Button size="small" onClick={() => setAdding(true)}>
                      {t('opportunity.new')}
                    </Button>
                  )
                )}
              </Empty>
            )
          }}
        </Loaded>
      </div>
      <NewOpportunity open={adding} onClose={() => setAdding(false)} />
    </div>
  )
}
