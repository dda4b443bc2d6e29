import { Button, Input } from 'antd'
import { useState } from 'react'
import { WAYBILL_MAX } from '#modules/shipments/shipment-shapes.ts'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { ShipmentStateTag, shipmentText } from '#web/features/shipments/shipment-text.tsx'
import { ShipmentTabs } from '#web/features/shipments/shipment-tabs.tsx'
import { useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { RelativeTime, Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '批量查单', en: 'Look up waybills' },
  label: {
    zh: '粘贴运单号，每行一个或用空格、逗号隔开，最多 {max} 个',
    en: 'Paste waybills, one a line or parted by spaces or commas, {max} at most',
  },
  find: { zh: '查询', en: 'Look up' },
  tooLong: {
    zh: '{n} 个超过 {max} 个字符，不是运单号，未查询：{which}',
    en: '{n} are longer than {max} characters, which no waybill is. Not looked up: {which}',
  },
  tooMany: { zh: '共 {n} 个，只查询前 {max} 个', en: '{n} given; only the first {max} are looked up' },
  missing: { zh: '查不到，或您无权查看', en: 'Not found, or not yours to see' },
} satisfies Text

const MAX = 50
const TEXT_MAX = 5_000

const waybillsIn = (pasted: string): string[] => [...new Set(pasted.split(/[\s,，;；、]+/).filter(Boolean))]

/** Fifty pasted waybills at once, in the order pasted. */
export function WaybillsPage() {
  const t = useText(text)
  const s = useText(shipmentText)
  const [pasted, setPasted] = useState('')
  const find = useSend(shipmentsApi.findWaybills)
  const given = waybillsIn(pasted)
  const wanted = given.filter((waybill) => waybill.length <= WAYBILL_MAX)
  const tooLong = given.filter((waybill) => waybill.length > WAYBILL_MAX)
  const run = () => wanted.length > 0 && find.mutate({ body: { waybills: wanted.slice(0, MAX) } })
  return (
    <div className="n-page">
      <div className="n-page-head">
        <h1>{t.title}</h1>
      </div>
      <ShipmentTabs />
      <section className="n-panel n-section n-shp-paste">
        <label htmlFor="waybills">{fill(t.label, { max: MAX })}</label>
        <Input.TextArea
          id="waybills"
          rows={6}
          maxLength={TEXT_MAX}
          value={pasted}
          onChange={(event) => setPasted(event.target.value)}
          onPressEnter={(event) => (event.ctrlKey || event.metaKey) && run()}
        />
        {tooLong.length > 0 && (
          <p className="n-shp-bad n-shp-long" role="status">
            {fill(t.tooLong, { n: tooLong.length, max: WAYBILL_MAX, which: tooLong.join(', ') })}
          </p>
        )}
        {wanted.length > MAX && (
          <p className="n-shp-bad">{fill(t.tooMany, { n: wanted.length, max: MAX })}</p>
        )}
        {find.error && (
          <p role="alert" className="n-note n-note-bad">
            {find.error.detail}
          </p>
        )}
        <Button type="primary" loading={find.isPending} disabled={wanted.length === 0} onClick={run}>
          {t.find}
        </Button>
      </section>
      {find.data && (
        <section className="n-panel" aria-live="polite">
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
          <div className="n-table-box" role="region" aria-label={t.title} tabIndex={0}>
            <table className="n-table">
              <thead>
                <tr>
                  <th>{s.waybill}</th>
                  <th>{s.status}</th>
                  <th>{s.lastEvent}</th>
                  <th>{s.carrier}</th>
                  <th>{s.customer}</th>
                  <th>{s.delivered}</th>
                </tr>
              </thead>
              <tbody>
                {find.data.rows.map((row) => (
                  <Found key={row.waybill} row={row} missing={t.missing} />
                ))}
              </tbody>
            </table>
          </div>
        </section>
      )}
    </div>
  )
}

type FoundRow = NonNullable<
  ReturnType<typeof useSend<typeof shipmentsApi.findWaybills>>['data']
>['rows'][number]

function Found({ row, missing }: { row: FoundRow; missing: string }) {
  if (row.shipments.length === 0) {
    return (
      <tr>
        <td>{row.waybill}</td>
        <td colSpan={5} className="n-quiet">
          {missing}
        </td>
      </tr>
    )
  }
  return row.shipments.map((shipment) => (
    <tr key={shipment.id}>
      <td>
        <PageLink to={paths.shipment(shipment.id)}>{row.waybill}</PageLink>
      </td>
      <td>
        <ShipmentStateTag shipment={shipment} />
      </td>
      <td>
        <RelativeTime at={shipment.lastEventAt} />
      </td>
      <td>{shipment.carrier?.name ?? '–'}</td>
      <td>{shipment.customer.name}</td>
      <td>
        <Time at={shipment.deliveredAt} />
      </td>
    </tr>
  ))
}
