import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { ConfigProvider } from 'antd'
import enUS from 'antd/locale/en_US'
import zhCN from 'antd/locale/zh_CN'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import 'dayjs/locale/en-gb'
import { useEffect, useMemo } from 'react'
import { Refused } from '../lib/problem'
import { SayProvider } from '../parts/useSay'
import { PageProvider } from './page'
import { PreferencesProvider, usePreferences } from './preferences'
import { router } from './router'
import { themeOf } from './theme'
import { usePhone, useStill } from './usePhone'

/** Tries again only what a second try can mend: no answer, or a busy server. */
function tryAgain(count: number, error: Error): boolean {
  if (error instanceof Refused) return error.problem.status === 503 && count < 2
  return count < 1
}

const client = new QueryClient({
  defaultOptions: {
    queries: { retry: tryAgain, staleTime: 5_000, refetchOnWindowFocus: true },
    mutations: { retry: false },
  },
})

const nonce = document.querySelector<HTMLMetaElement>('meta[name=csp-nonce]')?.content

function Themed() {
  const { lang, theme } = usePreferences()
  const phone = usePhone()
  const still = useStill()
  const themed = useMemo(() => themeOf(theme, !phone, still), [theme, phone, still])
  useEffect(() => {
    dayjs.locale(lang === 'zh' ? 'zh-cn' : 'en-gb')
  }, [lang])
  return (
    <ConfigProvider
      theme={themed}
      locale={lang === 'zh' ? zhCN : enUS}
      csp={{ nonce }}
      wave={{ disabled: true }}
      button={{ autoInsertSpace: false }}
    >
      <SayProvider>
        <PageProvider>
          <RouterProvider router={router} />
        </PageProvider>
      </SayProvider>
    </ConfigProvider>
  )
}

/** The whole app with its providers. */
export function App() {
  return (
    <PreferencesProvider>
      <QueryClientProvider client={client}>
        <Themed />
      </QueryClientProvider>
    </PreferencesProvider>
  )
}
