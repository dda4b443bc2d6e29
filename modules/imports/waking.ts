/** All companies are looked at this often: for what another server, or this one before a restart, left under way. */
const SWEEP_MS = 15_000
/** A company stays awake this long after a request, which may commit a moment later than it is heard of. */
const AWAKE_MS = 10_000

const awake = new Map<string, number>()
const sweptAt = new Map<string, number>()

/** There is work for this company. */
export function wake(tenantId: string): void {
  awake.set(tenantId, Date.now() + AWAKE_MS)
}

/** Companies that a job has to look at; null for all of them. */
export function busyTenants(job: string): string[] | null {
  if (Date.now() - (sweptAt.get(job) ?? 0) > SWEEP_MS) {
    sweptAt.set(job, Date.now())
    return null
  }
  return [...awake.keys()]
}

/** Keeps a company awake while it has work, and lets it go afterwards. */
export function forgetIdle(tenantId: string, hasWork: boolean): void {
  if (hasWork) wake(tenantId)
  else if ((awake.get(tenantId) ?? 0) < Date.now()) awake.delete(tenantId)
}
