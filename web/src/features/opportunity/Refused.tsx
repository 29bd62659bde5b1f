import { useQuery } from '@tanstack/react-query'
import type { Opportunity } from '../../api/model'
import { staffQuery } from '../../api/queries'
import { usePreferences, useWords } from '../../app/preferences'
import { useSession } from '../../app/session'
import type { Key } from '../../lib/i18n'
import { type Problem, problemOf } from '../../lib/problem'
import { type Help, Refusal } from '../../parts/Refusal'
import { Failure } from '../../parts/State'

/** The rule behind each refusal of a step that is somebody else's or whose condition does not hold. */
const rules: Record<string, Key> = {
  'sample.not_your_role': 'refusal.role',
  'sample.self_approval': 'refusal.self',
  'sample.guard_unmet': 'refusal.guard',
  'task.self_decision': 'refusal.self',
}

/** Whether a step was refused because of whose it is, or of a condition of its life. */
export function isStepRefusal(p: Problem): boolean {
  return p.key in rules
}

/** Who may do what was refused: a superior, the one who owns the deal, or the holders of a post. */
function useHelpers(p: Problem, opportunity: Opportunity): Help[] {
  const { lang } = usePreferences()
  const { t, text } = useWords()
  const { principal } = useSession()
  const staff = useQuery({ ...staffQuery(lang), enabled: isStepRefusal(p) })
  const superior = principal.staff.superior
  if (rules[p.key] === 'refusal.self') {
    return superior ? [{ key: superior.id, name: text(superior.name), why: t('refusal.superior') }] : []
  }
  const role = typeof p.args?.role === 'string' ? p.args.role : undefined
  if (!role) return []
  const owner = opportunity.commander
  if (role === '专员' && owner) {
    return [{ key: owner.id, name: text(owner.name), why: t('opportunity.commander') }]
  }
  const holders = staff.data?.rows.filter((s) => s.postName.zh.endsWith(role)) ?? []
  return holders.slice(0, 3).map((s) => ({ key: s.id, name: text(s.name), why: text(s.postName) }))
}

/** Why a step was refused: the rule, that nothing was lost, and who may do it; any other failure as everywhere. */
export function Refused({ error, opportunity }: { error: unknown; opportunity: Opportunity }) {
  const { t } = useWords()
  const p = problemOf(error)
  const helpers = useHelpers(p, opportunity)
  const rule = rules[p.key]
  if (!rule) return <Failure error={error} kept={t('fault.kept')} />
  return <Refusal problem={p} rule={t(rule)} helpers={helpers} />
}
