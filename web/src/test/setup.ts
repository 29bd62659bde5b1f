import { cleanup } from '@testing-library/react'
import { afterEach } from 'vitest'

afterEach(cleanup)

/** happy-dom has neither of these; nothing under test depends on when they call. */
class Quiet {
  observe() {}
  unobserve() {}
  disconnect() {}
}
Object.assign(globalThis, { ResizeObserver: Quiet, IntersectionObserver: Quiet })
