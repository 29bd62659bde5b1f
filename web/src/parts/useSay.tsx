import { Button, message } from 'antd'
import { createContext, type ReactNode, useCallback, useContext, useMemo } from 'react'
import { useWords } from '../app/preferences'
import { problemOf } from '../lib/problem'

type Messages = ReturnType<typeof message.useMessage>[0]

const Context = createContext<Messages | undefined>(undefined)

/** Shows what pages say, above them. */
export function SayProvider({ children }: { children: ReactNode }) {
  const [messages, holder] = message.useMessage()
  return (
    <Context.Provider value={messages}>
      {holder}
      {children}
    </Context.Provider>
  )
}

/** Says in one line what happened, with the inverse act where there is one; or what did not. */
export function useSay() {
  const messages = useContext(Context)
  const { t } = useWords()
  const said = useCallback(
    (what: string, undo?: () => void) => {
      const key = `said-${Date.now()}`
      messages?.open({
        key,
        duration: undo ? 10 : 4,
        content: (
          <span role="status">
            {what}
            {undo && (
              <Button
                type="link"
                size="small"
                onClick={() => {
                  messages.destroy(key)
                  undo()
                }}
              >
                {t('act.undo')}
              </Button>
            )}
          </span>
        ),
      })
    },
    [messages, t],
  )
  const failed = useCallback(
    (error: unknown) => {
      const p = problemOf(error)
      messages?.open({
        duration: 8,
        content: (
          <span role="alert" className="qj-yan">
            {p.detail || t(p.status === 0 ? 'fault.noAnswer' : 'fault.notDone')}
            {p.request && <span className="qj-12 qj-3"> {t('fault.number', { id: p.request })}</span>}
          </span>
        ),
      })
    },
    [messages, t],
  )
  return useMemo(() => ({ said, failed }), [said, failed])
}
