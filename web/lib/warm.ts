const LATER_MS = 300

/** Loads code that most people need next, once the page has nothing else to do. */
export function warmUp(load: () => Promise<unknown>): () => void {
  const work = () => void load().catch(() => undefined)
  // Not every browser tells when it is idle.
  if (!('requestIdleCallback' in window)) {
    const timer = setTimeout(work, LATER_MS)
    return () => clearTimeout(timer)
  }
  const handle = requestIdleCallback(work)
  return () => cancelIdleCallback(handle)
}
