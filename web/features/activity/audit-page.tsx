import { useState } from 'react'
import { Drawer } from 'antd'
import { activityApi } from '#modules/activity/api.ts'
import { factsOf } from '#modules/activity/audit-content.ts'
import { auditList } from '#modules/activity/audit-list.ts'
import { type AuditRow, auditFields, whoOf } from '#modules/activity/list-fields.ts'
import { eventName } from '#modules/event-names.ts'
import { subjectName } from '#modules/subject-names.ts'
import type { Cell } from '#platform/cells.ts'
import type { Text } from '#platform/text.ts'
import { personLookup, subjectLookup } from '#web/features/activity/audit-lookups.ts'
import { Changes } from '#web/features/activity/entry.tsx'
import { useCellText } from '#web/lib/cell-text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { recordPath } from '#web/lib/records.ts'
import { useCan } from '#web/lib/session.ts'
import { Properties } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '审计记录', en: 'Audit log' },
  at: { zh: '时间', en: 'Time' },
  who: { zh: '操作者', en: 'Who' },
  subject: { zh: '对象', en: 'Record' },
  request: { zh: '请求编号', en: 'Request id' },
  changes: { zh: '修改内容', en: 'What changed' },
  person: { zh: '涉及人员', en: 'Person concerned' },
  data: { zh: '技术数据', en: 'Technical data' },
  none: { zh: '没有符合条件的记录', en: 'Nothing recorded that fits' },
} satisfies Text

const columns: readonly Column<AuditRow>[] = auditFields.map(({ key, title, value }) => ({
  key,
  title,
  render: (row) => <FieldCell of={row} name={key} cell={value(row, new Date())} />,
  ...(key === 'at' ? { width: 160 } : {}),
  ...(key === 'subjectId' || key === 'request' ? { isHidden: true, isOffPhone: true } : {}),
}))

/** Everything that happened in the company: who did what to which record, and what it was before. */
export function AuditPage() {
  const t = useText(text)
  const canUsers = useCan('user.read')
  const [shown, setShown] = useState<AuditRow | null>(null)
  const filters = fieldFilters(auditList, {
    first: ['at', 'actorId', 'type', 'subjectId'],
    lookups: { actorId: canUsers ? personLookup : undefined, subjectId: subjectLookup },
  })
  return (
    <>
      <ListPage
        title={t.title}
        name="audit"
        operation={activityApi.listAudit}
        columns={columns}
        filters={filters}
        rowKey={(row) => String(row.seq)}
        onOpen={setShown}
        empty={{ title: t.none }}
      />
      {shown && <AuditDrawer row={shown} onClose={() => setShown(null)} />}
    </>
  )
}

/** A cell as the exported file has it; the record is a link. */
function FieldCell({ of: row, name, cell }: { of: AuditRow; name: string; cell: Cell }) {
  const said = useCellText()(cell)
  if (name === 'at') return <Time at={row.at} />
  if (name === 'record' && row.record)
    return <PageLink to={recordPath(row.record)}>{row.record.title}</PageLink>
  if (name === 'subjectId' || name === 'request') return <code>{said || '–'}</code>
  return name === 'content' ? <span className="n-clamp">{said || '–'}</span> : said || '–'
}

function AuditDrawer({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  const inWords = useCellText()
  const told = factsOf(row.type, row.told).map(({ name, value }) => ({
    label: inWords(name),
    value: inWords(value),
    isWide: true,
  }))
  const properties = [
    { label: t.at, value: <Time at={row.at} /> },
    { label: t.who, value: inWords(whoOf(row)) || '–' },
    {
      label: t.subject,
      value: (
        <span className="n-in-text">
          {say(subjectName(row.subjectType))}{' '}
          {row.record && <PageLink to={recordPath(row.record)}>{row.record.title}</PageLink>}
        </span>
      ),
      isWide: true,
    },
    ...(row.person ? [{ label: t.person, value: row.person }] : []),
    ...(row.changes
      ? [{ label: t.changes, value: <Changes type={row.type} changes={row.changes} />, isWide: true }]
      : told),
    { label: t.request, value: <code>{row.requestId ?? '–'}</code>, isWide: true },
  ]
  return (
    <Drawer open title={say(eventName(row.type))} size={520} onClose={onClose}>
      <Properties rows={properties} />
      <details>
        <summary>{t.data}</summary>
        <pre className="n-data">
          {JSON.stringify({ type: row.type, subjectId: row.subjectId, ...row.data }, null, 2)}
        </pre>
      </details>
    </Drawer>
  )
}
