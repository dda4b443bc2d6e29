import { useState } from 'react'
import { shipmentsApi } from '#modules/shipments/api.ts'
import type { Text } from '#platform/text.ts'
import { problemText, useOperation, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { CopyButton } from '#web/ui/copy-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Time, useNow } from '#web/ui/values.tsx'
import '#web/features/shipments/shipments.css'

const text = {
  title: { zh: '查询链接', en: 'Tracking links' },
  make: { zh: '生成链接', en: 'Make a link' },
  help: {
    zh: '无需登录即可查看物流进度，不含姓名、电话和街道。',
    en: 'Shows where the goods are without log-in; no names, telephones or streets.',
  },
  once: { zh: '链接只显示这一次，请现在复制：', en: 'Shown only now; copy it:' },
  until: { zh: '有效至', en: 'valid until' },
  revoke: { zh: '停用', en: 'Revoke' },
  revokeAsk: { zh: '停用这个链接？', en: 'Revoke this link?' },
  revokeHelp: { zh: '已发出的链接将立即失效。', en: 'Whoever has it can no longer open it.' },
  revoked: { zh: '已停用', en: 'Revoked' },
  expired: { zh: '已过期', en: 'Expired' },
} satisfies Text

/** Public links of an order: make one, copy it once, revoke it. */
export function TrackingLinks({ orderId }: { orderId: string }) {
  const t = useText(text)
  const [asked, setAsked] = useState<string | null>(null)
  const links = useOperation(shipmentsApi.listTrackingLinks, { params: { id: orderId } })
  const make = useSend(shipmentsApi.createTrackingLink)
  const now = useNow()
  const url = make.data && `${location.origin}${make.data.path}`
  const button = (
    <ActionButton
      action={{
        key: 'make',
        label: t.make,
        isBusy: make.isPending,
        run: () => make.mutate({ params: { id: orderId }, body: {} }),
      }}
    />
  )
  return (
    <Section title={t.title} extra={button}>
      <p className="n-quiet">{t.help}</p>
      {make.error && <p role="alert">{problemText(make.error)}</p>}
      {url && (
        <div className="n-note n-shp-link" role="status">
          <p>{t.once}</p>
          <code>{url}</code>
          <CopyButton text={url} />
        </div>
      )}
      <ul className="n-shp-list">
        {(links.data?.rows ?? []).map((link) => (
          <li key={link.id}>
            <span>
              {t.until} <Time at={link.expiresAt} />{' '}
              {link.createdBy && <span className="n-quiet">· {link.createdBy}</span>}
            </span>
            {link.revokedAt ? (
              <StatusTag tone="mute">{t.revoked}</StatusTag>
            ) : Date.parse(link.expiresAt) < now ? (
              <StatusTag tone="mute">{t.expired}</StatusTag>
            ) : (
              <button type="button" className="n-link" onClick={() => setAsked(link.id)}>
                {t.revoke}
              </button>
            )}
          </li>
        ))}
      </ul>
      {asked && (
        <ConfirmAction
          title={t.revokeAsk}
          help={t.revokeHelp}
          confirmText={t.revoke}
          isDanger
          operation={shipmentsApi.revokeTrackingLink}
          toInput={() => ({ params: { id: asked } })}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  )
}
