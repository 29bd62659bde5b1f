import { describe, expect, it } from 'vitest'
import { drawingSize, joinedTo, neighbour, nodesOf, readDrawing } from './drawing'

const svg = `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 988 716" class="qc" onload="alert(1)">
<style>.qc{fill:red}</style><script>alert(1)</script>
<defs><marker id="qc-a"><path class="mA" d="M0 0"/></marker></defs>
<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>
<g data-edge="A1.A2"><path class="e" d="M0 0" marker-end="url(#qc-a)" style="fill:url(https://x.example/y)"/></g>
<g class="live" data-node="A1" tabindex="0" role="button" aria-label="A1" onclick="alert(1)"><rect class="sh"/><text>了解</text></g>
<g data-node="A2"><a href="javascript:alert(1)"><text>x</text></a></g>
</svg>`

describe('readDrawing', () => {
  const read = readDrawing(svg, 'p1')
  const out = read?.outerHTML ?? ''
  it('keeps what is drawn', () => {
    expect(read && [...nodesOf(read).keys()]).toEqual(['A1', 'A2'])
    expect(read && drawingSize(read)).toEqual({ width: 988, height: 716 })
    expect(out).toContain('了解')
  })
  it('takes out scripts, handlers, foreign markup, links and outside references', () => {
    expect(out).not.toMatch(/script|alert|onload|onclick|foreignObject|https:|javascript:|<style|<a /i)
  })
  it('gives ids a prefix, so that two drawings do not share an arrow', () => {
    expect(out).toContain('id="p1-qc-a"')
    expect(out).toContain('url(#p1-qc-a)')
  })
  it('knows which nodes an arrow joins', () => {
    expect(read && [...joinedTo(read, 'A1')]).toEqual(['A2'])
  })
  it('refuses what is no drawing', () => {
    expect(readDrawing('<html></html>', 'p')).toBeUndefined()
  })
})

describe('neighbour', () => {
  const places = [
    { id: 'A1', x: 100, y: 100 },
    { id: 'A2', x: 100, y: 200 },
    { id: 'G1', x: 100, y: 300 },
    { id: 'B1', x: 300, y: 110 },
    { id: 'Z2', x: 300, y: 400 },
  ]
  it.each([
    ['A1', 'ArrowDown', 'A2'],
    ['A2', 'ArrowUp', 'A1'],
    ['A1', 'ArrowRight', 'B1'],
    ['B1', 'ArrowLeft', 'A1'],
    ['A1', 'ArrowUp', undefined],
  ] as const)('goes from %s by %s to %s', (from, key, to) => {
    expect(neighbour(places, from, key)).toBe(to)
  })
  it('prefers a node that an arrow joins', () => {
    expect(neighbour(places, 'G1', 'ArrowRight', new Set(['Z2']))).toBe('Z2')
  })
})
