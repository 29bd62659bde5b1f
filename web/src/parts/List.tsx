import { Button, Input } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useWords } from '../app/preferences'

/** A field that narrows a list. It waits for a pause, and for the end of a composition of the input method. */
export function Filter({
  value,
  label,
  onChange,
}: {
  value?: string
  label: string
  onChange: (text?: string) => void
}) {
  const [typed, setTyped] = useState(value ?? '')
  const composing = useRef(false)
  const change = useRef(onChange)
  change.current = onChange
  useEffect(() => setTyped(value ?? ''), [value])
  useEffect(() => {
    if (composing.current || typed === (value ?? '')) return
    const timer = setTimeout(() => change.current(typed.trim() || undefined), 250)
    return () => clearTimeout(timer)
  }, [typed, value])
  return (
    <Input
      className="qj-filter"
      allowClear
      value={typed}
      placeholder={label}
      aria-label={label}
      onChange={(e) => setTyped(e.target.value)}
      onCompositionStart={() => {
        composing.current = true
      }}
      onCompositionEnd={(e) => {
        composing.current = false
        setTyped((e.target as HTMLInputElement).value)
      }}
      onPressEnter={() => {
        if (!composing.current) change.current(typed.trim() || undefined)
      }}
    />
  )
}

interface Paged {
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
}

/** The foot of a list that has more. */
export function MoreRows({ query }: { query: Paged }) {
  const { t } = useWords()
  if (!query.hasNextPage) return null
  return (
    <div className="qj-more">
      <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {t('list.more')}
      </Button>
    </div>
  )
}
