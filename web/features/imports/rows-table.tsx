import type { Text } from '#platform/text.ts'
import { type ImportKind } from '#modules/imports/kind-names.ts'
import { fieldOf, kinds } from '#modules/imports/kind.ts'
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
  record: { zh: '记录', en: 'Record' },
  changes: { zh: '变化', en: 'Changes' },
  empty: { zh: '（空）', en: '(empty)' },
  label: { zh: '导入的行', en: 'Rows of the import' },
} satisfies Text

/** Fields that tell which row it is; the whole row is in the file. */
const SHOWN: Record<ImportKind, readonly string[]> = {
  orders: ['customerNumber', 'customerName', 'externalRef', 'sku', 'quantity'],
  customers: ['number', 'externalRef', 'name', 'siteName', 'contactName'],
  products: ['sku', 'name', 'category', 'price', 'barcode'],
  stock: ['warehouse', 'sku', 'counted', 'received', 'change'],
  shipments: ['orderNumber', 'externalRef', 'carrier', 'waybill', 'handedOverAt'],
}
const TEXTS = new Set(['customerName', 'name', 'category', 'siteName', 'contactName', 'carrier', 'warehouse'])

/** Rows with what names them, what is wrong or which order they became. */
export function RowsTable({ batch, rows }: { batch: Batch; rows: readonly ImportRow[] }) {
  const t = useText(text)
  const say = useSay()
  const fields = SHOWN[batch.kind].filter((field) => batch.mapping[field] !== undefined)
  const nameOf = (field: string) => {
    const facts = fieldOf(batch.kind, field)
    return facts ? say(facts) : field
  }
  const hasChanges = rows.some((row) => row.changes.length > 0)
  const hasProblems = rows.some((row) => row.problems.length > 0)
  const hasRecords = rows.some((row) => row.record !== null)
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
            {hasChanges && <th scope="col">{t.changes}</th>}
            {hasRecords && <th scope="col">{t.record}</th>}
            {fields.map((field) => (
              <th key={field} scope="col">
                {nameOf(field)}
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
              {hasChanges && (
                <td data-label={t.changes}>
                  <Changes row={row} nameOf={nameOf} />
                </td>
              )}
              {hasRecords && (
                <td data-label={t.record}>
                  <RecordLink kind={batch.kind} record={row.record} />
                </td>
              )}
              {fields.map((field) => (
                <td
                  key={field}
                  data-label={nameOf(field)}
                  className={TEXTS.has(field) ? '' : 'n-figure'}
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

/** What an update changes or changed, field by field. */
function Changes({ row, nameOf }: { row: ImportRow; nameOf: (field: string) => string }) {
  const t = useText(text)
  if (row.changes.length === 0) return <>–</>
  return (
    <ul className="n-imp-problems n-imp-changes">
      {row.changes.map(({ field, from, to }) => (
        <li key={`${field} ${from} ${to}`}>
          <b>{nameOf(field)}</b> <del>{from || t.empty}</del> → <ins>{to || t.empty}</ins>
        </li>
      ))}
    </ul>
  )
}

const pathOf: Record<ImportKind, (id: string) => string> = {
  orders: paths.order,
  customers: paths.customer,
  products: paths.product,
  stock: paths.product,
  shipments: paths.shipment,
}

function RecordLink({ kind, record }: { kind: ImportKind; record: ImportRow['record'] }) {
  const canSee = useCan(kinds[kind].permission.see ?? 'order.read')
  if (!record) return <>–</>
  return canSee ? (
    <PageLink to={pathOf[kind](record.id)} className="n-figure">
      {record.name}
    </PageLink>
  ) : (
    <>{record.name}</>
  )
}
