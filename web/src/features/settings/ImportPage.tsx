import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { acceptSuggestion, cancelImport, undoImport } from '../../api/acts'
import type { Import, ImportKind, ImportProblem, ImportReport, ImportSuggestion } from '../../api/model'
import { importQuery } from '../../api/queries'
import { usePage } from '../../app/page'
import { usePreferences, useWords } from '../../app/preferences'
import { useSession } from '../../app/session'
import type { Key } from '../../lib/i18n'
import { Bar, Card, InstantText, Money, Tag } from '../../parts/Small'
import { Empty, Loaded } from '../../parts/State'
import { type Column, Table } from '../../parts/Table'
import { useAct } from '../../parts/useAct'
import { useNames } from '../../parts/useNames'
import { useSay } from '../../parts/useSay'

const route = getRouteApi('/settings/imports/$id')

/** The figures of a report: those of every kind, and those that only deals have. */
function figuresOf(report: ImportReport, kind: ImportKind): [Key, number | undefined][] {
  const all: [Key, number | undefined][] = [
    ['import.rows', report.rows],
    ['import.made', report.made],
    ['import.changedRows', report.changed],
    ['import.unchanged', report.unchanged],
    ['import.bad', report.bad],
    ['import.superiors', report.superiors],
  ]
  const deals: [Key, number | undefined][] = [
    ['import.complete', report.complete],
    ['import.noAccount', report.waiting?.noAccount],
    ['import.unknownProduct', report.waiting?.unknownProduct],
    ['import.both', report.waiting?.both],
    ['import.won', report.won],
    ['import.lost', report.lost],
    ['import.open', report.open],
  ]
  return [...all, ...(kind === 'opportunity' ? deals : []), ['import.undone', report.undone]]
}

function Figures({ report, kind }: { report: ImportReport; kind: ImportKind }) {
  const { t } = useWords()
  return (
    <dl className="qj-figures">
      {figuresOf(report, kind)
        .filter(([, n]) => n !== undefined)
        .map(([key, n]) => (
          <div key={key}>
            <dt>{t(key)}</dt>
            <dd>{n}</dd>
          </div>
        ))}
      {report.sum?.currency && (
        <div>
          <dt>{t('import.sum')}</dt>
          <dd>
            <Money amount={report.sum} unit />
          </dd>
        </div>
      )}
    </dl>
  )
}

function Suggestions({ of, rows }: { of: Import; rows: ImportSuggestion[] }) {
  const { t, code } = useWords()
  const { said, failed } = useSay()
  const accept = useAct(
    (s: ImportSuggestion) =>
      acceptSuggestion(of.id, {
        kind: s.kind,
        value: s.value,
        target: s.target,
      }),
    (_, s) => said(t('import.accepted', { value: s.value, n: s.count })),
  )
  const columns: Column<ImportSuggestion>[] = [
    { key: 'value', title: t('import.value'), cell: (s) => <b>{s.value}</b> },
    { key: 'kind', title: t('import.kind'), cell: (s) => code('importKind', s.kind) },
    { key: 'target', title: t('import.means'), cell: (s) => s.name },
    { key: 'count', title: t('import.rows'), number: true, cell: (s) => s.count },
    {
      key: 'act',
      title: '',
      number: true,
      cell: (s) =>
        s.accepted ? (
          <Tag tone="lv">{t('import.isAccepted')}</Tag>
        ) : (
          !of.dryRun && (
            <Button
              size="small"
              loading={accept.isPending && accept.variables === s}
              onClick={() => accept.mutate(s, { onError: failed })}
            >
              {t('import.accept')}
            </Button>
          )
        ),
    },
  ]
  return (
    <Table label={t('import.suggestions')} columns={columns} rows={rows} id={(s) => `${s.kind}${s.value}`} />
  )
}

