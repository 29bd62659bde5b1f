import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import type { Account, Contact, OpportunityRow } from '../../api/model'
import { accountQuery, contactsQuery, opportunitiesQuery } from '../../api/queries'
import { usePage } from '../../app/page'
import { usePreferences, useWords } from '../../app/preferences'
import { covered } from '../../lib/decisionMap'
import { index, percent } from '../../lib/format'
import { DecisionGroup } from '../../parts/DecisionGroup'
import { Severity } from '../../parts/Icon'
import { MoreRows } from '../../parts/List'
import { Card, DayText, Money, MoneyHead, Tag, Tier } from '../../parts/Small'
import { Empty, Loaded } from '../../parts/State'
import { type Column, Table } from '../../parts/Table'
import { AccountEditor } from './AccountEditor'
import { ContactDrawer, ContactTable } from './Contacts'
import { DossierCard } from './Dossier'
import { PhaseTrack } from './PhaseTrack'
import { ScoreCard } from './Score'
import { TeamCard } from './Team'

const route = getRouteApi('/accounts/$id')

function Head({ account, onEdit }: { account: Account; onEdit: () => void }) {
  const { t, text, code } = useWords()
  return (
    <div className="qj-head">
      <div className="qj-row wrap">
        <Tier tier={account.tier} provisional={account.provisional} />
        <h1>{text(account.name)}</h1>
        {text(account.industry) && <Tag>{text(account.industry)}</Tag>}
        <Tag>{t(account.existing ? 'account.isExisting' : 'account.isProspect')}</Tag>
        {account.score && (
          <span className="qj-13 qj-2 qj-n">
            {t('account.total')} <b className="qj-ink">{account.score.total}</b> ={' '}
            {t('account.scoreParts', { v: account.score.v, p: account.score.p })}
          </span>
        )}
        <span className="qj-gap" />
        <span className="qj-13 qj-2">
          {t('account.owner')} <b className="qj-ink">{text(account.owner?.name) || t('account.nobody')}</b>
        </span>
        {account.may.includes('update-account') && (
          <Button size="small" onClick={onEdit}>
            {t('act.edit')}
          </Button>
        )}
      </div>
      <div className="qj-row wrap">
        <PhaseTrack phase={account.phase} />
        <span className="qj-12 qj-3">
          {text(account.phaseNote)}
          {account.quadrant && ` · ${t('account.suggests', { text: code('quadrant', account.quadrant) })}`}
        </span>
      </div>
      {account.provisional && (
        <div className="qj-notice">
          <Severity of="orange">{t('account.provisional')}</Severity>
          <span>{t('account.provisionalWhy', { n: account.unknown })}</span>
        </div>
      )}
    </div>
  )
}

