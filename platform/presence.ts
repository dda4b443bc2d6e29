import { type Database, sql } from '#platform/db.ts'
import type { Job } from '#platform/jobs.ts'
import { type LiveHub, block } from '#platform/live.ts'
import { PRESENCE_KEPT_MS, type Person, type PresenceState, peopleOf } from '#platform/presence-state.ts'
import { type RecordRef, recordKey } from '#platform/records.ts'

const EVERY_MS = 250
/** How far back each look goes, besides the time since the last: a row is seen when it commits, a little after its time. */
const OVERLAP_MS = 3_000
const PAGES_MAX = 20_000
const GREETED_MAX = 500

type Row = {
  tenant_id: string
  client_id: string
  user_id: string
  user_name: string
  record_type: string | null
  record_id: string | null
  state: PresenceState
  seen_ms: number
}
type Page = { tenantId: string; ref: RecordRef | null; person: Person; seenMs: number }

export type PresenceWatch = {
  job: Job
  /** All who are somewhere in a company now, for a client that joins. */
  greet: (tenantId: string) => { ref: RecordRef; text: string }[]
}

/** Keeps in memory who is where, and says what changes of it over the live stream. */
export function watchPresence(database: Database, hub: () => LiveHub): PresenceWatch {
  const pages = new Map<string, Page>()
  let lookedAt = -Infinity
  return {
    job: {
      name: 'presence',
      everyMs: EVERY_MS,
      async run() {
        if (hub().clients() === 0) return false
        const began = performance.now()
        const { nowMs, rows } = await readPages(
          database,
          Math.min(began - lookedAt + OVERLAP_MS, PRESENCE_KEPT_MS),
        )
        lookedAt = began
        const touched = new Map<string, { tenantId: string; ref: RecordRef }>()
        const touch = ({ tenantId, ref }: Page) =>
          ref && touched.set(`${tenantId} ${recordKey(ref)}`, { tenantId, ref })
        for (const row of rows) {
          const before = pages.get(row.client_id)
          const page = pageOf(row)
          if (page.ref && (before || pages.size < PAGES_MAX)) pages.set(row.client_id, page)
          else pages.delete(row.client_id)
          if (before && isSame(before, page)) continue
          if (before) touch(before)
          touch(page)
        }
        for (const [id, page] of pages) {
          if (nowMs - page.seenMs <= PRESENCE_KEPT_MS) continue
          pages.delete(id)
          touch(page)
        }
        const byRecord = group(pages)
        for (const [key, { tenantId, ref }] of touched)
          hub().say(tenantId, ref, textOf(ref, byRecord.get(key) ?? []))
        return false
      },
    },
    greet: (tenantId) =>
      [...group(pages).values()]
        .filter(([page]) => page?.tenantId === tenantId)
        .slice(0, GREETED_MAX)
        .flatMap((some) => {
          const ref = some[0]?.ref
          return ref ? [{ ref, text: textOf(ref, some) }] : []
        }),
  }
}

async function readPages(database: Database, backMs: number): Promise<{ nowMs: number; rows: Row[] }> {
  const rows = await database.transaction(
    null,
    (db) =>
      db.all(sql<Row & { now_ms: number }>`
        select p.tenant_id, p.client_id, p.user_id, p.user_name, p.record_type, p.record_id, p.state,
          (extract(epoch from p.seen_at) * 1000)::float8 as seen_ms, (extract(epoch from clock_timestamp()) * 1000)::float8 as now_ms
        from (select) one left join presence p on p.seen_at > clock_timestamp() - make_interval(secs => ${backMs / 1_000})
        limit ${PAGES_MAX}`),
    { dispatcher: true },
  )
  return { nowMs: rows[0]?.now_ms ?? 0, rows: rows.filter((row) => row.tenant_id !== null) }
}

const pageOf = (row: Row): Page => ({
  tenantId: row.tenant_id,
  ref: row.record_type && row.record_id ? ({ type: row.record_type, id: row.record_id } as RecordRef) : null,
  person: { id: row.user_id, name: row.user_name, state: row.state },
  seenMs: row.seen_ms,
})

const isSame = (a: Page, b: Page): boolean =>
  a.person.state === b.person.state && (a.ref && recordKey(a.ref)) === (b.ref && recordKey(b.ref))

const group = (pages: Map<string, Page>): Map<string, Page[]> =>
  Map.groupBy(
    [...pages.values()].filter((page) => page.ref),
    (page) => `${page.tenantId} ${page.ref ? recordKey(page.ref) : ''}`,
  )

const textOf = (ref: RecordRef, pages: Page[]): string =>
  block('presence', null, JSON.stringify({ ...ref, people: peopleOf(pages.map((page) => page.person)) }))