function Problems({ rows }: { rows: ImportProblem[] }) {
  const { t, text } = useWords()
  const columns: Column<ImportProblem>[] = [
    { key: 'line', title: t('import.line'), cell: (p) => p.line },
    { key: 'column', title: t('import.column'), cell: (p) => p.column ?? '—' },
    { key: 'value', title: t('import.value'), cell: (p) => p.value ?? '—' },
    {
      key: 'text',
      title: t('import.why'),
      cell: (p) => (typeof p.text === 'string' ? p.text : text(p.text)) || p.key,
    },
  ]
  return (
    <Table
      label={t('import.problems')}
      columns={columns}
      rows={rows}
      id={(p) => `${p.line}${p.column}${p.key}`}
    />
  )
}

function Acts({ of }: { of: Import }) {
  const { t } = useWords()
  const { may } = useSession()
  const { said, failed } = useSay()
  const cancel = useAct(
    () => cancelImport(of.id),
    () => said(t('import.cancelled')),
  )
  const undo = useAct(
    () => undoImport(of.id),
    () => said(t('import.undoing')),
  )
  if (of.state === 'running' && may('cancel-import')) {
    return (
      <Button
        size="small"
        loading={cancel.isPending}
        onClick={() => cancel.mutate(undefined, { onError: failed })}
      >
        {t('import.cancel')}
      </Button>
    )
  }
  const undoable = !of.dryRun && ['done', 'cancelled', 'failed'].includes(of.state)
  if (!undoable || !may('undo-import')) return null
  return (
    <Popconfirm
      title={t('import.undoAsk')}
      okText={t('import.undo')}
      cancelText={t('act.cancel')}
      onConfirm={() => undo.mutate(undefined, { onError: failed })}
    >
      <Button size="small" danger loading={undo.isPending}>
        {t('import.undo')}
      </Button>
    </Popconfirm>
  )
}

function Body({ of }: { of: Import }) {
  const { t, code } = useWords()
  const name = useNames()
  const r = of.report
  const problems = r?.problems ?? []
  const share = of.total > 0 ? of.done / of.total : 0
  return (
    <div className="qj-stack">
      <Card
        title={of.file}
        note={[code('importKind', of.kind), of.dryRun ? t('import.dryRunNote') : '', name(of.by)]
          .filter(Boolean)
          .join(' · ')}
        extra={<Acts of={of} />}
      >
        <div className="qj-pad" aria-live="polite">
          <p className="qj-row">
            <b>{code('importState', of.state)}</b>
            <span className="qj-n">
              {of.done} / {of.total}
            </span>
            <span className="qj-12 qj-3">
              <InstantText at={of.endedAt ?? of.at} />
            </span>
          </p>
          <Bar share={share} />
        </div>
        {r && <Figures report={r} kind={of.kind} />}
      </Card>
      {r?.suggestions?.length ? (
        <Card title={t('import.suggestions')} note={t('import.suggestionsNote')}>
          <Suggestions of={of} rows={r.suggestions} />
        </Card>
      ) : null}
      {problems.length > 0 && (
        <Card title={t('import.problems')} note={t('import.problemsNote', { n: problems.length })}>
          <Problems rows={problems} />
        </Card>
      )}
      {r?.touched?.length ? (
        <Card title={t('import.touched')} note={t('import.touchedNote')}>
          <ul className="qj-docs">
            {r.touched.map((x) => (
              <li key={x.id}>
                {code('importKind', x.kind)} <code>{x.id}</code>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
      {of.kind === 'opportunity' && !of.dryRun && (
        <Empty why={t('import.waitingWhy')}>
          <Link to="/opportunities" search={{ import: of.id, waiting: 'true', state: 'all' }}>
            {t('import.toWaiting')}
          </Link>
        </Empty>
      )}
    </div>
  )
}

/** One import: progress, report, what it could not attach, and its undo. */
export function ImportPage() {
  const { lang } = usePreferences()
  const { t } = useWords()
  const { id } = route.useParams()
  const query = useQuery({
    ...importQuery(lang, id),
    refetchInterval: (q) => (q.state.data?.state === 'running' ? 700 : false),
  })
  usePage(
    { text: t('nav.settings') },
    { text: t('import.title'), to: '/settings' },
    { text: query.data?.file ?? '' },
  )
  return (
    <div className="qj-page">
      <Loaded query={query}>{(of) => <Body of={of} />}</Loaded>
    </div>
  )
}
