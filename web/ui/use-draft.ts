import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { DraftContent, DraftPlace, KeptDraft, Sent } from '#web/lib/draft-copy.ts'
import { type DraftKeeper, type Keeping, createDraftKeeper } from '#web/lib/draft-keeper.ts'
import { useMe } from '#web/lib/session.ts'

export type Draft = {
  /** When what the form shows was typed, if that was before it was opened. */
  restoredAt: string | null
  keeping: Keeping
  keep: (values: object, version: number | undefined) => void
  flush: () => void
  discard: () => Promise<void>
  /** The key of the write under way: it outlives the page with the draft. */
  sent: { get: () => Sent | null; set: (sent: Sent | null) => void }
}

/**
 * The draft of one form about one record; a place that is null keeps nothing. `restore` puts a draft into the form when there is
 * one, and says whether it did.
 */
export function useDraft(place: DraftPlace | null, restore: (found: KeptDraft) => boolean): Draft {
  const owner = useMe().user.id
  const [keeping, setKeeping] = useState<Keeping>({ kind: 'none' })
  const [restoredAt, setRestoredAt] = useState<string | null>(null)
  const [keeper] = useState<DraftKeeper | null>(() => place && createDraftKeeper(owner, place, setKeeping))
  const content = useRef<DraftContent>({ values: {}, version: null, sent: null })

  const take = useEffectEvent(restore)
  useEffect(() => {
    let isGone = false
    const find = async () => {
      const draft = await keeper?.find().catch(() => null)
      if (!draft || isGone) return
      if (Object.keys(draft.values).length === 0 || !take(draft)) return
      content.current = draft
      setRestoredAt(draft.savedAt)
    }
    void find()
    const flush = () => keeper?.flush()
    window.addEventListener('pagehide', flush)
    return () => {
      isGone = true
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [keeper])

  const keep = (patch: Partial<DraftContent>) => {
    content.current = { ...content.current, ...patch }
    keeper?.keep(content.current)
  }
  return {
    restoredAt,
    keeping,
    keep: (values, version) => keep({ values: { ...values }, version: version ?? null }),
    flush: () => keeper?.flush(),
    discard: async () => {
      content.current = { values: {}, version: null, sent: null }
      setRestoredAt(null)
      await keeper?.discard()
    },
    sent: {
      get: () => content.current.sent,
      set: (sent) => {
        if (sent) keep({ sent })
        else content.current = { ...content.current, sent: null }
      },
    },
  }
}
