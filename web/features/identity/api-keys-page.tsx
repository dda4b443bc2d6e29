import { Alert, Button, Form, Input, Modal } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import type { permissions } from '#modules/permissions.ts'
import { ApiKeyDrawer } from '#web/features/identity/api-key-drawer.tsx'
import { PermissionPicker } from '#web/features/identity/permission-picker.tsx'
import { CopyButton } from '#web/ui/copy-button.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column } from '#web/ui/list-types.ts'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Figure, RelativeTime, Time, useNow } from '#web/ui/values.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

export type ApiKey = ResultOf<typeof identityApi.listApiKeys>['rows'][number]
type Values = {
  name: string
  days: number
  permissions: (keyof typeof permissions)[]
}

const DAYS_MAX = 366
const DAYS_USUAL = 90

const text = {
  title: { zh: '接口密钥', en: 'API keys' },
  add: { zh: '新建密钥', en: 'New key' },
  name: { zh: '名称', en: 'Name' },
  copyOf: { zh: '{name} 副本', en: '{name} (copy)' },
  nameHelp: { zh: '写明给哪个系统用', en: 'Which system it is for' },
  days: { zh: '有效天数', en: 'Valid for days' },
  permissions: { zh: '权限', en: 'Permissions' },
  neededPermission: { zh: '至少选一项', en: 'Choose at least one' },
  made: { zh: '请立即保存密钥', en: 'Save the key now' },
  madeHelp: {
    zh: '密钥只显示这一次，之后只能看到末尾几位。',
    en: 'It is shown only once; later only its last characters.',
  },
  saved: { zh: '我已保存', en: 'I have saved it' },
  active: { zh: '有效', en: 'Active' },
  expired: { zh: '已过期', en: 'Expired' },
  revoked: { zh: '已吊销', en: 'Revoked' },
  none: { zh: '还没有密钥', en: 'No keys yet' },
  noneHelp: {
    zh: '其他系统凭密钥调用接口，权限和期限由您决定。',
    en: 'Other systems call the API with a key; you decide what it may do and for how long.',
  },
} satisfies Text

const columns: readonly Column<ApiKey>[] = [
  { key: 'name', title: text.name, render: (key) => key.name },
  { key: 'hint', title: { zh: '密钥', en: 'Key' }, render: (key) => <code>…{key.hint}</code> },
  { key: 'state', title: { zh: '状态', en: 'State' }, render: (key) => <KeyState apiKey={key} /> },
  {
    key: 'permissions',
    title: { zh: '权限数', en: 'Permissions' },
    render: (key) => <Figure value={key.permissions.length} />,
    align: 'end',
  },
  {
    key: 'used',
    title: { zh: '最近使用', en: 'Last used' },
    render: (key) => <RelativeTime at={key.lastUsedAt} />,
  },
  { key: 'expires', title: { zh: '到期', en: 'Expires' }, render: (key) => <Time at={key.expiresAt} /> },
  {
    key: 'created',
    title: { zh: '创建', en: 'Created' },
    render: (key) => <Time at={key.createdAt} />,
    isHidden: true,
  },
]

export function ApiKeysPage() {
  const t = useText(text)
  const [making, setMaking] = useState<{ from: ApiKey | null } | null>(null)
  const [token, setToken] = useState<string | null>(null)
  const { values, change } = useUrlState()
  const keys = useOperation(identityApi.listApiKeys, {})
  const shown = keys.data?.rows.find((key) => key.id === one(values.key))
  return (
    <>
      <ListPage
        title={t.title}
        name="api-keys"
        operation={identityApi.listApiKeys}
        columns={columns}
        rowKey={(key) => key.id}
        isPlain
        onOpen={(key) => change({ key: key.id })}
        empty={{ title: t.none, help: t.noneHelp }}
        actions={
          <Button type="primary" onClick={() => setMaking({ from: null })}>
            {t.add}
          </Button>
        }
      />
      {shown && (
        <ApiKeyDrawer
          key={shown.id}
          apiKey={shown}
          onCopy={() => setMaking({ from: shown })}
          onClose={() => change({ key: undefined })}
        />
      )}
      {making && <KeyForm from={making.from} onClose={() => setMaking(null)} onToken={setToken} />}
      {token && <TokenShown token={token} onClose={() => setToken(null)} />}
    </>
  )
}

type KeyFormProps = { from: ApiKey | null; onClose: () => void; onToken: (token: string) => void }

/** A new key; `from` is the one it is made like. */
function KeyForm({ from, onClose, onToken }: KeyFormProps) {
  const t = useText(text)
  const like = from && {
    name: fill(t.copyOf, { name: from.name }).slice(0, 80),
    permissions: from.permissions as Values['permissions'],
  }
  return (
    <FormDrawer<typeof identityApi.createApiKey, Values>
      title={t.add}
      onClose={onClose}
      initial={{ days: DAYS_USUAL, permissions: [], ...like }}
      operation={identityApi.createApiKey}
      about={null}
      toInput={(values) => ({ body: { ...values, ...(from ? { scopes: from.scopes } : {}) } })}
      onDone={(made) => onToken(made.token)}
      savedText={null}
      width={560}
    >
      <Form.Item name="name" label={t.name} extra={t.nameHelp} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={80} />
      </Form.Item>
      <NumberItem
        name="days"
        label={t.days}
        rules={[{ required: true }]}
        min={1}
        max={DAYS_MAX}
        input={{ isShort: true }}
      />
      <Form.Item
        name="permissions"
        label={t.permissions}
        rules={[{ required: true, type: 'array', min: 1, message: t.neededPermission }]}
      >
        <PermissionPicker label={t.permissions} />
      </Form.Item>
    </FormDrawer>
  )
}

function TokenShown({ token, onClose }: { token: string; onClose: () => void }) {
  const t = useText(text)
  return (
    <Modal
      open
      title={t.made}
      footer={
        <Button type="primary" onClick={onClose}>
          {t.saved}
        </Button>
      }
      closable={false}
      mask={{ closable: false }}
    >
      <Alert type="warning" showIcon title={t.madeHelp} />
      <p className="n-secret">
        <code>{token}</code>
      </p>
      <CopyButton text={token} />
    </Modal>
  )
}

export function KeyState({ apiKey }: { apiKey: ApiKey }) {
  const t = useText(text)
  const now = useNow()
  if (apiKey.revokedAt) return <StatusTag tone="mute">{t.revoked}</StatusTag>
  if (new Date(apiKey.expiresAt).getTime() < now) return <StatusTag tone="warn">{t.expired}</StatusTag>
  return <StatusTag tone="good">{t.active}</StatusTag>
}
