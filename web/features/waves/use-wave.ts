import { App } from 'antd'
import type { Text } from '#platform/text.ts'
import { wavesApi } from '#modules/waves/api.ts'
import { ApiProblem, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { useGo } from '#web/ui/link.tsx'
import type { BulkAction } from '#web/ui/list-types.ts'

const text = { title: { zh: '合并分配', en: 'Joint allocation' } } satisfies Text

/** Asks for a proposal over these orders, or over all that are open, and opens it. */
export function usePlanWave() {
  const { message } = App.useApp()
  const go = useGo()
  const send = useSend(wavesApi.planWave)
  const plan = async (orderIds: string[] | null): Promise<boolean> => {
    try {
      const wave = await send.mutateAsync({ body: orderIds ? { orderIds } : {} })
      go(paths.wave(wave.id))
      return true
    } catch (error) {
      void message.error(error instanceof ApiProblem ? error.detail : String(error))
      return false
    }
  }
  return { plan, isBusy: send.isPending }
}

/** The button for the orders selected in a list, for those who may. */
export function useWaveOfMany<R extends { id: string }>(): BulkAction<R>[] {
  const t = useText(text)
  const canPlan = useCan('wave.manage')
  const { plan } = usePlanWave()
  return canPlan ? [{ key: 'wave', label: t.title, run: (rows) => plan(rows.map((row) => row.id)) }] : []
}

/** Stops the search or the applying, or discards the proposal. */
export function useCancelWave(id: string) {
  const { message } = App.useApp()
  const send = useSend(wavesApi.cancelWave)
  const cancel = () =>
    send.mutate({ params: { id } }, { onError: (error) => void message.error(error.detail) })
  return { cancel, isPending: send.isPending }
}
