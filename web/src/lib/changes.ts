/**
 * The fields of `now` that differ from `was`. A change names no others: the server keeps what it does not name, so that
 * two people who change different fields of a record do not undo each other.
 */
export function changedFields<T extends object>(was: T, now: T): Partial<T> {
  const changed: Partial<T> = {}
  for (const key of Object.keys(now) as (keyof T)[]) {
    if (JSON.stringify(now[key]) !== JSON.stringify(was[key])) changed[key] = now[key]
  }
  return changed
}
