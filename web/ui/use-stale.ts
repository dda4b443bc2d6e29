import type { FormInstance } from 'antd'
import { useRef, useState } from 'react'
import type { ApiProblem } from '#web/lib/api.ts'
import { queryClient } from '#web/lib/session.ts'
import { type Stale, type ToForm, placeAll, staleOf } from '#web/ui/form-conflict.ts'

/** Which version of the record a form started from, and what became of it when others saved meanwhile. */
export function useStale(form: FormInstance, version: number | undefined, toForm: ToForm | undefined) {
  const seen = useRef(version)
  const [stale, setStale] = useState<Stale | null>(null)
  return {
    seen,
    stale,
    /** Takes a refusal in; true when there are fields to choose. Else the record only moved: sending again means it. */
    meet: (error: ApiProblem): boolean => {
      const found = staleOf(error, form, toForm)
      if (found.conflicts.length === 0) {
        seen.current = found.version
        void queryClient.invalidateQueries()
        return false
      }
      placeAll(form, found.merged)
      setStale(found)
      return true
    },
    settle: () => {
      seen.current = stale?.version
      setStale(null)
    },
    restart: (from: number | undefined = version) => {
      seen.current = from
      setStale(null)
    },
  }
}
