import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Tabs } from 'antd'
import type { Opportunity, RunView, WarRoom } from '../../api/model'
import { samplesQuery, warRoomQuery } from '../../api/queries'
import { usePage } from '../../app/page'
import { usePreferences, useWords } from '../../app/preferences'
import { DayText, Money, Tag, Tier } from '../../parts/Small'
import { Loaded } from '../../parts/State'
import { HistoryTab } from './History'
import { NeedTab } from './Need'
import { SamplesTab } from './Samples'
import { StageTab } from './StageTab'
import { WarMap } from './WarMap'

const route = getRouteApi('/opportunities/$id')

/** What is open about an imported deal, or what its state says. */
function Notice({ opportunity }: { opportunity: Opportunity }) {
  const { t, text } = useWords()
  if (!opportunity.waiting?.length) return null
  return (
    <div className="qj-notice">
      <span>
        {opportunity.waiting
          .map((w) => {
            const what = w.value
              ? t(w.kind === 'account' ? 'waiting.account' : 'waiting.product', { value: w.value })
              : t(w.kind === 'account' ? 'waiting.noAccount' : 'waiting.noProduct')
            return w.suggestion ? `${what} ${t('waiting.suggests', { name: text(w.suggestion.name) })}` : what
          })
          .join(' ')}
      </span>
      <span className="qj-gap" />
      {opportunity.import && (
        <Link to="/settings/imports/$id" params={{ id: opportunity.import }}>
          {t('waiting.resolve')}
        </Link>
      )}
    </div>
  )
}

function Head({ opportunity }: { opportunity: Opportunity }) {
  const { t, text, code } = useWords()
  return (
    <div className="qj-row wrap qj-dealline">
      <Tier tier={opportunity.tier} />
      <h1>
        {opportunity.account ? (
          <Link to="/accounts/$id" params={{ id: opportunity.account.id }}>
            {text(opportunity.account.name)}
          </Link>
        ) : (
          t('opportunity.noAccount')
        )}{' '}
        · {text(opportunity.name)}
      </h1>
      <Tag>
        {opportunity.state === 'open' ? text(opportunity.stage?.name) : code('state', opportunity.state)}
      </Tag>
      <span className="qj-gap" />
      <span className="qj-13 qj-2">
        {t('opportunity.amount')}{' '}
        <b className="qj-ink">
          <Money amount={opportunity.amount} unit />
        </b>
      </span>
      <span className="qj-13 qj-2">
        {t(opportunity.closedOn ? 'opportunity.closed' : 'opportunity.expected')}{' '}
        <b className="qj-ink">
          <DayText day={opportunity.closedOn ?? opportunity.expectedOn} />
        </b>
      </span>
      <span className="qj-13 qj-2">
        {t('opportunity.commander')} <b className="qj-ink">{text(opportunity.commander?.name)}</b>
      </span>
    </div>
  )
}

function RunLine({ run }: { run?: RunView }) {
  const { t, text } = useWords()
  if (!run) return null
  const c = run.counts
  return (
    <span className="qj-12 qj-3 qj-runline">
      {[
        `${run.chart} ${text(run.name)} ${run.version ? t('run.version', { n: run.version }) : ''}`,
        run.days !== undefined ? t('run.day', { n: run.days }) : '',
        c && c.skipped > 0 ? t('run.skipped', { n: c.skipped }) : '',
        c && c.overridden > 0 ? t('run.overridden', { n: c.overridden }) : '',
        c && c.returned > 0 ? t('run.returned', { n: c.returned }) : '',
      ]
        .filter((s) => s.trim() !== '')
        .join(' · ')}
    </span>
  )
}

function Body({ room }: { room: WarRoom }) {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const { tab = 'map' } = route.useSearch()
  const navigate = useNavigate({ from: '/opportunities/$id' })
  const samples = useQuery(samplesQuery(lang, room.opportunity.id))
  const o = room.opportunity
  usePage(
    { text: t('nav.opportunities'), to: '/opportunities' },
    { text: text(o.account?.name) || text(o.name) },
  )
  const n = samples.data?.rows.length
  const tabs = [
    { key: 'map', label: t('war.map') },
    { key: 'stage', label: t('war.stage') },
    { key: 'need', label: t('war.need') },
    { key: 'samples', label: n ? `${t('war.samples')} ${n}` : t('war.samples') },
    { key: 'history', label: t('war.history') },
  ]
  return (
    <div className="qj-war">
      <div className="qj-dealhead">
        <Head opportunity={o} />
        <div className="qj-row">
          <Tabs
            activeKey={tab}
            items={tabs}
            size="small"
            onChange={(key) =>
              void navigate({
                search: (s) => ({ ...s, tab: key === 'map' ? undefined : key }),
                replace: true,
              })
            }
          />
          <span className="qj-gap" />
          <RunLine run={room.run} />
        </div>
        <Notice opportunity={o} />
      </div>
      {tab === 'map' && <WarMap room={room} />}
      {tab === 'stage' && <StageTab room={room} />}
      {tab === 'need' && <NeedTab opportunity={o} />}
      {tab === 'samples' && <SamplesTab opportunity={o} />}
      {tab === 'history' && <HistoryTab id={o.id} />}
    </div>
  )
}

/** 商机作战图: the deal on its own chart; what was done is ink, what is due is cinnabar. */
export function WarRoomPage() {
  const { lang } = usePreferences()
  const { id } = route.useParams()
  const query = useQuery(warRoomQuery(lang, id))
  return (
    <Loaded query={query} lines={8}>
      {(room) => <Body key={room.opportunity.id} room={room} />}
    </Loaded>
  )
}
