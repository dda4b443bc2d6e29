import { isRule } from '#modules/record-types.ts'
import type { AnyRef } from '#platform/records.ts'
import type { Text } from '#platform/text.ts'
import { RELATED_COUNT_MAX, activityApi } from '#modules/activity/api.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { recordIcon, recordName, recordPath } from '#web/lib/records.ts'
import { Section } from '#web/ui/detail-page.tsx'
import { Icon } from '#web/ui/icons.tsx'
import { PageLink } from '#web/ui/link.tsx'

const text = {
  title: { zh: '相关记录', en: 'Related' },
  usedIn: { zh: '用在哪里', en: 'Used in' },
  nowhere: { zh: '还没有用到', en: 'Not used anywhere yet' },
  more: { zh: '另有 {n} 项', en: '{n} more' },
} satisfies Text

/** `allOf`: the list with all records of a type, where there is one. */
type RelatedSectionProps = {
  record: AnyRef
  allOf?: { [T in AnyRef['type']]?: string }
}

/** The records this one has to do with, by kind. Of a rule: where it is used, and how often. */
export function RelatedSection({ record, allOf = {} }: RelatedSectionProps) {
  const t = useText(text)
  const say = useSay()
  const read = useOperation(activityApi.listRelated, { params: record })
  const { rows, counts } = read.data ?? { rows: [], counts: [] }
  const isUse = isRule(record.type)
  if (rows.length === 0 && (!isUse || read.isPending)) return null
  const groups = [...Map.groupBy(rows, (row) => row.type)]
  return (
    <Section title={isUse ? t.usedIn : t.title}>
      {rows.length === 0 && <p className="n-quiet">{t.nowhere}</p>}
      <dl className="n-related">
        {groups.map(([type, some]) => {
          const count = counts.find((one) => one.type === type)?.count ?? some.length
          const all = allOf[type]
          const name = say(recordName(type))
          return (
            <div key={type}>
              <dt>
                <Icon name={recordIcon(type)} size={14} /> {all ? <PageLink to={all}>{name}</PageLink> : name}
                {isUse && ` ${inWords(count)}`}
              </dt>
              {some.map((row) => (
                <dd key={row.id}>
                  <PageLink to={recordPath(row)}>{row.title}</PageLink>
                  {row.detail && <span className="n-quiet"> {row.detail}</span>}
                </dd>
              ))}
              {count > some.length && (
                <dd className="n-quiet">
                  {fill(t.more, { n: count >= RELATED_COUNT_MAX ? inWords(count) : count - some.length })}
                </dd>
              )}
            </div>
          )
        })}
      </dl>
    </Section>
  )
}

const inWords = (count: number): string =>
  count >= RELATED_COUNT_MAX ? `${formatNumber(RELATED_COUNT_MAX)}+` : formatNumber(count)
