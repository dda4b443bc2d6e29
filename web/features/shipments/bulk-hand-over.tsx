import { Button, Drawer, Input } from 'antd'
import { useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { CarrierLookup } from '#web/features/shipments/lookups.tsx'
import { type ShipmentRow, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { problemText, useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'

const text = {
  title: { zh: '批量交接 {n} 单', en: 'Hand over {n} {n:shipment|shipments}' },
  help: {
    zh: '未拣货、未包装的也会按全部数量交出。每单可扫描运单号；留空则用发运单号。',
    en: 'What is not picked or packed yet leaves in full as well. Scan each waybill; left empty, our own number serves.',
  },
  carrier: { zh: '承运商（留空则各按线路默认）', en: 'Carrier (left empty: that of each lane)' },
  send: { zh: '确认交接', en: 'Hand over' },
  again: { zh: '重试未成功的', en: 'Try the others again' },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },
  done: { zh: '已交接', en: 'Handed over' },
  counts: { zh: '{ok} 单已交接，{bad} 单未成功', en: '{ok} handed over, {bad} not' },
} satisfies Text

type Result = { ok: boolean; message?: string | undefined }

/** Hands many shipments to a carrier; each row that could not go says why and can be tried again. */
export function BulkHandOver({
  rows,
  onClose,
}: {
  rows: readonly ShipmentRow[]
  onClose: (isDone: boolean) => void
}) {
  const t = useText(text)
  const s = useText(shipmentText)
  const [carrierId, setCarrier] = useState<string | null>(null)
  const [waybills, setWaybills] = useState<Record<string, string>>({})
  const [results, setResults] = useState<Record<string, Result>>({})
  const [trouble, setTrouble] = useState<string | null>(null)
  const send = useSend(shipmentsApi.handOverShipments)
  const left = rows.filter((row) => !results[row.id]?.ok)
  const bad = left.filter((row) => results[row.id])

  const run = async () => {
    setTrouble(null)
    const wanted = left.map((row) => ({
      shipmentId: row.id,
      ...(carrierId ? { carrierId } : {}),
      ...(waybills[row.id]?.trim() ? { waybill: waybills[row.id]?.trim() ?? '' } : {}),
    }))
    try {
      const answer = await send.mutateAsync({ body: { rows: wanted, whole: true } })
      const told = Object.fromEntries(answer.rows.map((row) => [row.shipmentId, row]))
      setResults((before) => ({ ...before, ...told }))
      if (answer.rows.every((row) => row.ok)) onClose(true)
    } catch (error) {
      setTrouble(problemText(error))
    }
  }
  const isTold = Object.keys(results).length > 0
  const footer = (
    <div className="n-drawer-foot">
      <Button onClick={() => onClose(isTold)}>{isTold ? t.close : t.cancel}</Button>
      <Button type="primary" loading={send.isPending} onClick={() => void run()}>
        {isTold ? t.again : t.send}
      </Button>
    </div>
  )
  return (
    <Drawer
      open
      title={fill(t.title, { n: rows.length })}
      size={620}
      onClose={() => onClose(isTold)}
      footer={footer}
    >
      <p className="n-quiet">{t.help}</p>
      {trouble && (
        <p className="n-note n-note-bad" role="alert">
          {trouble}
        </p>
      )}
      {isTold && (
        <p className="n-note" role="status">
          {fill(t.counts, { ok: rows.length - left.length, bad: bad.length })}
        </p>
      )}
      <div className="n-shp-field">
        <span>{t.carrier}</span>
        <CarrierLookup value={carrierId} onChange={setCarrier} />
      </div>
      <ul className="n-shp-many">
        {rows.map((row) => (
          <li key={row.id} data-ok={results[row.id]?.ok ?? null}>
            <div>
              <strong>{row.number}</strong>
              <span className="n-quiet">{row.carrier?.name ?? '–'}</span>
            </div>
            {results[row.id]?.ok ? (
              <span className="n-shp-ok">
                <Icon name="check" size={15} /> {t.done}
              </span>
            ) : (
              <Input
                value={waybills[row.id] ?? ''}
                maxLength={60}
                placeholder={s.waybill}
                aria-label={`${s.waybill} ${row.number}`}
                onChange={(event) => setWaybills({ ...waybills, [row.id]: event.target.value })}
                onPressEnter={focusNext}
              />
            )}
            {results[row.id]?.ok === false && (
              <p role="alert" className="n-shp-bad">
                {results[row.id]?.message}
              </p>
            )}
          </li>
        ))}
      </ul>
    </Drawer>
  )
}

/** A scanner ends each code with Enter: the next row is next. */
function focusNext(event: React.KeyboardEvent<HTMLInputElement>): void {
  const inputs = [...(event.currentTarget.closest('ul')?.querySelectorAll('input') ?? [])]
  inputs[inputs.indexOf(event.currentTarget) + 1]?.focus()
}
