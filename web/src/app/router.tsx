import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { Broken, NotFound } from './Broken'
import { Shell } from './Shell'

/** Reads the named texts of an address and drops everything else. A number or a yes in an address is a text too. */
function search<K extends string>(...names: K[]) {
  return (given: Record<string, unknown>): Partial<Record<K, string>> => {
    const found: Partial<Record<K, string>> = {}
    for (const name of names) {
      const v = given[name]
      if (typeof v === 'string' ? v !== '' : typeof v === 'number' || typeof v === 'boolean')
        found[name] = String(v)
    }
    return found
  }
}

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Broken })

const today = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: lazyRouteComponent(() => import('../features/today/TodayPage'), 'TodayPage'),
})

const accounts = createRoute({
  getParentRoute: () => root,
  path: '/accounts',
  validateSearch: search<'text' | 'phase'>('text', 'phase'),
  component: lazyRouteComponent(() => import('../features/account/AccountsPage'), 'AccountsPage'),
})

const account = createRoute({
  getParentRoute: () => root,
  path: '/accounts/$id',
  validateSearch: search<'open'>('open'),
  component: lazyRouteComponent(() => import('../features/account/AccountPage'), 'AccountPage'),
})

const opportunities = createRoute({
  getParentRoute: () => root,
  path: '/opportunities',
  validateSearch: search<'text' | 'state' | 'stage' | 'waiting' | 'import'>(
    'text',
    'state',
    'stage',
    'waiting',
    'import',
  ),
  component: lazyRouteComponent(
    () => import('../features/opportunity/OpportunitiesPage'),
    'OpportunitiesPage',
  ),
})

const warRoom = createRoute({
  getParentRoute: () => root,
  path: '/opportunities/$id',
  validateSearch: search<'node' | 'tab' | 'task'>('node', 'tab', 'task'),
  component: lazyRouteComponent(() => import('../features/opportunity/WarRoomPage'), 'WarRoomPage'),
})

const charts = createRoute({
  getParentRoute: () => root,
  path: '/charts',
  component: lazyRouteComponent(() => import('../features/chart/ChartsPage'), 'ChartsPage'),
})

const chart = createRoute({
  getParentRoute: () => root,
  path: '/charts/$id',
  validateSearch: search<'node'>('node'),
  component: lazyRouteComponent(() => import('../features/chart/ChartPage'), 'ChartPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('../features/settings/SettingsPage'), 'SettingsPage'),
})

const importPage = createRoute({
  getParentRoute: () => root,
  path: '/settings/imports/$id',
  component: lazyRouteComponent(() => import('../features/settings/ImportPage'), 'ImportPage'),
})

const audit = createRoute({
  getParentRoute: () => root,
  path: '/settings/audit',
  validateSearch: search<'subject'>('subject'),
  component: lazyRouteComponent(() => import('../features/settings/AuditPage'), 'AuditPage'),
})

/** The pages of the app by their address. */
export const router = createRouter({
  routeTree: root.addChildren([
    today,
    accounts,
    account,
    opportunities,
    warRoom,
    charts,
    chart,
    settings,
    importPage,
    audit,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
