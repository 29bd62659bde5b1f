import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query'
import { api } from './client'
import type {
  Account,
  AccountRow,
  AuditRow,
  AuditVerification,
  ChartDetail,
  ChartRow,
  Contact,
  Gate,
  HistoryRow,
  Import,
  OpportunityRow,
  Page,
  Person,
  Playbook,
  Principal,
  Ref,
  Sample,
  Task,
  WarRoom,
} from './model'

/** The language of the reader is part of every key: texts come from the server in one language. */
export type Lang = 'zh' | 'en'

function one<T>(lang: Lang, path: string, query: Record<string, string | undefined> = {}) {
  return queryOptions({
    queryKey: [path, lang, query],
    queryFn: ({ signal }) => api.get<T>(path, { query, signal }),
    placeholderData: keepPreviousData,
  })
}

function pages<R>(lang: Lang, path: string, query: Record<string, string | undefined> = {}) {
  return infiniteQueryOptions({
    queryKey: [path, lang, 'pages', query],
    queryFn: ({ signal, pageParam }) =>
      api.get<Page<R>>(path, { query: { ...query, after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
}

function drawing(lang: Lang, path: string, rev?: number) {
  return queryOptions({
    queryKey: [path, lang, rev],
    queryFn: ({ signal }) => api.text(path, { query: { lang }, signal }),
    placeholderData: keepPreviousData,
  })
}

export const sessionQuery = (lang: Lang) => one<Principal>(lang, '/session')
export const taskQuery = (lang: Lang, id: string) => one<Task>(lang, `/tasks/${id}`)
export const tasksQuery = (lang: Lang) => one<Page<Task>>(lang, '/tasks')

export interface AccountFilter {
  text?: string
  phase?: string
  sort?: string
}

export const accountsQuery = (lang: Lang, f: AccountFilter) => pages<AccountRow>(lang, '/accounts', { ...f })
export const accountQuery = (lang: Lang, id: string) => one<Account>(lang, `/accounts/${id}`)
export const contactsQuery = (lang: Lang, account: string) =>
  one<Page<Contact>>(lang, `/accounts/${account}/contacts`)

export interface OpportunityFilter {
  text?: string
  state?: string
  stage?: string
  waiting?: string
  import?: string
  account?: string
  sort?: string
}

export interface StateCount {
  state: string
  stage?: string
  count: number
  amount?: { minor: number; currency: string }
}

export const opportunitiesQuery = (lang: Lang, f: OpportunityFilter) =>
  pages<OpportunityRow>(lang, '/opportunities', { ...f })
export const countsQuery = (lang: Lang) => one<{ rows: StateCount[] }>(lang, '/opportunities/counts')
export const warRoomQuery = (lang: Lang, id: string) => one<WarRoom>(lang, `/opportunities/${id}/war-room`)
export const warDrawingQuery = (lang: Lang, id: string) => drawing(lang, `/opportunities/${id}/drawing`)
export const historyQuery = (lang: Lang, id: string) =>
  pages<HistoryRow>(lang, `/opportunities/${id}/history`)
export const gateQuery = (lang: Lang, id: string, gate: string) =>
  one<Gate>(lang, `/opportunities/${id}/gates/${gate}`)
export const samplesQuery = (lang: Lang, id: string) =>
  one<Page<Sample>>(lang, `/opportunities/${id}/samples`)

export const chartsQuery = (lang: Lang) => one<Page<ChartRow>>(lang, '/charts')
export const chartQuery = (lang: Lang, id: string) => one<ChartDetail>(lang, `/charts/${id}`)
export const chartDrawingQuery = (lang: Lang, id: string) => ({
  ...drawing(lang, `/charts/${id}/drawing`),
  staleTime: 10 * 60_000,
})

export const playbookQuery = (lang: Lang) => ({ ...one<Playbook>(lang, '/playbook'), staleTime: 10 * 60_000 })
export const productsQuery = (lang: Lang) => ({ ...one<Page<Ref>>(lang, '/products'), staleTime: 60_000 })
export const staffQuery = (lang: Lang) => ({ ...one<Page<Person>>(lang, '/staff'), staleTime: 60_000 })

export const importsQuery = (lang: Lang) => one<Page<Import>>(lang, '/imports')
export const importQuery = (lang: Lang, id: string) => one<Import>(lang, `/imports/${id}`)
export const auditQuery = (lang: Lang, subject?: string) => pages<AuditRow>(lang, '/audit', { subject })
export const verificationQuery = (lang: Lang) => one<AuditVerification>(lang, '/audit/verification')
