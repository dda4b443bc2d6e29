import { useEffect, useRef, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import type { Duplicates, Policy } from '#modules/imports/batch.ts'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { ApiProblem, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'

const text = {
  stop: { zh: '暂停', en: 'Pause' },
  unknown: {
    zh: '导入中断，已生成的订单不受影响，可继续',
    en: 'The import stopped. What was placed stays; you can go on',
  },
} satisfies Text

type How = { policy: Policy; duplicates: Duplicates }

/**
 * Runs an import part by part until nothing is pending, it is stopped, or something fails. Each part is safe to send again.
 * `onTurned`: an all-or-nothing run placed nothing after all.
 */
export function useRun({ id }: Batch, onTurned: () => void) {
  const t = useText(text)
  const send = useSend(importsApi.runImport)
  const [isBusy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const isStopped = useRef(false)
  useEffect(() => () => void (isStopped.current = true), [])

  const run = async (how: How) => {
    isStopped.current = false
    setProblem(null)
    setBusy(true)
    try {
      for (;;) {
        const { placed, batch } = await send.mutateAsync({ params: { id }, body: how })
        if (placed === 0 && batch.pending > 0) onTurned()
        if (placed === 0 || batch.pending === 0 || isStopped.current) break
      }
    } catch (error) {
      setProblem(error instanceof ApiProblem ? error.detail : t.unknown)
    }
    setBusy(false)
  }
  return {
    run: (how: How) => void run(how),
    stop: () => void (isStopped.current = true),
    stopText: t.stop,
    isBusy,
    problem,
  }
}
