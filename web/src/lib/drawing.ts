/** Reading the server's drawings: what comes in is checked, then it stands in the page and takes its colours. */

const svgSpace = 'http://www.w3.org/2000/svg'

const elements = new Set(
  'svg g path rect circle ellipse line polyline polygon text tspan title desc defs marker pattern clipPath'.split(
    ' ',
  ),
)

function keepAttribute(name: string, value: string): boolean {
  if (name.startsWith('on') || name === 'href' || name === 'xlink:href') return false
  // Only references inside the drawing are allowed.
  return !/url\(\s*['"]?(?!#)/i.test(value) && !/javascript:/i.test(value)
}

function clean(el: Element, prefix: string): void {
  for (const child of [...el.children]) {
    if (child.namespaceURI !== svgSpace || !elements.has(child.localName)) child.remove()
    else clean(child, prefix)
  }
  for (const a of [...el.attributes]) {
    if (!keepAttribute(a.name, a.value)) el.removeAttribute(a.name)
    else if (a.name === 'id') el.setAttribute('id', `${prefix}-${a.value}`)
    else if (a.value.includes('url(#'))
      el.setAttribute(a.name, a.value.replaceAll('url(#', `url(#${prefix}-`))
  }
}

/**
 * Reads a drawing and takes out everything that is not a drawing: scripts, foreign markup, outside references, and
 * its style sheet (the page has the same one, and its policy allows no other). Ids get a prefix, so that several
 * drawings can stand on one page. Returns undefined when the text is no SVG.
 */
export function readDrawing(text: string, prefix: string): SVGSVGElement | undefined {
  const doc = new DOMParser().parseFromString(text, 'image/svg+xml')
  const root = doc.documentElement
  if (root?.localName !== 'svg' || doc.querySelector('parsererror')) return undefined
  clean(root, prefix)
  return root as unknown as SVGSVGElement
}

/** Size of a drawing in px, from its view box. */
export function drawingSize(svg: SVGSVGElement): { width: number; height: number } {
  const box = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number)
  const [, , width = 0, height = 0] = box
  return width > 0 && height > 0 ? { width, height } : { width: 800, height: 600 }
}

/** All nodes of a drawing that can be chosen, by id. A node drawn twice counts once. */
export function nodesOf(svg: SVGSVGElement): Map<string, SVGGElement> {
  const found = new Map<string, SVGGElement>()
  for (const g of svg.querySelectorAll<SVGGElement>('g[data-node]')) {
    const id = g.dataset.node
    if (id && !found.has(id)) found.set(id, g)
  }
  return found
}

/** Where a node stands, in any unit that is the same for all nodes. */
export interface Place {
  id: string
  x: number
  y: number
}

/** An arrow key. */
export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'

const directions: Record<Arrow, [number, number]> = {
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
}

/** Whether a key is an arrow key. */
export function isArrow(key: string): key is Arrow {
  return Object.hasOwn(directions, key)
}

/** Cost of going from one node to another in a direction; undefined when it lies elsewhere. */
function cost(from: Place, to: Place, arrow: Arrow): number | undefined {
  const [dx, dy] = directions[arrow]
  const along = (to.x - from.x) * dx + (to.y - from.y) * dy
  const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx)
  return along > 1 && aside <= 2 * along + 1 ? along + 2 * aside : undefined
}

/**
 * The node that an arrow key leads to: the nearest in that direction, where one joined by an edge is preferred to
 * one that merely lies there. Undefined at the border.
 */
export function neighbour(
  places: Place[],
  from: string,
  arrow: Arrow,
  joined: ReadonlySet<string> = new Set(),
): string | undefined {
  const here = places.find((p) => p.id === from)
  if (!here) return places[0]?.id
  let best: { id: string; cost: number } | undefined
  for (const p of places) {
    const far = p.id === from ? undefined : cost(here, p, arrow)
    if (far === undefined) continue
    const weighed = joined.has(p.id) ? far / 4 : far
    if (!best || weighed < best.cost) best = { id: p.id, cost: weighed }
  }
  return best?.id
}

/** The nodes joined to a node by an arrow; the id of an arrow is `source.target`, with a number where there are two. */
export function joinedTo(svg: SVGSVGElement, id: string): Set<string> {
  const joined = new Set<string>()
  for (const e of svg.querySelectorAll<SVGElement>('[data-edge]')) {
    const [from, to] = (e.dataset.edge ?? '').split('.')
    if (from === id && to) joined.add(to)
    if (to === id && from) joined.add(from)
  }
  return joined
}
