/** One wrong field, or one requirement that is not met. */
export interface ProblemPart {
  key: string
  args?: Record<string, unknown>
  field?: string
  detail: string
  errors?: ProblemPart[]
}

/** Why the server did not do what it was asked (RFC 9457), in the reader's language. */
export interface Problem extends ProblemPart {
  title?: string
  status: number
  /** Number to quote; it stands in the server's log. */
  request?: string
}

/** An answer of the server that is no success, or no answer at all (status 0). */
export class Refused extends Error {
  override name = 'Refused'
  readonly problem: Problem

  constructor(problem: Problem) {
    super(problem.detail || problem.key)
    this.problem = problem
  }
}

function isRecord(v: unknown): v is Record<string, unknown> {
  return typeof v === 'object' && v !== null && !Array.isArray(v)
}

function text(v: unknown): string | undefined {
  return typeof v === 'string' && v !== '' ? v : undefined
}

function parsePart(v: unknown): ProblemPart[] {
  if (!isRecord(v)) return []
  return [
    {
      key: text(v.key) ?? '',
      args: isRecord(v.args) ? v.args : undefined,
      field: text(v.field),
      detail: text(v.detail) ?? '',
      errors: parseParts(v.errors),
    },
  ]
}

function parseParts(v: unknown): ProblemPart[] | undefined {
  return Array.isArray(v) && v.length > 0 ? v.flatMap(parsePart) : undefined
}

/** Reads a problem from a body that may be anything: a proxy can answer in our server's stead. */
export function parseProblem(status: number, body: unknown): Problem {
  const [part] = parsePart(body)
  const head = part ?? { key: '', detail: '' }
  const raw = isRecord(body) ? body : {}
  return { ...head, status, title: text(raw.title), request: text(raw.request) }
}

/** The problem behind an error; one with status 0 when the server gave no answer. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Refused) return error.problem
  return { key: 'no_answer', detail: '', status: 0 }
}

/** Whether a gate refused because requirements are not met. */
export function isGateRefusal(p: Problem): boolean {
  return p.status === 422 && p.key.startsWith('gate.')
}

/** Whether the reader can mend it (a wrong field, a conflict, a missing right), as opposed to a failure of ours. */
export function isTheirs(p: Problem): boolean {
  return p.status >= 400 && p.status < 500 && p.status !== 408
}

/** The parts that name a field, by field; a text of a nested part stands for its parent. */
export function fieldErrors(p: Problem): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const add = (part: ProblemPart) => {
    if (part.field) {
      const name = part.field.replace(/\[(\d+)\]/g, '.$1')
      found.set(name, [...(found.get(name) ?? []), part.detail])
    }
    part.errors?.forEach(add)
  }
  if (p.errors?.length) p.errors.forEach(add)
  else add(p)
  return found
}
