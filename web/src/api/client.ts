import { parseProblem, Refused } from '../lib/problem'

type Query = Record<string, string | number | boolean | undefined>

/** What a call sends besides its method and path. */
export interface Sent {
  query?: Query
  /** JSON body, or a file as it is. */
  body?: unknown
  /** Revision of the record that the reader saw. */
  rev?: number
  signal?: AbortSignal
}

/** The language that the page shows; texts and problems come back in it. */
function language(): string {
  return document.documentElement.lang === 'en' ? 'en' : 'zh'
}

function address(path: string, query?: Query): string {
  const q = new URLSearchParams()
  for (const [k, v] of Object.entries(query ?? {})) {
    if (v !== undefined && v !== '') q.set(k, String(v))
  }
  const s = q.toString()
  return `/api/v1${path}${s ? `?${s}` : ''}`
}

function request(method: string, sent: Sent): RequestInit {
  const headers: Record<string, string> = { 'Accept-Language': language() }
  if (sent.rev !== undefined) headers['If-Match'] = `"${sent.rev}"`
  let body: BodyInit | undefined
  if (sent.body instanceof Blob) {
    body = sent.body
    headers['Content-Type'] = 'application/octet-stream'
  } else if (sent.body !== undefined) {
    body = JSON.stringify(sent.body)
    headers['Content-Type'] = 'application/json'
  }
  return { method, headers, body, signal: sent.signal, credentials: 'same-origin' }
}

/** Leaves for the sign-in page and comes back afterwards. */
function signIn(): void {
  const next = window.location.pathname + window.location.search
  window.location.assign(`/login?next=${encodeURIComponent(next)}`)
}

async function answer(method: string, path: string, sent: Sent): Promise<Response> {
  const res = await fetch(address(path, sent.query), request(method, sent))
  if (res.ok) return res
  if (res.status === 401) signIn()
  throw new Refused(parseProblem(res.status, await res.json().catch(() => undefined)))
}

async function call<T>(method: string, path: string, sent: Sent = {}): Promise<T> {
  const res = await answer(method, path, sent)
  const type = res.headers.get('Content-Type') ?? ''
  if (res.status === 204 || !type.includes('json')) return undefined as T
  return (await res.json()) as T
}

/** The public API. Every method throws [Refused] when the server refuses, TypeError when it does not answer. */
export const api = {
  get: <T>(path: string, sent?: Sent) => call<T>('GET', path, sent),
  post: <T>(path: string, sent?: Sent) => call<T>('POST', path, sent),
  put: <T>(path: string, sent?: Sent) => call<T>('PUT', path, sent),
  patch: <T>(path: string, sent?: Sent) => call<T>('PATCH', path, sent),
  delete: <T>(path: string, sent?: Sent) => call<T>('DELETE', path, sent),
  /** Fetches a text, such as a drawing. */
  text: async (path: string, sent: Sent = {}) => (await answer('GET', path, sent)).text(),
}
