import { App, Button, Modal } from 'antd'
import { useRef, useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import { proofNames } from '#modules/shipments/names.ts'
import type { Text } from '#platform/text.ts'
import type { Shipment } from '#web/features/shipments/shipment-text.tsx'
import { call, problemText, useSend } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '签收凭证', en: 'Proof of delivery' },
  none: { zh: '还没有签收凭证', en: 'No proof yet' },
  add: { zh: '上传照片', en: 'Add a photo' },
  show: { zh: '查看', en: 'Show' },
  close: { zh: '关闭', en: 'Close' },
} satisfies Text

/** What proves the delivery. Opening an image is noted: it shows a person's hand or door. */
export function ProofsSection({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const say = useSay()
  const { message } = App.useApp()
  const [canAdd, canSee] = [useCan('shipment.deliver'), useCan('personal_data.reveal')]
  const input = useRef<HTMLInputElement>(null)
  const [shown, setShown] = useState<string | null>(null)
  const add = useSend(shipmentsApi.addProof)
  const upload = (file: File | undefined) => {
    if (!file) return
    add.mutate(
      { params: { id: shipment.id }, query: { kind: 'photo' }, file, fileName: file.name },
      { onError: (error) => void message.error(problemText(error)) },
    )
  }
  const show = async (proofId: string) => {
    try {
      const { blob } = await call(shipmentsApi.getProofFile, { params: { id: shipment.id, proofId } })
      setShown(URL.createObjectURL(blob))
    } catch (error) {
      void message.error(problemText(error))
    }
  }
  const close = () => {
    if (shown) URL.revokeObjectURL(shown)
    setShown(null)
  }
  const button = canAdd && (
    <Button size="small" loading={add.isPending} onClick={() => input.current?.click()}>
      {t.add}
    </Button>
  )
  return (
    <Section title={t.title} extra={button}>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg"
        hidden
        aria-label={t.add}
        onChange={(event) => upload(event.target.files?.[0])}
      />
      {shipment.proofs.length === 0 && <p className="n-quiet">{t.none}</p>}
      <ul className="n-shp-list">
        {shipment.proofs.map((proof) => (
          <li key={proof.id}>
            <span>
              {say(proofNames[proof.kind])} {proof.signedBy}
            </span>
            <Time at={proof.at} />
            {proof.hasFile && canSee && (
              <button type="button" className="n-link" onClick={() => void show(proof.id)}>
                {t.show}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Modal
        open={shown !== null}
        title={t.title}
        onCancel={close}
        footer={<Button onClick={close}>{t.close}</Button>}
      >
        {shown && <img src={shown} alt={t.title} className="n-shp-image" />}
      </Modal>
    </Section>
  )
}
