import type { Text } from '#platform/text.ts'
import { fieldOf } from '#modules/imports/kind.ts'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { Section } from '#web/ui/detail-page.tsx'

const text = {
  title: { zh: '文件的前几行', en: 'The first rows of the file' },
  total: { zh: '共 {n} 行；个人信息已隐藏。', en: '{n} {n:row|rows} in all; persons are hidden.' },
  row: { zh: '行号', en: 'Row' },
} satisfies Text

/** What the file looks like, with what each column is taken for. */
export function FilePreview({ batch, mapping }: { batch: Batch; mapping: Record<string, string> }) {
  const t = useText(text)
  const say = useSay()
  const fieldOfColumn = (column: string) => {
    const name = Object.keys(mapping).find((field) => mapping[field] === column)
    const facts = name === undefined ? undefined : fieldOf(batch.kind, name)
    return facts ? say(facts) : '–'
  }
  return (
    <Section title={t.title}>
      <p className="n-quiet n-imp-gap">{fill(t.total, { n: formatNumber(batch.total) })}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a box that scrolls must be reachable by key */}
      <div className="n-table-box" role="region" aria-label={t.title} tabIndex={0}>
        <table className="n-table" data-dense="true">
          <thead>
            <tr>
              <th scope="col" data-align="end">
                {t.row}
              </th>
              {batch.columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                  <small className="n-quiet n-imp-under">{fieldOfColumn(column)}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {batch.samples.map((row) => (
              <tr key={row.rowNo}>
                <td data-align="end" className="n-figure">
                  {row.rowNo}
                </td>
                {batch.columns.map((column, index) => (
                  <td key={column}>{row.cells[index] || '–'}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  )
}
