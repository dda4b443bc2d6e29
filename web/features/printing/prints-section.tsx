import { documentNames } from '#modules/printing/names.ts'
import type { Text } from '#platform/text.ts'
import { printingApi } from '#modules/printing/api.ts'
import { Nth } from '#web/features/printing/print-columns.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { Time } from '#web/ui/values.tsx'
import '#web/features/printing/printing.css'

const text = { title: { zh: '打印记录', en: 'Prints' } } satisfies Text

const SHOWN_MAX = 20

/** What was printed of a record; nothing while nothing was. */
export function PrintsSection({ subjectId }: { subjectId: string }) {
  const t = useText(text)
  const say = useSay()
  const prints = useOperation(printingApi.listPrints, { query: { subjectId, limit: SHOWN_MAX } })
  if (!prints.data || prints.data.rows.length === 0) return null
  return (
    <Section title={t.title}>
      <ul className="n-prt-list">
        {prints.data.rows.map((row) => (
          <li key={row.id}>
            <strong>{say(documentNames[row.document])}</strong> <Nth nth={row.nth} />
            <span className="n-quiet">
              <Time at={row.printedAt} /> {row.printedBy} {row.reason}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
