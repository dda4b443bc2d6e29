import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { refusals } from '#modules/identity/refusals.ts'
import { permissions } from '#modules/permissions.ts'
import { RecordDrawer } from '#web/features/activity/record-drawer.tsx'
import { type ApiKey, KeyState } from '#web/features/identity/api-keys-page.tsx'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { RelativeTime, Time } from '#web/ui/values.tsx'

const text = {
  copy: { zh: '按此新建', en: 'Make one like it' },
  revoke: { zh: '吊销', en: 'Revoke' },
  revokeAsk: { zh: '吊销密钥“{name}”？', en: 'Revoke the key "{name}"?' },
  revokeHelp: {
    zh: '使用它的系统会立即断开。密钥可能已经外泄，所以吊销后不能恢复；需要时可按它新建一个，权限相同、密钥不同。',
    en: 'Systems that use it are cut off at once. A key may be in foreign hands, so there is no way back; make one like it instead, with the same permissions and a token of its own.',
  },
  hint: { zh: '密钥末尾', en: 'Ends in' },
  maker: { zh: '创建人', en: 'Made by' },
  makerOff: {
    zh: '创建人的账号已停用，此密钥现在不起作用。',
    en: 'The account that made it is disabled, so the key does nothing now.',
  },
  created: { zh: '创建', en: 'Created' },
  expires: { zh: '到期', en: 'Expires' },
  used: { zh: '最近使用', en: 'Last used' },
  scope: { zh: '数据范围', en: 'Scope' },
  whole: { zh: '全部数据', en: 'All data' },
  limited: {
    zh: '仓库 {warehouse}、承运商 {carrier}、客户 {customer}（0 表示不限）',
    en: 'Warehouses {warehouse}, carriers {carrier}, customers {customer} (0: any)',
  },
  allows: { zh: '可以做什么', en: 'What it allows' },
  did: { zh: '用它做过什么', en: 'What was done with it' },
  audit: { zh: '在审计记录中查看', en: 'Show in the audit log' },
} satisfies Text

type ApiKeyDrawerProps = { apiKey: ApiKey; onCopy: () => void; onClose: () => void }

/** One key: what it allows, whose it is, when it was used, and its end. */
export function ApiKeyDrawer({ apiKey: key, onCopy, onClose }: ApiKeyDrawerProps) {
  const t = useText(text)
  const r = useText(refusals)
  const say = useSay()
  const canAudit = useCan('audit.read')
  const [isRevoking, setRevoking] = useState(false)
  const { scopes } = key
  const size = (ids: string[] | undefined) => ids?.length ?? 0
  const actions: Action[] = [
    { key: 'copy', label: t.copy, isPrimary: true, run: onCopy },
    {
      key: 'revoke',
      label: t.revoke,
      isDanger: true,
      whyNot: key.revokedAt ? r['api_key.revoked'] : null,
      run: () => setRevoking(true),
    },
  ]
  const isWhole = size(scopes.warehouse) + size(scopes.carrier) + size(scopes.customer) === 0
  const limits = {
    warehouse: size(scopes.warehouse),
    carrier: size(scopes.carrier),
    customer: size(scopes.customer),
  }
  return (
    <RecordDrawer
      record={{ type: 'api_key', id: key.id }}
      title={key.name}
      state={<KeyState apiKey={key} />}
      actions={actions}
      properties={[
        { label: t.hint, value: <code>…{key.hint}</code> },
        { label: t.maker, value: key.createdBy.name },
        { label: t.created, value: <Time at={key.createdAt} /> },
        { label: t.expires, value: <Time at={key.expiresAt} /> },
        { label: t.used, value: <RelativeTime at={key.lastUsedAt} /> },
        { label: t.scope, value: isWhole ? t.whole : fill(t.limited, limits), isWide: true },
        ...(canAudit
          ? [{ label: t.did, value: <PageLink to={paths.auditBy(key.id)}>{t.audit}</PageLink>, isWide: true }]
          : []),
      ]}
      onClose={onClose}
    >
      {key.createdBy.isDisabled && <p className="n-note n-note-bad">{t.makerOff}</p>}
      <Section title={t.allows}>
        <p>
          {key.permissions
            .map((one) => say(permissions[one as keyof typeof permissions] ?? { zh: one, en: one }))
            .join(say({ zh: '、', en: ', ' }))}
        </p>
      </Section>
      {isRevoking && (
        <ConfirmAction
          title={fill(t.revokeAsk, { name: key.name })}
          help={t.revokeHelp}
          confirmText={t.revoke}
          isDanger
          needsReason
          operation={identityApi.revokeApiKey}
          toInput={(reason) => ({ params: { id: key.id }, body: { reason } })}
          onClose={() => setRevoking(false)}
        />
      )}
    </RecordDrawer>
  )
}
