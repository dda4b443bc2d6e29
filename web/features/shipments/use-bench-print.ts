import { App } from 'antd'
import type { Text } from '#platform/text.ts'
import { printingApi } from '#modules/printing/api.ts'
import { openPrint } from '#web/features/printing/open-print.ts'
import { benchPrint, printHabits } from '#web/features/printing/print-store.ts'
import { call, problemText } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'

const text = {
  printed: { zh: '标签已送往打印', en: 'The label is being printed' },
  blocked: {
    zh: '浏览器拦截了打印窗口：请允许本站弹出窗口，再点“打印”',
    en: 'The browser kept the print window shut: allow pop-ups for this site, then press Print',
  },
} satisfies Text

const REASON = { zh: '重新包装', en: 'Packed anew' }

/** Prints the label of a shipment that was just packed, in the format this bench used last. */
export function useBenchPrint(): (shipmentId: string) => Promise<void> {
  const t = useText(text)
  const reason = useText({ again: REASON }).again
  const { message } = App.useApp()
  return async (shipmentId) => {
    const document = benchPrint.get()
    if (!document) return
    const habit = printHabits.get()[document] ?? { format: 'pdf' as const }
    try {
      // A parcel that was opened and packed again needs a new label; the log says why.
      const print = await call(printingApi.startPrint, {
        body: { document, recordIds: [shipmentId], ...habit, reason },
      })
      const isOpen = await openPrint(print.id, habit.format)
      void (isOpen ? message.success(t.printed) : message.warning(t.blocked))
    } catch (error) {
      void message.error(problemText(error))
    }
  }
}