function Opportunities({ rows }: { rows: OpportunityRow[] }) {
  const { t, text, code } = useWords()
  const columns: Column<OpportunityRow>[] = [
    {
      key: 'name',
      title: t('opportunity.name'),
      cell: (r) => (
        <Link to="/opportunities/$id" params={{ id: r.id }} className="qj-first">
          {text(r.name)}
        </Link>
      ),
    },
    {
      key: 'stage',
      title: t('opportunity.stage'),
      cell: (r) =>
        r.state === 'open' ? (
          <>
            {text(r.stage?.name)} <span className="qj-12 qj-3">{r.node?.id}</span>
          </>
        ) : (
          code('state', r.state)
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
      desk: true,
      cell: (r) => <DayText day={r.closedOn ?? r.expectedOn} />,
    },
  ]
  return <Table label={t('nav.opportunities')} columns={columns} rows={rows} id={(r) => r.id} />
}

function Deciders({
  account,
  contacts,
  onOpen,
}: {
  account: Account
  contacts: Contact[]
  onOpen: (c?: Contact) => void
}) {
  const { t, text } = useWords()
  const editable = account.may.includes('update-contact')
  const vacant = contacts.filter((c) => !text(c.name)).length
  const addable = account.may.includes('create-contact')
  return (
    <Card
      title={t('account.deciders')}
      note={t('account.covered', { share: percent(covered(contacts)) })}
      extra={
        vacant > 0 ? (
          <Severity of="red">{t('account.vacant', { n: vacant })}</Severity>
        ) : (
          addable && (
            <Button size="small" onClick={() => onOpen()}>
              {t('contact.new')}
            </Button>
          )
        )
      }
    >
      {contacts.length === 0 ? (
        <Empty why={t('contact.none')} />
      ) : (
        <div className="qj-pad">
          <DecisionGroup contacts={contacts} onOpen={editable ? onOpen : undefined} />
          {account.group?.weighed && (
            <p className="qj-12 qj-3">
              {t('account.groupFigures', {
                index: index(account.group.supportIndex),
                share: percent(account.group.penetration),
              })}
            </p>
          )}
        </div>
      )}
    </Card>
  )
}

function Body({ account }: { account: Account }) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const { open } = route.useSearch()
  const navigate = useNavigate()
  const contacts = useQuery(contactsQuery(lang, account.id))
  const deals = useInfiniteQuery(opportunitiesQuery(lang, { account: account.id }))
  const [editing, setEditing] = useState(false)
  const [contact, setContact] = useState<{ of?: Contact } | undefined>()
  usePage({ text: t('nav.accounts'), to: '/accounts' }, { text: text(account.name) })
  const done = () =>
    void navigate({ to: '/accounts/$id', params: { id: account.id }, search: {}, replace: true })
  const rows = contacts.data?.rows ?? []
  return (
    <>
      <Head account={account} onEdit={() => setEditing(true)} />
      <div className="qj-columns">
        <div className="qj-stack">
          <Deciders account={account} contacts={rows} onOpen={(c) => setContact({ of: c })} />
          <DossierCard
            account={account}
            opened={open?.startsWith('dossier') ? open : undefined}
            onDone={done}
          />
        </div>
        <div className="qj-stack">
          <Card title={t('nav.opportunities')}>
            <Loaded query={deals}>
              {({ pages }) => {
                const found = pages.flatMap((p) => p.rows)
                return found.length > 0 ? (
                  <>
                    <Opportunities rows={found} />
                    <MoreRows query={deals} />
                  </>
                ) : (
                  <Empty why={t('account.noOpportunity')}>
                    <Link to="/opportunities">{t('account.toOpportunities')}</Link>
                  </Empty>
                )
              }}
            </Loaded>
          </Card>
          <Card
            title={t('contact.all')}
            extra={
              account.may.includes('create-contact') && (
                <Button size="small" onClick={() => setContact({})}>
                  {t('contact.new')}
                </Button>
              )
            }
          >
            <Loaded query={contacts}>
              {(d) => (
                <ContactTable
                  contacts={d.rows}
                  onOpen={account.may.includes('update-contact') ? (c) => setContact({ of: c }) : undefined}
                />
              )}
            </Loaded>
          </Card>
        </div>
        <div className="qj-stack">
          <ScoreCard account={account} opened={open === 'score'} onDone={done} />
          <TeamCard account={account} />
        </div>
      </div>
      <AccountEditor account={account} open={editing} onClose={() => setEditing(false)} />
      <ContactDrawer
        account={account}
        contact={contact?.of}
        open={contact !== undefined}
        onClose={() => setContact(undefined)}
      />
    </>
  )
}

/** 客户档案: who decides, what is open, how good the account is, what is missing in its file. */
export function AccountPage() {
  const { lang } = usePreferences()
  const { id } = route.useParams()
  const query = useQuery(accountQuery(lang, id))
  return (
    <div className="qj-record">
      <Loaded query={query} lines={8}>
        {(account) => <Body key={account.id} account={account} />}
      </Loaded>
    </div>
  )
}
