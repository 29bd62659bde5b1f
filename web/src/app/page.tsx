import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

/** Where the reader is: the way down to the page, its last part being the page itself. */
export interface Crumb {
  text: string
  to?: string
}

interface Pages {
  crumbs: Crumb[]
  setCrumbs: (c: Crumb[]) => void
}

const Context = createContext<Pages>({ crumbs: [], setCrumbs: () => undefined })

/** Keeps what the page on screen says about itself, for the head. */
export function PageProvider({ children }: { children: ReactNode }) {
  const [crumbs, setCrumbs] = useState<Crumb[]>([])
  const value = useMemo(() => ({ crumbs, setCrumbs }), [crumbs])
  return <Context.Provider value={value}>{children}</Context.Provider>
}

/** The way down to the page on screen. */
export function useCrumbs(): Crumb[] {
  return useContext(Context).crumbs
}

/** Tells the head and the window title where the reader is. */
export function usePage(...crumbs: Crumb[]): void {
  const { setCrumbs } = useContext(Context)
  const key = JSON.stringify(crumbs)
  useEffect(() => {
    const parsed = JSON.parse(key) as Crumb[]
    setCrumbs(parsed)
    document.title = [...parsed.map((c) => c.text).reverse(), '棋局 Qiju'].filter(Boolean).join(' · ')
  }, [key, setCrumbs])
}
