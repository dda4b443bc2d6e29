import { useQueryClient } from '@tanstack/react-query'
import { Button } from 'antd'
import { useRef, useState } from 'react'
import { leftToPick } from '#modules/shipments/shipment.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { useBenchPrint } from '#web/features/shipments/use-bench-print.ts'
import type { Shipment } from '#web/features/shipments/shipment-text.tsx'
import { benchPrint } from '#web/features/printing/print-store.ts'
import { call, problemText, queryOf, randomKey } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { ScanBox } from '#web/ui/scan-box.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { NumberInput } from '#web/ui/number-input.tsx'
import { isInRange, readNumber } from '#web/ui/number-range.ts'

const text = {
  scan: { zh: '扫描商品条码，或输入商品编码后按回车', en: 'Scan a product, or type its SKU and press Enter' },
  scanned: { zh: '已拣 {code}', en: 'Picked {code}' },
  all: { zh: '全部拣足', en: 'All of it is there' },
  picked: { zh: '已拣 {sku}', en: 'Picked {sku}' },
  of: { zh: '/ {n} {unit}', en: 'of {n} {unit}' },
  failed: { zh: '{code}：{why}', en: '{code}: {why}' },
  dismiss: { zh: '知道了', en: 'Got it' },
} satisfies Text

type PickInput = {
  scans?: { code: string; quantity: number }[]
  lines?: { lineId: string; picked: number }[]
}

/** Picking by scanning or by counting. Scans in quick succession are sent one after the other; what fails stays to be seen. */
export function PickPanel({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const picking = usePicking(shipment.id)
  const takeAll = () =>
    picking.send({ lines: shipment.lineRows.map((l) => ({ lineId: l.id, picked: l.quantity })) }, t.all)
  return (
    <div className="n-shp-pick">
      <ScanBox label={t.scan} onScan={(code) => picking.send({ scans: [{ code, quantity: 1 }] }, code)} />
      <p role="status" className="n-shp-said">
        {picking.last && fill(t.scanned, { code: picking.last })}
      </p>
      {picking.problems.map((problem) => (
        <p key={problem.key} role="alert" className="n-note n-note-bad n-shp-problem">
          <span>{fill(t.failed, problem)}</span>
          <Button size="small" onClick={() => picking.dismiss(problem.key)}>
            {t.dismiss}
          </Button>
        </p>
      ))}
      <ul className="n-shp-lines">
        {shipment.lineRows.map((line) => (
          <li key={line.id} data-done={line.picked === line.quantity}>
            <div>
              <strong>{line.sku}</strong>
              <span>{line.name}</span>
            </div>
            <span className="n-shp-count-in">
              <NumberInput
                min={0}
                max={line.quantity}
                value={line.picked}
                label={fill(t.picked, { sku: line.sku })}
                onBlur={(picked) => count(line, picked, picking.send)}
                onPressEnter={(event) => count(line, readNumber(event.currentTarget.value), picking.send)}
                isShort
              />
              {fill(t.of, { n: line.quantity, unit: line.unit })}
              {line.picked === line.quantity && <Icon name="check" size={16} />}
            </span>
          </li>
        ))}
      </ul>
      {shipment.lineRows.some((l) => l.picked < l.quantity) && <Button onClick={takeAll}>{t.all}</Button>}
    </div>
  )
}

function count(
  line: Shipment['lineRows'][number],
  picked: number | null,
  send: (pick: PickInput, name: string) => unknown,
): void {
  if (isInRange(picked, { min: 0, max: line.quantity }) && picked !== line.picked)
    send({ lines: [{ lineId: line.id, picked }] }, line.sku)
}

type Problem = { key: string; code: string; why: string }

function usePicking(id: string) {
  const client = useQueryClient()
  const queue = useRef<Promise<unknown>>(Promise.resolve())
  const [last, setLast] = useState<string | null>(null)
  const [problems, setProblems] = useState<Problem[]>([])
  const print = useBenchPrint()
  const show = (answer: Shipment) =>
    client.setQueryData(queryOf(shipmentsApi.getShipment, { params: { id } }).queryKey, answer)
  const post = async (pick: PickInput, name: string): Promise<boolean> => {
    try {
      const body = pick
      const answer = await call(shipmentsApi.pickShipment, { params: { id }, body }, { key: randomKey() })
      show(answer)
      setLast(name)
      if (pick.scans && benchPrint.get() && leftToPick(answer.lineRows) === 0) await packUp(answer)
      return true
    } catch (error) {
      const why = problemText(error)
      setProblems((before) => [...before, { key: randomKey(), code: name, why }])
      return false
    }
  }
  /** The last item was scanned: the parcel is closed and its label printed. */
  const packUp = async ({ version }: Shipment) => {
    const body = { version, parcels: [{}] }
    show(await call(shipmentsApi.packShipment, { params: { id }, body }, { key: randomKey() }))
    await print(id)
    await client.invalidateQueries()
  }
  const send = (pick: PickInput, name: string): Promise<boolean> => {
    const sent = queue.current.then(() => post(pick, name))
    queue.current = sent
    return sent
  }
  return {
    send,
    last,
    problems,
    dismiss: (key: string) => setProblems((before) => before.filter((p) => p.key !== key)),
  }
}
