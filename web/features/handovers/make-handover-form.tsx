import { Form, Input } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { handoversApi } from '#modules/handovers/api.ts'
import { DEFAULT_RULE, windowFrom } from '#modules/handovers/pickup-rule.ts'
import { handoverText } from '#web/features/handovers/handover-text.ts'
import { type Candidate, ShipmentChoice, chosenOf } from '#web/features/handovers/shipment-choice.tsx'
import { WarehouseLookup } from '#web/features/inventory/lookups.tsx'
import { InstantInput } from '#web/features/promises/instant-input.tsx'
import { CarrierLookup } from '#web/features/shipments/lookups.tsx'
import { useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { useGo } from '#web/ui/link.tsx'
import { useNow } from '#web/ui/values.tsx'

const text = {
  ...handoverText,
  make: { zh: '新建交接单', en: 'New hand-over list' },
  help: {
    zh: '列出已包装待揽收、或三天内已交出而未列单的发运单；未定承运商的不会自动勾选。',
    en: 'Lists what is packed, and what left with the carrier within three days on no list. What has no carrier yet is not ticked by itself.',
  },
} satisfies Text

const MINUTE_MS = 60_000

type Values = {
  warehouseId: string
  carrierId: string
  pickUpFrom: string
  pickUpTo: string
  note?: string
  touched?: string[]
}

/** What a carrier picks up at a warehouse next. */
export function MakeHandoverForm({ onClose }: { onClose: () => void }) {
  const t = useText(text)
  const goTo = useGo()
  const now = useNow()
  const [offered, setOffered] = useState<readonly Candidate[]>([])
  const window = windowFrom(Math.ceil(now / MINUTE_MS) * MINUTE_MS, DEFAULT_RULE.windowHours)
  const rules = [{ required: true }]
  return (
    <FormDrawer<typeof handoversApi.makeHandoverList, Values>
      title={t.make}
      saveText={t.make}
      width={560}
      onClose={onClose}
      initial={{ pickUpFrom: window.pickUpFrom.toISOString(), pickUpTo: window.pickUpTo.toISOString() }}
      operation={handoversApi.makeHandoverList}
      about={null}
      toInput={({ touched, note = '', ...values }) => ({
        body: { ...values, note, shipmentIds: chosenOf(offered, touched) },
      })}
      onDone={({ id }) => goTo(paths.handover(id))}
    >
      <p className="n-modal-help">{t.help}</p>
      <Form.Item name="warehouseId" label={t.warehouse} rules={rules}>
        <WarehouseLookup />
      </Form.Item>
      <Form.Item name="carrierId" label={t.carrier} rules={rules}>
        <CarrierLookup />
      </Form.Item>
      <WindowFields />
      <ChosenPlace onOffered={setOffered} />
    </FormDrawer>
  )
}

/** When the driver is expected, and what he should know. */
export function WindowFields() {
  const t = useText(text)
  const rules = [{ required: true }]
  return (
    <>
      <Form.Item name="pickUpFrom" label={t.pickUpFrom} rules={rules}>
        <InstantInput />
      </Form.Item>
      <Form.Item name="pickUpTo" label={t.pickUpTo} rules={rules}>
        <InstantInput />
      </Form.Item>
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </>
  )
}

function ChosenPlace({ onOffered }: { onOffered: (rows: readonly Candidate[]) => void }) {
  const t = useText(text)
  const form = Form.useFormInstance()
  const warehouseId = Form.useWatch<string | undefined>('warehouseId', form)
  const carrierId = Form.useWatch<string | undefined>('carrierId', form)
  if (!warehouseId || !carrierId) return null
  return (
    <Form.Item name="touched" label={t.shipment}>
      <ShipmentChoice place={{ warehouseId, carrierId }} onOffered={onOffered} />
    </Form.Item>
  )
}
