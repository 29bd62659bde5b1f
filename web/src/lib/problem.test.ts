import { describe, expect, it } from 'vitest'
import { fieldErrors, isGateRefusal, isTheirs, parseProblem, problemOf, Refused } from './problem'

describe('parseProblem', () => {
  it('reads a gate refusal with its parts', () => {
    const p = parseProblem(422, {
      status: 422,
      key: 'gate.refused',
      detail: 'G2 还差 1 条',
      args: { gate: 'G2' },
      request: '7f3a',
      errors: [
        {
          key: 'gate.requirement.coach_settled',
          detail: '没有内线',
          args: { repair: 'coach' },
          errors: [{ key: 'gate.part.unmet', detail: '内线 0,要 ≥ 1' }],
        },
      ],
    })
    expect(isGateRefusal(p)).toBe(true)
    expect(isTheirs(p)).toBe(true)
    expect(p.request).toBe('7f3a')
    expect(p.errors?.[0]?.args?.repair).toBe('coach')
    expect(p.errors?.[0]?.errors?.[0]?.detail).toBe('内线 0,要 ≥ 1')
  })
  it('survives a body that is no problem at all', () => {
    for (const body of [undefined, null, 'gateway timeout', [1], { detail: 7 }]) {
      const p = parseProblem(502, body)
      expect(p).toMatchObject({ status: 502, key: '', detail: '' })
      expect(isTheirs(p)).toBe(false)
    }
  })
  it('takes a failed fetch for no answer', () => {
    expect(problemOf(new TypeError('failed to fetch')).status).toBe(0)
    expect(problemOf(new Refused(parseProblem(409, {}))).status).toBe(409)
  })
})

describe('fieldErrors', () => {
  it('finds fields at any depth and writes indexes with dots', () => {
    const p = parseProblem(400, {
      key: 'fault.invalid',
      detail: '2 处不对',
      errors: [
        { key: 'field.required', field: 'name', detail: '没有填' },
        { key: 'x', detail: '', errors: [{ key: 'field.too_long', field: 'nextFocus[1]', detail: '太长' }] },
      ],
    })
    expect(Object.fromEntries(fieldErrors(p))).toEqual({ name: ['没有填'], 'nextFocus.1': ['太长'] })
  })
  it('is empty where no field is named', () => {
    expect(fieldErrors(parseProblem(409, { key: 'task.closed', detail: '已经完成' })).size).toBe(0)
  })
})
