import { readStored, writeStored } from '#web/lib/store.ts'

/** A record somebody had open: the path of its page and the title it showed. */
export type Recent = { path: string; title: string }

const NAME = 'recent'
const RECENT_MAX = 12

/** Newest first. Only of the person who is logged in: what another left in this browser is not read. */
export function listRecent(userId: string): Recent[] {
  const kept = readStored<{ userId: string; rows: Recent[] }>(NAME)
  return kept?.userId === userId ? kept.rows : []
}

export function rememberRecent(userId: string, seen: Recent): void {
  const others = listRecent(userId).filter((row) => row.path !== seen.path)
  writeStored(NAME, { userId, rows: [seen, ...others].slice(0, RECENT_MAX) })
}

export function forgetRecent(): void {
  writeStored(NAME, null)
}
