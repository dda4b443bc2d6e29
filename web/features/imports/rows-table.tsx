import type { Text } from '#platform/text.ts'
import { type OrderField, orderFields } from '#modules/imports/columns.ts'
import { type Batch, type ImportRow, outcomes } from '#web/features/imports/import-text.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { PageLink } from '#web/ui/link.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'

const text = {
  row: { zh: '行号', en: 'Row' },
  outcome: { zh: '结果', en: 'Result' },
  problems: { zh: '问题', en: 'What is wrong' },
  order: { zh: '订单', en: 'Order' },
  label: { zh: '导入的行', en: 'Rows of the import' },
} satisfies Text

const SHOWN: readonly OrderField[] = ['customerNumber', 'customerName', 'externalRef', 'sku', 'quantity']

const isCode = (field: OrderField): boolean => field !== 'customerName'

/** Rows with what names them, what is wrong or which order they became. */
export function RowsTable({ batch, rows }: { batch: Batch; rows: readonly ImportRow[] }) {
  const t = useText(text)
  const say = useSay()
  const fields = SHOWN.filter((field) => batch.mapping[field] !== undefined)
  const hasProblems = rows.some((row) => row.problems.length > 0)
  const hasOrders = rows.some((row) => row.order !== null)
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key
    <div className="n-table-box" role="region" aria-label={t.label} tabIndex={0}>
      <table className="n-table n-imp-rows" data-dense="true">
        <thead>
          <tr>
            <th scope="col" data-align="end">
              {t.row}
            </th>
            <th scope="col">{t.outcome}</th>
            {hasProblems && <th scope="col">{t.problems}</th>}
            {hasOrders && <th scope="col">{t.order}</th>}
            {fields.map((field) => (
              <th key={field} scope="col">
                {say(orderFields[field])}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.rowNo}>
              <td data-align="end" data-label={t.row} className="n-figure">
                {row.rowNo}
              </td>
              <td data-label={t.outcome}>
                <StateTag of={outcomes} state={row.outcome} />
              </td>
              {hasProblems && (
                <td data-label={t.problems}>
                  <Problems batch={batch} row={row} />
                </td>
              )}
              {hasOrders && (
                <td data-label={t.order}>
                  <OrderLink order={row.order} />
                </td>
              )}
              {fields.map((field) => (
                <td
                  key={field}
                  data-label={say(orderFields[field])}
                  className={isCode(field) ? 'n-figure' : ''}
                  data-off-phone={field === 'customerNumber'}
                >
                  {row.cells[batch.columns.indexOf(batch.mapping[field] ?? '')] || '–'}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** Each problem with the column and what stands there. */
function Problems({ batch, row }: { batch: Batch; row: ImportRow }) {
  if (row.problems.length === 0) return <>–</>
  return (
    <ul className="n-imp-problems">
      {row.problems.map((problem, index) => {
        const value = row.cells[batch.columns.indexOf(problem.column)]
        const cell = value && !problem.message.includes(value) ? value : null
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a row's problems never move
          <li key={index}>
            {problem.column && <b>{problem.column}</b>} {cell && <code>{cell}</code>} {problem.message}
          </li>
        )
      })}
    </ul>
  )
}

function OrderLink({ order }: { order: ImportRow['order'] }) {
  const canSee = useCan('order.read')
  if (!order) return <>–</>
  return canSee ? (
    <PageLink to={paths.order(order.id)} className="n-figure">
      {order.number}
    </PageLink>
  ) : (
    <>{order.number}</>
  )
}
