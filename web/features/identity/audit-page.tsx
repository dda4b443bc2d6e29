import { useState } from 'react'
import { Drawer } from 'antd'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { Properties } from '#web/ui/detail-page.tsx'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter } from '#web/ui/list-types.ts'
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

const filters: readonly Filter[] = [
  { kind: 'text', name: 'type', label: text.event },
  { kind: 'text', name: 'subjectId', label: text.subjectId },
  { kind: 'text', name: 'actorId', label: { zh: '操作者编号', en: 'Id of who' } },
]

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
