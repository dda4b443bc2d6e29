/** A write that may have reached the server: the same content is sent again under the same key. */
export type Sent = { content: string; key: string }

/** What was typed into a form, and the version of the record it started from. */
export type DraftContent = { values: Record<string, unknown>; version: number | null; sent: Sent | null }
export type KeptDraft = DraftContent & { savedAt: string }
export type DraftPlace = { form: string; record: string }

/**
 * Copies on this machine of what the server does not have yet: written with each change, removed as soon as the server has it,
 * gone at log-out and after a day. In quiet times there are none.
 */
const PREFIX = 'nuoda.draft.'
const COPY_CHARS_MAX = 64 * 1024
const COPIES_MAX = 20
const COPY_MS = 24 * 3_600_000

const nameOf = (owner: string, { form, record }: DraftPlace): string => `${PREFIX}${owner}.${form}.${record}`

export function writeCopy(owner: string, place: DraftPlace, draft: KeptDraft): boolean {
  const text = JSON.stringify(draft)
  if (text.length > COPY_CHARS_MAX) return false
  try {
    const name = nameOf(owner, place)
    const others = copies().filter((copy) => copy.name !== name)
    for (const { name: old } of others.slice(COPIES_MAX - 1)) localStorage.removeItem(old)
    localStorage.setItem(name, text)
    return true
  } catch {
    return false // The browser refuses storage: the server's draft is all there is.
  }
}

export function readCopy(owner: string, place: DraftPlace, now = Date.now()): KeptDraft | null {
  const draft = parsed(localStorage.getItem(nameOf(owner, place)))
  return draft && now - Date.parse(draft.savedAt) < COPY_MS ? draft : null
}

export function removeCopy(owner: string, place: DraftPlace): void {
  localStorage.removeItem(nameOf(owner, place))
}

/** Removes the copies of everybody, or of everybody but one person, and those too old. */
export function clearCopies(exceptOwner: string | null = null, now = Date.now()): void {
  for (const { name, savedAt } of copies()) {
    const isOwn = exceptOwner !== null && name.startsWith(`${PREFIX}${exceptOwner}.`)
    if (!isOwn || now - savedAt > COPY_MS) localStorage.removeItem(name)
  }
}

/** All copies, the newest first. */
function copies(): { name: string; savedAt: number }[] {
  const names = Array.from({ length: localStorage.length }, (_, i) => localStorage.key(i) ?? '')
  return names
    .filter((name) => name.startsWith(PREFIX))
    .map((name) => ({ name, savedAt: Date.parse(parsed(localStorage.getItem(name))?.savedAt ?? '') || 0 }))
    .toSorted((a, b) => b.savedAt - a.savedAt)
}

function parsed(text: string | null): KeptDraft | null {
  try {
    return JSON.parse(text ?? 'null') as KeptDraft | null
  } catch {
    return null
  }
}
