import { useState } from 'react'
import { Drawer } from 'antd'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { auditList } from '#modules/identity/user-list.ts'
import { useLookups } from '#web/features/lookups.ts'
import { useText } from '#web/lib/i18n.ts'
import { Properties } from '#web/ui/detail-page.tsx'
import { type RecordLookup, fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Time } from '#web/ui/values.tsx'

type AuditRow = ResultOf<typeof identityApi.listAudit>['rows'][number]

const text = {
  title: { zh: '审计记录', en: 'Audit log' },
  event: { zh: '事件', en: 'Event' },
  at: { zh: '时间', en: 'Time' },
  who: { zh: '操作者', en: 'Who' },
  subject: { zh: '对象', en: 'Subject' },
  subjectId: { zh: '对象编号', en: 'Subject id' },
  request: { zh: '请求编号', en: 'Request id' },
  data: { zh: '内容', en: 'Content' },
  none: { zh: '还没有记录', en: 'Nothing recorded yet' },
} satisfies Text

const ID = /^[0-9a-f-]{36}$/i
/** Any record has an id, but no one place to find them all. */
const anyRecord: RecordLookup = {
  find: async (id) => (ID.test(id.trim()) ? [{ value: id.trim().toLowerCase(), label: id.trim() }] : []),
  nameOf: async (id) => id,
}
const actorKinds = {
  user: { zh: '用户', en: 'A person' },
  api_key: { zh: '接口密钥', en: 'An API key' },
  system: { zh: '系统', en: 'The system' },
  link: { zh: '链接', en: 'A link' },
} satisfies Text

const columns: readonly Column<AuditRow>[] = [
  { key: 'at', title: text.at, render: (row) => <Time at={row.at} />, width: 160 },
  { key: 'type', title: text.event, render: (row) => <code>{row.type}</code> },
  { key: 'who', title: text.who, render: (row) => row.actorName ?? row.actorKind },
  { key: 'subject', title: text.subject, render: (row) => row.subjectType },
  {
    key: 'subjectId',
    title: text.subjectId,
    render: (row) => <code>{row.subjectId}</code>,
    isOffPhone: true,
  },
  {
    key: 'request',
    title: text.request,
    render: (row) => <code>{row.requestId ?? '–'}</code>,
    isHidden: true,
    isOffPhone: true,
  },
]

export function AuditPage() {
  const t = useText(text)
  const [shown, setShown] = useState<AuditRow | null>(null)
  const { user } = useLookups()
  const filters = fieldFilters(auditList, {
    first: ['type', 'at', 'actorId', 'subjectId'],
    choices: { actorKind: actorKinds },
    lookups: { actorId: user, subjectId: anyRecord },
  })
  return (
    <>
      <ListPage
        title={t.title}
        name="audit"
        operation={identityApi.listAudit}
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

function AuditDrawer({ row, onClose }: { row: AuditRow; onClose: () => void }) {
  const t = useText(text)
  const properties = [
    { label: t.at, value: <Time at={row.at} /> },
    { label: t.who, value: row.actorName ?? row.actorKind },
    { label: t.subject, value: row.subjectType },
    { label: t.subjectId, value: <code>{row.subjectId}</code>, isWide: true },
    { label: t.request, value: <code>{row.requestId ?? '–'}</code>, isWide: true },
    { label: t.data, value: <pre className="n-data">{JSON.stringify(row.data, null, 2)}</pre>, isWide: true },
  ]
  return (
    <Drawer open title={row.type} size={520} onClose={onClose}>
      <Properties rows={properties} />
    </Drawer>
  )
}
