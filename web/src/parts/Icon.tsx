import type { ReactNode } from 'react'

const paths = {
  today: (
    <>
      <circle cx="9" cy="9" r="6.5" />
      <circle cx="9" cy="9" r="2" fill="currentColor" stroke="none" />
    </>
  ),
  account: <path d="M3 15.5V6l6-3 6 3v9.5M3 15.5h12M7 15.5v-4h4v4M6.5 8h.01M11.5 8h.01" />,
  opportunity: (
    <>
      <circle cx="4" cy="4.500" r="1.800" />
      <path d="M5.800 4.500H9l3.500 4.500L9 13.500H4M9 4.500v9" />
      <path d="M9 6l3.200 3L9 12 5.800 9z" fill="var(--qj-surface)" />
    </>
  ),
  chart: (
    <>
      <rect x="2.500" y="2.500" width="5" height="4" />
      <rect x="10.500" y="11.500" width="5" height="4" />
      <path d="M7.500 4.500H13v7M5 6.500v7h5.500" />
    </>
  ),
  settings: (
    <>
      <path d="M2.500 5.500h7M13.500 5.500h2M2.500 12.500h2M8.500 12.500h7" />
      <circle cx="11.500" cy="5.500" r="2" />
      <circle cx="6.500" cy="12.500" r="2" />
    </>
  ),
  plus: <path d="M9 3.500v11M3.500 9h11" />,
  check: <path d="M3.500 9.500l3.500 3.500 7.500-8" />,
  cross: <path d="M4.500 4.500l9 9M13.500 4.500l-9 9" />,
  unknown: <path d="M6 6.500A3 3 0 1110 9.300c-.700.400-1 .900-1 1.700M9 14h.01" />,
  more: <path d="M4 9h.01M9 9h.01M14 9h.01" strokeWidth="2.400" />,
  moon: <path d="M14.500 11A6 6 0 017 3.500 6 6 0 1014.500 11z" />,
  sun: (
    <>
      <circle cx="9" cy="9" r="3" />
      <path d="M9 1.500v2M9 14.500v2M1.500 9h2M14.500 9h2M3.700 3.700l1.400 1.400M12.900 12.900l1.400 1.400M3.700 14.300l1.400-1.400M12.900 5.100l1.400-1.400" />
    </>
  ),
  back: <path d="M7 4L3 8l4 4M3 8h8a4 4 0 010 8H8" />,
  next: <path d="M7 4l5 5-5 5" />,
  file: <path d="M4 2.500h7l3 3v10H4zM11 2.500v3h3M6.500 9h5M6.500 12h5" />,
  link: (
    <path d="M7.500 10.500l3-3M8 5.500l1.500-1.500a3 3 0 014.500 4.500L12.500 10M10 12.500L8.500 14A3 3 0 014 9.500L5.500 8" />
  ),
  undo: <path d="M6 4L3 7l3 3M3 7h7a4 4 0 010 8H7" />,
  minus: <path d="M3.500 9h11" />,
  fit: <path d="M3 6.500V3h3.500M11.500 3H15v3.500M15 11.500V15h-3.500M6.500 15H3v-3.500" />,
} satisfies Record<string, ReactNode>

export type IconName = keyof typeof paths

/** An icon of the 18 px grid. It says nothing to screen readers: the label stands beside it or on its button. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className="qj-icon" width={size} height={size} viewBox="0 0 18 18" aria-hidden="true">
      {paths[name]}
    </svg>
  )
}

/** The mark: four lines, a stone on a crossing, the cinnabar point of the last move. */
export function Mark({ size = 26 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path
        d="M9 2.500V29.500M22.500 18V29.500M2.500 9.500H14M2.500 22.500H29.500"
        fill="none"
        stroke="var(--qj-ink)"
        strokeWidth="2"
        strokeLinecap="square"
      />
      <circle cx="22.500" cy="9.500" r="6.800" fill="var(--qj-ink)" />
      <circle cx="22.500" cy="9.500" r="2.100" fill="var(--qj-zhu)" />
    </svg>
  )
}

/** The stone: somebody's move is due here. */
export function Stone({ size = 14 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 18 18" aria-hidden="true" className="qj-stone">
      <circle cx="9" cy="9" r="8" fill="var(--qj-ink)" />
      <circle cx="9" cy="9" r="2.600" fill="var(--qj-zhu)" />
    </svg>
  )
}

/** How bad: red triangle, orange diamond, yellow ring, with a word beside it. */
export function Severity({ of, children }: { of: 'red' | 'orange' | 'yellow'; children: ReactNode }) {
  return (
    <span className={`qj-sev ${of}`}>
      <svg viewBox="0 0 12 12" aria-hidden="true">
        {of === 'red' && (
          <>
            <path d="M6 .800L11.600 11H.400z" fill="currentColor" />
            <path
              d="M6 4.500v3M6 9.300v.010"
              stroke="var(--qj-surface)"
              strokeWidth="1.500"
              strokeLinecap="round"
            />
          </>
        )}
        {of === 'orange' && (
          <>
            <path d="M6 1l5 5-5 5-5-5z" fill="none" stroke="currentColor" strokeWidth="1.500" />
            <path d="M6 1v10L1 6z" fill="currentColor" />
          </>
        )}
        {of === 'yellow' && (
          <circle cx="6" cy="6" r="4.500" fill="none" stroke="currentColor" strokeWidth="1.800" />
        )}
      </svg>
      {children}
    </span>
  )
}
