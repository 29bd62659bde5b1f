import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type RenderResult, render } from '@testing-library/react'
import type { ReactNode } from 'react'
import { vi } from 'vitest'
import type { Principal } from '../api/model'
import { PreferencesProvider } from '../app/preferences'
import { SayProvider } from '../parts/useSay'

/** Somebody who is signed in on the test day. */
export const principal: Principal = {
  staff: {
    id: 'stf_1',
    name: { zh: '邵一澄' },
    post: 'specialist',
    postName: { zh: '专员', en: 'Specialist' },
  },
  may: [],
  demo: true,
  today: '2026-09-24',
  now: Date.UTC(2026, 8, 24, 1),
  zone: 'Asia/Shanghai',
  company: { zh: '澜壑传动' },
  version: 'test',
}

/** What the server was asked. */
export interface Asked {
  method: string
  path: string
  headers: Headers
  body: unknown
}

/** Answers fetch from a table of `METHOD path` and keeps what was asked. */
export function serve(answers: Record<string, unknown | ((asked: Asked) => Response)>): Asked[] {
  const log: Asked[] = []
  vi.stubGlobal('fetch', async (url: string, init: RequestInit = {}) => {
    const path = url.replace('/api/v1', '').split('?')[0] ?? ''
    const method = init.method ?? 'GET'
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : init.body
    const asked: Asked = { method, path, headers: new Headers(init.headers), body }
    log.push(asked)
    const answer = answers[`${method} ${path}`]
    if (typeof answer === 'function') return (answer as (a: Asked) => Response)(asked)
    const status = answer === undefined ? 404 : 200
    return new Response(JSON.stringify(answer ?? { status, key: 'fault.not_found', detail: '没有' }), {
      status,
      headers: { 'Content-Type': 'application/json' },
    })
  })
  return log
}

/** A problem as the server sends one. */
export function problem(status: number, body: object): Response {
  return new Response(JSON.stringify({ status, ...body }), {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
  })
}

/** Renders a part with all that the app gives it, in a language. */
export function show(part: ReactNode, lang: 'zh' | 'en' = 'zh'): RenderResult {
  document.documentElement.lang = lang === 'zh' ? 'zh-CN' : 'en'
  const client = new QueryClient({
    defaultOptions: { queries: { retry: false }, mutations: { retry: false } },
  })
  client.setQueryData(['session'], principal)
  return render(
    <PreferencesProvider>
      <QueryClientProvider client={client}>
        <SayProvider>{part}</SayProvider>
      </QueryClientProvider>
    </PreferencesProvider>,
  )
}
