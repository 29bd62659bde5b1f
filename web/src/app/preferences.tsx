import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react'
import type { Text } from '../api/model'
import type { Lang, Unit } from '../lib/format'
import { type Args, type Key, translate, translateCode } from '../lib/i18n'

export type Theme = 'light' | 'dark'

interface Preferences {
  lang: Lang
  theme: Theme
  unit: Unit
  setLang: (l: Lang) => void
  setTheme: (t: Theme) => void
  setUnit: (u: Unit) => void
}

const Context = createContext<Preferences | undefined>(undefined)

const root = () => document.documentElement

function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // Storage can be blocked; the choice then lasts as long as the page.
  }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

/** Keeps language, theme and unit of money of the reader, in this browser. */
export function PreferencesProvider({ children }: { children: ReactNode }) {
  const [lang, keepLang] = useState<Lang>(root().lang === 'en' ? 'en' : 'zh')
  const [theme, keepTheme] = useState<Theme>(root().dataset.theme === 'dark' ? 'dark' : 'light')
  const [unit, keepUnit] = useState<Unit | null>(stored('qiju.unit') as Unit | null)
  const setLang = useCallback((l: Lang) => {
    root().lang = l === 'en' ? 'en' : 'zh-CN'
    store('qiju.lang', l)
    // The sign-in page is made by the server and reads the cookie.
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
    document.cookie = `qiju_lang=${l}; path=/; max-age=31536000; samesite=lax`
    keepLang(l)
  }, [])
  const setTheme = useCallback((t: Theme) => {
    root().dataset.theme = t
    store('qiju.theme', t)
    keepTheme(t)
  }, [])
  const setUnit = useCallback((u: Unit) => {
    store('qiju.unit', u)
    keepUnit(u)
  }, [])
  const value = useMemo(
    () => ({ lang, theme, unit: unit ?? (lang === 'zh' ? 'wan' : 'yuan'), setLang, setTheme, setUnit }),
    [lang, theme, unit, setLang, setTheme, setUnit],
  )
  return <Context.Provider value={value}>{children}</Context.Provider>
}

/** The preferences of the reader. */
export function usePreferences(): Preferences {
  const p = useContext(Context)
  if (!p) throw new Error('usePreferences outside of PreferencesProvider')
  return p
}

/** The words of the reader's language. */
export interface Words {
  lang: Lang
  t: (key: Key, args?: Args) => string
  /** The text of a code such as a state: `code('state', 'won')`. */
  code: (prefix: string, code: string | undefined) => string
  /** A text that people typed, in the reader's language where there is one. */
  text: (text: Text | undefined) => string
}

/** Returns the words of the reader's language. */
export function useWords(): Words {
  const { lang } = usePreferences()
  return useMemo(
    () => ({
      lang,
      t: (key, args) => translate(lang, key, args),
      code: (prefix, c) => (c ? translateCode(lang, prefix, c) : ''),
      text: (x) => (x ? (lang === 'en' && x.en) || x.zh || x.en || '' : ''),
    }),
    [lang],
  )
}
