import { App } from 'antd'
import { useRef } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { refusals } from '#modules/shipments/refusals.ts'
import type { Text } from '#platform/text.ts'
import { type Shipment, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { problemText, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { Actions } from '#web/ui/action-button.tsx'
import { Properties, Section } from '#web/ui/detail-page.tsx'
import { Deadline, Time } from '#web/ui/values.tsx'

const text = {
  due: { zh: '应收回', en: 'Due back' },
  sent: { zh: '承运商寄回', en: 'Sent back' },
  received: { zh: '收到', en: 'Received' },
  scan: { zh: '扫描件', en: 'Scan' },
  has: { zh: '已上传', en: 'Attached' },
  markSent: { zh: '登记已寄回', en: 'It was sent back' },
  markReceived: { zh: '登记收到', en: 'It came in' },
  attach: { zh: '上传扫描件', en: 'Attach a scan' },
} satisfies Text

/** The signed receipt's way back. */
export function ReceiptSection({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const s = useText(shipmentText)
  const r = useText(refusals)
  const { message } = App.useApp()
  const canRecord = useCan('shipment.deliver')
  const isCarrier = useMe().boundTo.includes('carrier')
  const input = useRef<HTMLInputElement>(null)
  const record = useSend(shipmentsApi.recordReceipt)
  const attach = useSend(shipmentsApi.attachReceipt)
  const { receipt } = shipment
  const whyNot = !receipt ? r['receipt.not_delivered'] : receipt.receivedAt ? r['receipt.received'] : null
  const onError = (error: { detail: string }) => void message.error(problemText(error))
  const send = (step: 'sent' | 'received') =>
    record.mutate({ params: { id: shipment.id }, body: { step } }, { onError })
  const upload = (file: File | undefined) =>
    file && attach.mutate({ params: { id: shipment.id }, file, fileName: file.name }, { onError })
  const actions = [
    {
      key: 'received',
      label: t.markReceived,
      isPrimary: whyNot === null && !isCarrier,
      whyNot: whyNot ?? (isCarrier ? r['receipt.not_by_carrier'] : null),
      isBusy: record.isPending,
      run: () => send('received'),
    },
    {
      key: 'sent',
      label: t.markSent,
      isPrimary: whyNot === null && isCarrier,
      whyNot,
      run: () => send('sent'),
    },
    {
      key: 'scan',
      label: t.attach,
      whyNot: receipt ? null : whyNot,
      isBusy: attach.isPending,
      run: () => input.current?.click(),
    },
  ]
  return (
    <Section title={s.receipts}>
      <Properties
        rows={[
          {
            label: t.due,
            value: <Deadline due={receipt?.dueAt ?? null} doneAt={receipt?.receivedAt ?? null} />,
          },
          { label: t.sent, value: <Time at={receipt?.sentAt ?? null} /> },
          { label: t.received, value: <Time at={receipt?.receivedAt ?? null} /> },
          { label: t.scan, value: receipt?.hasScan ? t.has : '–' },
        ]}
      />
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg"
        hidden
        aria-label={t.attach}
        onChange={(event) => upload(event.target.files?.[0])}
      />
      {canRecord && <Actions actions={actions} />}
    </Section>
  )
}
