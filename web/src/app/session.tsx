import { useSuspenseQuery } from '@tanstack/react-query'
import type { Principal } from '../api/model'
import { sessionQuery } from '../api/queries'
import { usePreferences } from './preferences'

/** Who is signed in, and whether the post allows an operation at all. */
export interface Session {
  principal: Principal
  may: (operation: string) => boolean
}

/** Returns the session; the page waits until it is known. */
export function useSession(): Session {
  const { lang } = usePreferences()
  // The session is the same in every language; kept under one key, so that a switch does not blank the page.
  const { data } = useSuspenseQuery({ ...sessionQuery(lang), queryKey: ['session'], staleTime: 60_000 })
  return { principal: data, may: (operation) => data.may.includes(operation) }
}
