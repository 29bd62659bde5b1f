import { useQuery } from '@tanstack/react-query'
import { staffQuery } from '../api/queries'
import { usePreferences, useWords } from '../app/preferences'

/** Returns the names of our people by id; the id where there is none, nothing for nobody. */
export function useNames(): (id?: string) => string {
  const { lang } = usePreferences()
  const { text } = useWords()
  const { data } = useQuery(staffQuery(lang))
  return (id) => {
    if (!id) return ''
    const found = data?.rows.find((s) => s.id === id)
    return found ? text(found.name) : id
  }
}
