import { Link, useRouter } from '@tanstack/react-router'
import { Empty, Failure } from '../parts/State'
import { usePage } from './page'
import { useWords } from './preferences'

/** The page for an address that leads nowhere, or to something the reader may not see: both look the same. */
export function NotFound() {
  const { t } = useWords()
  usePage({ text: t('state.notFoundTitle') })
  return (
    <Empty why={t('state.notFound')}>
      <Link to="/">{t('state.toToday')}</Link>
    </Empty>
  )
}

/** The page when a page failed. */
export function Broken({ error }: { error: unknown }) {
  const router = useRouter()
  return <Failure error={error} retry={() => void router.invalidate()} />
}
