import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { useOperation } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { Rows } from '#web/ui/row-cards.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { RelativeTime, Time } from '#web/ui/values.tsx'

type Session = ResultOf<typeof identityApi.listMySessions>['rows'][number]

const text = {
  title: { zh: '登录设备', en: 'Sessions' },
  device: { zh: '设备', en: 'Device' },
  current: { zh: '本机', en: 'This one' },
  end: { zh: '注销', en: 'End' },
  endAsk: { zh: '注销这台设备？', en: 'End this session?' },
  endHelp: { zh: '该设备需要重新登录。', en: 'That device must log in again.' },
} satisfies Text

/** Where this person is logged in, each one to be ended. */
export function MySessions() {
  const t = useText(text)
  const sessions = useOperation(identityApi.listMySessions, {})
  const [ending, setEnding] = useState<Session | null>(null)
  const columns: Column<Session>[] = [
    {
      key: 'device',
      title: text.device,
      render: (row) => <span title={row.userAgent ?? ''}>{deviceOf(row.userAgent)}</span>,
    },
    { key: 'ip', title: { zh: '地址', en: 'Address' }, render: (row) => <code>{row.ip ?? '–'}</code> },
    {
      key: 'created',
      title: { zh: '登录时间', en: 'Logged in' },
      render: (row) => <Time at={row.createdAt} />,
    },
    {
      key: 'seen',
      title: { zh: '最近使用', en: 'Last seen' },
      render: (row) => <RelativeTime at={row.lastSeenAt} />,
    },
    {
      key: 'do',
      title: { zh: '操作', en: 'Actions' },
      render: (row) =>
        row.current ? (
          <StatusTag tone="good">{t.current}</StatusTag>
        ) : (
          <button
            type="button"
            className="n-link"
            onClick={() => setEnding(row)}
            aria-label={`${t.end} ${deviceOf(row.userAgent)}`}
          >
            {t.end}
          </button>
        ),
    },
  ]
  return (
    <Section title={t.title}>
      <Loaded read={sessions}>
        {({ rows }) => (
          <Rows<Session> label={t.title} rows={rows} columns={columns} rowKey={(row) => row.id} />
        )}
      </Loaded>
      {ending && (
        <ConfirmAction
          title={t.endAsk}
          help={t.endHelp}
          confirmText={t.end}
          operation={identityApi.revokeMySession}
          toInput={() => ({ params: { id: ending.id } })}
          onClose={() => setEnding(null)}
        />
      )}
    </Section>
  )
}

/** Browser and system in words, as far as the browser names them. */
export function deviceOf(userAgent: string | null): string {
  if (!userAgent) return '–'
  const browser = /(Edg|OPR|Firefox|Chrome|Safari)\/(\d+)/.exec(userAgent)
  const system = /Windows|Android|iPhone|iPad|Mac OS X|Linux/.exec(userAgent)?.[0]
  const name = browser
    ? `${{ Edg: 'Edge', OPR: 'Opera' }[browser[1] ?? ''] ?? browser[1]} ${browser[2]}`
    : userAgent.slice(0, 40)
  return system ? `${name} · ${system}` : name
}
