import { Button } from 'antd'
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useId, useRef, useState } from 'react'
import { useWords } from '../app/preferences'
import { drawingSize, isArrow, joinedTo, neighbour, nodesOf, readDrawing } from '../lib/drawing'
import { Icon } from './Icon'
import { Empty } from './State'

interface Props {
  /** The server's SVG. */
  drawing: string
  label: string
  selected?: string
  onSelect?: (node: string) => void
  /** The node to bring into sight first. */
  focus?: string
  /** The same in words: the accessible twin. */
  twin?: ReactNode
  legend?: ReactNode
}

type Zoom = number | 'fit'

const steps = [0.35, 0.5, 0.65, 0.8, 1, 1.25, 1.5, 2]
/** Below this a drawing that fits is no longer read; then it scrolls. */
const readable = 0.62

function nodeAt(target: EventTarget | null): string | undefined {
  return (target as Element | null)?.closest<SVGGElement>('g[data-node]')?.dataset.node
}

function middle(g: SVGGElement): { x: number; y: number } {
  const b = g.getBoundingClientRect()
  return { x: b.x + b.width / 2, y: b.y + b.height / 2 }
}

/** Size of an element, kept up to date. */
function useSize(ref: React.RefObject<HTMLElement | null>): { width: number; height: number } {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const el = ref.current
    if (!el) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(el)
    return () => observer.disconnect()
  }, [ref])
  return size
}

function useDrawing(drawing: string, host: React.RefObject<HTMLDivElement | null>) {
  const prefix = `qc${useId().replace(/\W/g, '')}`
  const [svg, setSvg] = useState<SVGSVGElement>()
  useEffect(() => {
    const read = readDrawing(drawing, prefix)
    if (read && host.current) host.current.replaceChildren(read)
    setSvg(read)
  }, [drawing, prefix, host])
  return svg
}

function Zooms({
  zoom,
  scale,
  setZoom,
  twin,
  reading,
  setReading,
}: {
  zoom: Zoom
  scale: number
  setZoom: (z: Zoom) => void
  twin: boolean
  reading: boolean
  setReading: (r: boolean) => void
}) {
  const { t } = useWords()
  const next = steps.find((s) => s > scale + 0.01)
  const last = steps.findLast((s) => s < scale - 0.01)
  return (
    <div className="qj-zooms">
      {twin && (
        <Button size="small" type="text" aria-pressed={reading} onClick={() => setReading(!reading)}>
          {t(reading ? 'chart.drawing' : 'chart.twin')}
        </Button>
      )}
      {!reading && (
        <>
          <Button
            size="small"
            type="text"
            aria-label={t('chart.smaller')}
            icon={<Icon name="minus" size={14} />}
            disabled={last === undefined}
            onClick={() => last !== undefined && setZoom(last)}
          />
          <span className="qj-n" aria-live="polite">
            {Math.round(scale * 100)}%
          </span>
          <Button
            size="small"
            type="text"
            aria-label={t('chart.larger')}
            icon={<Icon name="plus" size={14} />}
            disabled={next === undefined}
            onClick={() => next !== undefined && setZoom(next)}
          />
          <Button size="small" type="text" aria-pressed={zoom === 'fit'} onClick={() => setZoom('fit')}>
            {t('chart.fit')}
          </Button>
        </>
      )}
    </div>
  )
}

/** A drawing of the server inside the page: its nodes are chosen by click, Enter and arrow keys; it zooms and scrolls. */
export function ChartView({ drawing, label, selected, onSelect, focus, twin, legend }: Props) {
  const { t } = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const svg = useDrawing(drawing, host)
  const size = useSize(frame)
  const [zoom, setZoom] = useState<Zoom | undefined>()
  const [reading, setReading] = useState(false)
  const natural = svg ? drawingSize(svg) : { width: 1, height: 1 }
  const fitting = Math.min(1.25, (size.width - 8) / natural.width, (size.height - 8) / natural.height)
  const fit = fitting > 0 ? fitting : 1
  const chosen: Zoom = zoom ?? (fit >= readable ? 'fit' : 0.9)
  const scale = chosen === 'fit' ? fit : chosen

  useEffect(() => {
    if (!svg) return
    svg.setAttribute('width', String(natural.width * scale))
    svg.setAttribute('height', String(natural.height * scale))
    svg.setAttribute('aria-label', label)
    svg.setAttribute('role', 'group')
  }, [svg, scale, natural.width, natural.height, label])

  // One node is in the tab order: the chosen one, else the live one, else the first.
  useEffect(() => {
    if (!svg) return
    const nodes = nodesOf(svg)
    const stop = selected && nodes.has(selected) ? selected : (focus ?? [...nodes.keys()][0])
    for (const g of svg.querySelectorAll<SVGGElement>('g[data-node]')) {
      const id = g.dataset.node
      g.setAttribute('tabindex', id === stop && onSelect ? '0' : '-1')
      g.classList.toggle('chosen', id === selected)
      if (onSelect) g.setAttribute('aria-pressed', String(id === selected))
      else g.setAttribute('role', 'img')
    }
  }, [svg, selected, focus, onSelect])

  const reveal = useCallback(
    (id: string | undefined) => {
      const g = id && svg ? nodesOf(svg).get(id) : undefined
      const box = frame.current
      if (!g || !box) return
      const at = middle(g)
      const seen = box.getBoundingClientRect()
      box.scrollBy({ left: at.x - seen.x - seen.width / 2, top: at.y - seen.y - seen.height / 2 })
    },
    [svg],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the drawing, its size or the wish changes
  useEffect(() => {
    if (size.width > 0) reveal(focus)
  }, [svg, scale, focus, size.width > 0])

  const keys = (e: KeyboardEvent) => {
    const from = nodeAt(e.target)
    if (!svg || !from || !onSelect || e.nativeEvent.isComposing) return
    if (e.key === 'Enter' || e.key === ' ') {
      e.preventDefault()
      onSelect(from)
    } else if (isArrow(e.key)) {
      e.preventDefault()
      const nodes = nodesOf(svg)
      const places = [...nodes].map(([id, g]) => ({ id, ...middle(g) }))
      const to = neighbour(places, from, e.key, joinedTo(svg, from))
      if (to) {
        nodes.get(to)?.focus()
        onSelect(to)
      }
    }
  }
  return (
    <section className="qj-board" aria-label={label}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the nodes inside are the buttons; one listener serves them all */}
      <div
        ref={frame}
        className="qj-frame"
        hidden={reading}
        onKeyDown={keys}
        onClick={(e) => {
          const id = nodeAt(e.target)
          if (id && onSelect) onSelect(id)
        }}
      >
        <div ref={host} className="qj-host" />
      </div>
      {!svg && drawing !== '' && <Empty why={t('chart.broken')} />}
      {reading && <div className="qj-twin">{twin}</div>}
      <footer className="qj-legend">
        {!reading && legend}
        <span className="qj-gap" />
        <Zooms
          zoom={chosen}
          scale={scale}
          setZoom={setZoom}
          twin={twin !== undefined}
          reading={reading}
          setReading={setReading}
        />
      </footer>
    </section>
  )
}
