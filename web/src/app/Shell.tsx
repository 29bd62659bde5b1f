import { useQuery } from '@tanstack/react-query'
import { Link, Outlet, useRouter } from '@tanstack/react-router'
import { Suspense } from 'react'
import { signOut } from '../api/acts'
import { tasksQuery } from '../api/queries'
import type { Key } from '../lib/i18n'
import { Icon, type IconName, Mark } from '../parts/Icon'
import { Face } from '../parts/Small'
import { Loading } from '../parts/State'
import { useCrumbs } from './page'
import { usePreferences, useWords } from './preferences'
import { useSession } from './session'

interface Place {
  to: string
  icon: IconName
  text: Key
  /** Operations of which one must be allowed. */
  needs: string[]
}

const places: Place[] = [
  { to: '/', icon: 'today', text: 'nav.today', needs: ['list-tasks'] },
  { to: '/accounts', icon: 'account', text: 'nav.accounts', needs: ['list-accounts'] },
  { to: '/opportunities', icon: 'opportunity', text: 'nav.opportunities', needs: ['list-opportunities'] },
  { to: '/charts', icon: 'chart', text: 'nav.charts', needs: ['list-charts'] },
  { to: '/settings', icon: 'settings', text: 'nav.settings', needs: ['create-import', 'list-audit'] },
]

/** How many steps wait for the reader. */
function useWaiting(): number {
  const { lang } = usePreferences()
  const { data } = useQuery({ ...tasksQuery(lang), refetchInterval: 60_000 })
  return data?.rows.filter((r) => r.mine).length ?? 0
}

function Nav({ className }: { className: string }) {
  const { t } = useWords()
  const { may } = useSession()
  const waiting = useWaiting()
  return (
    <nav className={className} aria-label={t('nav.label')}>
      {className === 'qj-rail' && (
        <Link to="/" className="qj-logo" aria-label="棋局 Qiju">
          <Mark />
        </Link>
      )}
      {places
        .filter((p) => p.needs.some(may))
        .map((p) => (
          <Link
            key={p.to}
            to={p.to}
            className="qj-place"
            activeOptions={{ exact: p.to === '/', includeSearch: false }}
            activeProps={{ className: 'on', 'aria-current': 'page' }}
          >
            <Icon name={p.icon} />
            <span>{t(p.text)}</span>
            {p.to === '/' && waiting > 0 && (
              <b>
                <span className="qj-hidden">{t('nav.waiting')}</span>
                {waiting > 99 ? '99+' : waiting}
              </b>
            )}
          </Link>
        ))}
    </nav>
  )
}

/** Who is signed in, the unit of money, and the way out. A popover of the browser: it closes by Escape and by a click beside it. */
function UserMenu() {
  const { principal } = useSession()
  const { unit, setUnit } = usePreferences()
  const { t, text } = useWords()
  const name = text(principal.staff.name)
  const place = [text(principal.staff.postName), text(principal.staff.department?.name)]
  return (
    <>
      <button
        type="button"
        className="qj-quiet"
        popoverTarget="user-menu"
        aria-label={t('menu.user', { name })}
      >
        <Face name={name} />
      </button>
      <div id="user-menu" popover="auto" className="qj-menu">
        <p>
          <b>{name}</b>
          <br />
          <span className="qj-12 qj-3">{place.filter(Boolean).join(' · ')}</span>
        </p>
        <button
          type="button"
          popoverTarget="user-menu"
          popoverTargetAction="hide"
          onClick={() => setUnit(unit === 'wan' ? 'yuan' : 'wan')}
        >
          {t(unit === 'wan' ? 'menu.yuan' : 'menu.wan')}
        </button>
        <button type="button" onClick={() => void signOut().finally(() => window.location.assign('/login'))}>
          {t('menu.signOut')}
        </button>
        <p className="qj-12 qj-3">
          {text(principal.company)} · Qiju {principal.version}
        </p>
      </div>
    </>
  )
}

function Head() {
  const crumbs = useCrumbs()
  const { principal } = useSession()
  const { lang, setLang, theme, setTheme } = usePreferences()
  const { t } = useWords()
  const router = useRouter()
  const here = crumbs.at(-1)
  const parent = crumbs.at(-2)
  return (
    <header className="qj-top">
      {parent?.to && (
        <button
          type="button"
          className="qj-quiet qj-backward"
          aria-label={t('act.back')}
          onClick={() => void router.navigate({ to: parent.to })}
        >
          <Icon name="back" />
        </button>
      )}
      <nav className="qj-crumb" aria-label={t('nav.crumbs')}>
        {crumbs.slice(0, -1).map((c) => (
          <span key={c.text} className="qj-parent">
            {c.to ? <Link to={c.to}>{c.text}</Link> : c.text} /{' '}
          </span>
        ))}
        <b aria-current="page">{here?.text}</b>
      </nav>
      {principal.demo && <span className="qj-demo">{t('demo.mark')}</span>}
      <span className="qj-gap" />
      <button
        type="button"
        className="qj-quiet"
        lang={lang === 'zh' ? 'en' : 'zh-CN'}
        aria-label={lang === 'zh' ? 'English' : '中文'}
        onClick={() => setLang(lang === 'zh' ? 'en' : 'zh')}
      >
        {lang === 'zh' ? 'EN' : '中'}
      </button>
      <button
        type="button"
        className="qj-quiet"
        aria-label={t(theme === 'light' ? 'menu.dark' : 'menu.light')}
        onClick={() => setTheme(theme === 'light' ? 'dark' : 'light')}
      >
        <Icon name={theme === 'light' ? 'moon' : 'sun'} />
      </button>
      <UserMenu />
    </header>
  )
}

/** The frame of every page: rail at the left (tabs at the foot of a phone), head, page. */
export function Shell() {
  const { t } = useWords()
  return (
    <div className="qj-app">
      <a className="qj-skip" href="#page">
        {t('nav.skip')}
      </a>
      <Nav className="qj-rail" />
      <Head />
      <main id="page" tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      <Nav className="qj-tabs" />
      <div id="layers" />
    </div>
  )
}
