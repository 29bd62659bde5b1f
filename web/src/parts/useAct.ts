import { useMutation, useQueryClient } from '@tanstack/react-query'

/**
 * Runs an act of the API and then reads everything on screen anew: one act can move the chart, the tasks, the
 * history and the record at once, and only the server knows which.
 */
export function useAct<V, R>(act: (values: V) => Promise<R>, done?: (result: R, values: V) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: act,
    onSuccess: async (result, values) => {
      done?.(result, values)
      await client.invalidateQueries({ queryKey: [], refetchType: 'active' })
    },
    onError: (error) => {
      // Somebody else was faster: show what stands there now.
      if (error instanceof Error && 'problem' in error) {
        const { status } = error.problem as { status: number }
        if (status === 409 || status === 412) void client.invalidateQueries({ queryKey: [] })
      }
    },
  })
}
