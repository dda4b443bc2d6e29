import { editingApi } from '#modules/editing/api.ts'
import { ApiProblem, call } from '#web/lib/api.ts'
import {
  type DraftContent,
  type DraftPlace,
  type KeptDraft,
  readCopy,
  removeCopy,
  writeCopy,
} from '#web/lib/draft-copy.ts'

const QUIET_MS = 700
const AGAIN_MS = 5_000

/** Where the draft is: with the server since a time, only on this machine, or too large to keep. */
export type Keeping =
  | { kind: 'none' }
  | { kind: 'server'; at: string }
  | { kind: 'machine' }
  | { kind: 'lost' }

export type DraftKeeper = {
  find: () => Promise<KeptDraft | null>
  keep: (content: DraftContent) => void
  flush: () => void
  discard: () => Promise<void>
}

/** Keeps what one person types into one form: at once on this machine, a moment later with the server, and then only there. */
export function createDraftKeeper(
  owner: string,
  place: DraftPlace,
  tell: (keeping: Keeping) => void,
): DraftKeeper {
  let waiting: KeptDraft | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  let under: Promise<unknown> = Promise.resolve()

  const upload = async (draft: KeptDraft) => {
    const { values, sent, version } = draft
    try {
      const { savedAt } = await call(
        editingApi.saveDraft,
        { body: { ...place, content: { values, sent }, ...(version === null ? {} : { version }) } },
        { key: null, isKept: true },
      )
      if (waiting !== draft) return
      waiting = null
      removeCopy(owner, place)
      tell({ kind: 'server', at: savedAt })
    } catch (error) {
      const isRefused = error instanceof ApiProblem && error.status >= 400 && error.status < 500
      tell({ kind: isRefused && !readCopy(owner, place) ? 'lost' : 'machine' })
      if (!isRefused && waiting === draft) later(AGAIN_MS)
    }
  }
  const flush = () => {
    clearTimeout(timer)
    const draft = waiting
    if (draft) under = under.then(() => (waiting === draft ? upload(draft) : undefined))
  }
  const later = (ms: number) => {
    clearTimeout(timer)
    timer = setTimeout(flush, ms)
  }
  return {
    find: async () => {
      waiting = readCopy(owner, place)
      if (waiting) later(0) // The server never got it.
      return waiting ?? findKept(place)
    },
    keep: (content) => {
      waiting = { ...content, savedAt: new Date().toISOString() }
      writeCopy(owner, place, waiting)
      later(QUIET_MS)
    },
    flush,
    discard: async () => {
      clearTimeout(timer)
      waiting = null
      removeCopy(owner, place)
      tell({ kind: 'none' })
      // After what is under way, or it would come back.
      under = under.then(() => call(editingApi.discardDraft, { query: place }, { key: null, isKept: true }))
      await under.catch(() => undefined)
    },
  }
}

async function findKept(place: DraftPlace): Promise<KeptDraft | null> {
  const { draft } = await call(editingApi.getDraft, { query: place })
  if (!draft) return null
  const { values = {}, sent = null } = draft.content as Partial<DraftContent>
  return { values, sent, version: draft.version, savedAt: draft.savedAt }
}
