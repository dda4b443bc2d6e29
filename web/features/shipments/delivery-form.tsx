import { App, Form, Input } from 'antd'
import { useRef, useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { InstantInput } from '#web/features/promises/instant-input.tsx'
import { SignaturePad } from '#web/features/shipments/signature-pad.tsx'
import { type Shipment, notAhead } from '#web/features/shipments/shipment-text.tsx'
import { call, problemText } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { queryClient } from '#web/lib/session.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

const text = {
  title: { zh: '登记签收', en: 'Record the delivery' },
  save: { zh: '确认签收', en: 'Delivered' },
  at: { zh: '签收时间', en: 'When' },
  signedBy: { zh: '签收人', en: 'Signed by' },
  code: { zh: '取件码（代替签字）', en: 'Code given instead of a signature' },
  note: { zh: '备注', en: 'Note' },
  counts: { zh: '清点', en: 'What was found' },
  delivered: { zh: '签收数', en: 'Delivered' },
  damaged: { zh: '其中破损', en: 'of it damaged' },
  sent: { zh: '发出 {n} {unit}', en: '{n} {unit} sent' },
  signature: { zh: '手写签名', en: 'Signature' },
  photo: { zh: '照片（PNG/JPEG，不超过 5 MB）', en: 'Photo (PNG or JPEG, up to 5 MB)' },
  damagedTooMany: { zh: '破损数不能超过签收数', en: 'No more can be damaged than was delivered' },
  uploadFailed: {
    zh: '签收已登记，但凭证未上传：{why}',
    en: 'The delivery is recorded, but the proof was not uploaded: {why}',
  },
} satisfies Text

type Line = { lineId: string; delivered: number; damaged: number }
type Values = { at: string; signedBy?: string; code?: string; note?: string; lines: Line[] }

/** When, who signed, what was found; signature and photo go up after it is saved. */
export function DeliveryForm({ shipment, onClose }: { shipment: Shipment; onClose: () => void }) {
  const t = useText(text)
  const { message } = App.useApp()
  const proofs = useRef<{ signature: Blob | null; photo: File | null; signedBy: string }>({
    signature: null,
    photo: null,
    signedBy: '',
  })
  const isDelivered = shipment.state === 'delivered'
  const [opened] = useState(() => new Date().toISOString())
  const initial: Values = {
    at: shipment.deliveredAt ?? opened,
    lines: shipment.lineRows.map((l) => ({
      lineId: l.id,
      delivered: isDelivered ? l.delivered : l.quantity - l.shortLoaded,
      damaged: l.damaged,
    })),
  }
  const upload = async () => {
    const { signature, photo, signedBy } = proofs.current
    try {
      if (signature)
        await call(shipmentsApi.addProof, {
          params: { id: shipment.id },
          query: { kind: 'signature', signedBy },
          file: signature,
          fileName: 'signature.png',
        })
      if (photo)
        await call(shipmentsApi.addProof, {
          params: { id: shipment.id },
          query: { kind: 'photo', signedBy },
          file: photo,
          fileName: photo.name,
        })
    } catch (error) {
      void message.error(fill(t.uploadFailed, { why: problemText(error) }))
    }
    await queryClient.invalidateQueries()
  }
  return (
    <FormDrawer<typeof shipmentsApi.recordDelivery, Values>
      title={t.title}
      saveText={t.save}
      width={560}
      initial={initial}
      operation={shipmentsApi.recordDelivery}
      about={{ id: shipment.id }}
      toInput={(values) => {
        proofs.current.signedBy = values.signedBy?.trim() ?? ''
        // A delivery already known keeps its time; the field shows it, and the server takes ours only when it is new.
        const { code, note, signedBy, lines } = values
        return {
          params: { id: shipment.id },
          body: {
            ...(isDelivered ? {} : { at: notAhead(values.at) }),
            ...filled({ signedBy, code, note }),
            lines,
          },
        }
      }}
      onDone={() => void upload()}
      onClose={onClose}
    >
      <Form.Item name="at" label={t.at} hidden={isDelivered}>
        <InstantInput />
      </Form.Item>
      <Form.Item name="signedBy" label={t.signedBy}>
        <Input maxLength={80} autoComplete="off" />
      </Form.Item>
      <Lines shipment={shipment} />
      <Form.Item label={t.signature}>
        <SignaturePad onChange={(blob) => (proofs.current.signature = blob)} />
      </Form.Item>
      <div className="n-shp-field">
        <label htmlFor="delivery-photo">{t.photo}</label>
        <input
          id="delivery-photo"
          type="file"
          accept="image/png,image/jpeg"
          capture="environment"
          onChange={(event) => (proofs.current.photo = event.target.files?.[0] ?? null)}
        />
      </div>
      <Form.Item name="code" label={t.code}>
        <Input maxLength={20} autoComplete="off" />
      </Form.Item>
      <Form.Item name="note" label={t.note}>
        <Input maxLength={300} />
      </Form.Item>
    </FormDrawer>
  )
}

function filled(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).flatMap(([key, value]) => (value?.trim() ? [[key, value.trim()]] : [])),
  )
}

function Lines({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  return (
    <fieldset className="n-shp-counts">
      <legend>{t.counts}</legend>
      {shipment.lineRows.map((line, i) => (
        <div key={line.id}>
          <p>
            <strong>{line.sku}</strong> {line.name}{' '}
            <span className="n-quiet">
              {fill(t.sent, { n: line.quantity - line.shortLoaded, unit: line.unit })}
            </span>
          </p>
          <Form.Item name={['lines', i, 'lineId']} hidden>
            <Input />
          </Form.Item>
          <NumberItem
            name={['lines', i, 'delivered']}
            label={t.delivered}
            min={0}
            max={line.quantity - line.shortLoaded}
            input={{ isShort: true }}
          />
          <NumberItem
            name={['lines', i, 'damaged']}
            label={t.damaged}
            dependencies={[['lines', i, 'delivered']]}
            rules={[
              ({ getFieldValue }) => ({
                validator: async (_, n: number) => {
                  if (n > getFieldValue(['lines', i, 'delivered'])) throw new Error(t.damagedTooMany)
                },
              }),
            ]}
            min={0}
            max={line.quantity}
            input={{ isShort: true }}
          />
        </div>
      ))}
    </fieldset>
  )
}
