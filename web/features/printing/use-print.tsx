import { type ReactNode, Suspense, lazy, useState } from 'react'
import type { Text } from '#platform/text.ts'
import type { PrintSubject } from '#modules/printing/document.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { Icon } from '#web/ui/icons.tsx'
import type { BulkAction } from '#web/ui/list-types.ts'

const text = { print: { zh: '打印', en: 'Print' } } satisfies Text

const PrintDrawer = lazy(async () => ({
  default: (await import('#web/features/printing/print-drawer.tsx')).PrintDrawer,
}))

/** The print button of a record's page, for those who may print, and its drawer. */
export function usePrint(subject: PrintSubject, recordId: string): { actions: Action[]; dialog: ReactNode } {
  const t = useText(text)
  const canPrint = useCan('document.print')
  const [isOpen, setOpen] = useState(false)
  const action: Action = {
    key: 'print',
    label: t.print,
    icon: <Icon name="printer" size={16} />,
    run: () => setOpen(true),
  }
  return {
    actions: canPrint ? [action] : [],
    dialog: isOpen && (
      <Suspense>
        <PrintDrawer subject={subject} recordIds={[recordId]} onClose={() => setOpen(false)} />
      </Suspense>
    ),
  }
}

/** Printing for the rows selected in a list. */
export function usePrintMany<R extends { id: string }>(
  subject: PrintSubject,
): { bulk: BulkAction<R>[]; dialog: ReactNode } {
  const t = useText(text)
  const canPrint = useCan('document.print')
  const [open, setOpen] = useState<{ ids: string[]; done: (isDone: boolean) => void } | null>(null)
  const action: BulkAction<R> = {
    key: 'print',
    label: t.print,
    run: (rows) => new Promise((done) => setOpen({ ids: rows.map((row) => row.id), done })),
  }
  const close = (isPrinted: boolean) => {
    open?.done(isPrinted)
    setOpen(null)
  }
  return {
    bulk: canPrint ? [action] : [],
    dialog: open && (
      <Suspense>
        <PrintDrawer subject={subject} recordIds={open.ids} onClose={close} />
      </Suspense>
    ),
  }
}
