import type { Text } from '#platform/text.ts'
import type { Shipment } from '#web/features/shipments/shipment-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Figure } from '#web/ui/values.tsx'

const text = {
  product: { zh: '货品', en: 'Product' },
  quantity: { zh: '应发', en: 'Planned' },
  loaded: { zh: '已装', en: 'Loaded' },
  delivered: { zh: '签收', en: 'Delivered' },
  damaged: { zh: '破损', en: 'Damaged' },
  short: { zh: '短少 {n}', en: '{n} short' },
} satisfies Text

/** What left and what arrived. */
export function LinesTable({ shipment }: { shipment: Shipment }) {
  const t = useText(text)
  const isOut = shipment.handedOverAt !== null
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key
    <div className="n-table-box" role="region" aria-label={t.product} tabIndex={0}>
      <table className="n-table">
        <thead>
          <tr>
            <th>{t.product}</th>
            <th data-align="end">{t.quantity}</th>
            {isOut && <th data-align="end">{t.loaded}</th>}
            {isOut && <th data-align="end">{t.delivered}</th>}
            {isOut && <th data-align="end">{t.damaged}</th>}
          </tr>
        </thead>
        <tbody>
          {shipment.lineRows.map((line) => (
            <tr key={line.id}>
              <td>
                <strong>{line.sku}</strong> {line.name}
                {line.shortLoaded > 0 && (
                  <StatusTag tone="bad">{t.short.replace('{n}', String(line.shortLoaded))}</StatusTag>
                )}
              </td>
              <td data-align="end">
                <Figure value={line.quantity} /> {line.unit}
              </td>
              {isOut && (
                <td data-align="end">
                  <Figure value={line.quantity - line.shortLoaded} />
                </td>
              )}
              {isOut && (
                <td data-align="end">
                  <Figure value={shipment.deliveredAt ? line.delivered : null} />
                </td>
              )}
              {isOut && (
                <td data-align="end">
                  <Figure value={shipment.deliveredAt ? line.damaged : null} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
