import type { RecordRef, RecordType } from '#platform/records.ts'
import type { Text } from '#platform/text.ts'
import { activityApi } from '#modules/activity/api.ts'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { recordIcon, recordName, recordPath } from '#web/lib/records.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'

const text = {
  title: { zh: '相关记录', en: 'Related' },
  usedIn: { zh: '用在哪里', en: 'Used in' },
} satisfies Text

/** Rules: what matters is what goes by them. */
const rules: readonly RecordType[] = ['calendar', 'clause', 'contract']

/** The records this one has to do with, by kind. Not shown when there are none. */
export function RelatedSection({ record }: { record: RecordRef }) {
  const t = useText(text)
  const say = useSay()
  const read = useOperation(activityApi.listRelated, { params: record })
  const rows = read.data?.rows ?? []
  if (rows.length === 0) return null
  const groups = [...Map.groupBy(rows, (row) => row.type)]
  return (
    <Section title={rules.includes(record.type) ? t.usedIn : t.title}>
      <dl className="n-related">
        {groups.map(([type, some]) => (
          <div key={type}>
            <dt>
              <Icon name={recordIcon(type as RecordType)} size={14} /> {say(recordName(type as RecordType))}
            </dt>
            {some.map((row) => (
              <dd key={row.id}>
                <PageLink to={recordPath(row)}>{row.title}</PageLink>
                {row.detail && <span className="n-quiet"> {row.detail}</span>}
              </dd>
            ))}
          </div>
        ))}
      </dl>
    </Section>
  )
}
