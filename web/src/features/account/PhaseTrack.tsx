import type { Phase } from '../../api/model'
import { useWords } from '../../app/preferences'

const track: Phase[] = ['target', 'attack', 'hold', 'defend']

/** 找准 → 攻 → 守 → 防: what is behind is ink, where it stands is the stone. Phases off the track are a word. */
export function PhaseTrack({ phase }: { phase: Phase }) {
  const { code } = useWords()
  const at = track.indexOf(phase)
  if (at < 0) return <b>{code('phase', phase)}</b>
  return (
    <ol className="qj-phases">
      {track.map((p, i) => (
        <li
          key={p}
          className={i < at ? 'done' : i === at ? 'here' : 'ahead'}
          aria-current={i === at ? 'step' : undefined}
        >
          <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
            {i === at ? (
              <>
                <circle cx="9" cy="9" r="8" fill="var(--qj-ink)" />
                <circle cx="9" cy="9" r="2.600" fill="var(--qj-zhu)" />
              </>
            ) : (
              <circle
                cx="9"
                cy="9"
                r="6"
                fill={i < at ? 'var(--qj-ink)' : 'var(--qj-surface)'}
                stroke={i < at ? 'var(--qj-ink)' : 'var(--qj-control)'}
                strokeWidth="1.500"
              />
            )}
          </svg>
          {code('phase', p)}
        </li>
      ))}
    </ol>
  )
}
