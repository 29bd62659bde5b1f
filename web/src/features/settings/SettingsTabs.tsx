import { Link } from '@tanstack/react-router'
import { useWords } from '../../app/preferences'
import { useSession } from '../../app/session'

/** The parts of the settings that the reader may use. */
export function SettingsTabs({ at }: { at: 'imports' | 'audit' }) {
  const { t } = useWords()
  const { may } = useSession()
  return (
    <nav className="qj-subnav" aria-label={t('nav.settings')}>
      {(may('create-import') || may('list-imports')) && (
        <Link
          to="/settings"
          activeOptions={{ exact: true }}
          aria-current={at === 'imports' ? 'page' : undefined}
        >
          {t('import.title')}
        </Link>
      )}
      {may('list-audit') && (
        <Link
          to="/settings/audit"
          search={{ subject: undefined }}
          aria-current={at === 'audit' ? 'page' : undefined}
        >
          {t('audit.title')}
        </Link>
      )}
    </nav>
  )
}
