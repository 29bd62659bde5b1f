import { useSyncExternalStore } from 'react'

function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (changed) => {
      const m = window.matchMedia(query)
      m.addEventListener('change', changed)
      return () => m.removeEventListener('change', changed)
    },
    () => window.matchMedia(query).matches,
  )
}

/** Whether the window is as narrow as a phone. */
export const usePhone = () => useMedia('(max-width: 640px)')

/** Whether the reader wishes that nothing moves. */
export const useStill = () => useMedia('(prefers-reduced-motion: reduce)')

/** Whether a panel at the right would leave too little for the drawing. */
export const useNarrow = () => useMedia('(max-width: 1100px)')
