import { Form, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { permissions } from '#modules/permissions.ts'
import { PermissionPicker } from '#web/features/identity/permission-picker.tsx'
import type { Role } from '#web/features/identity/roles-page.tsx'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { showNames } from '#web/ui/form-conflicts.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  add: { zh: '新增角色', en: 'Add a role' },
  copy: { zh: '复制角色', en: 'Copy a role' },
  copyOf: { zh: '{name} 副本', en: '{name} (copy)' },
  edit: { zh: '修改角色', en: 'Change a role' },
  key: { zh: '标识', en: 'Key' },
  keyHelp: {
    zh: '小写字母开头，只含小写字母、数字和下划线；用于接口和导入',
    en: 'Starts with a small letter; small letters, digits and underscores only. Used by the API and imports',
  },
  zh: { zh: '中文名称', en: 'Chinese name' },
  en: { zh: '英文名称', en: 'English name' },
  permissions: { zh: '权限', en: 'Permissions' },
} satisfies Text

type Values = { key: string; zh: string; en: string; permissions: (keyof typeof permissions)[] }

/** Changes a role, or adds one; `from` is the role a new one begins as a copy of. */
export function RoleForm({
  edited,
  from,
  onClose,
}: {
  edited: Role | null
  from: Role | null
  onClose: () => void
}) {
  return edited ? <EditForm edited={edited} onClose={onClose} /> : <AddForm from={from} onClose={onClose} />
}

function AddForm({ from, onClose }: { from: Role | null; onClose: () => void }) {
  const t = useText(text)
  const initial = from
    ? {
        key: `${from.key}_copy`.slice(0, 41),
        zh: fill(text.copyOf.zh, { name: from.zh }).slice(0, 40),
        en: fill(text.copyOf.en, { name: from.en }).slice(0, 40),
        permissions: from.permissions as Values['permissions'],
      }
    : { permissions: [] }
  return (
    <FormDrawer<typeof identityApi.createRole, Values>
      title={from ? t.copy : t.add}
      onClose={onClose}
      initial={initial}
      operation={identityApi.createRole}
      about={null}
      toInput={(values) => ({ body: values })}
      width={560}
    >
      <Form.Item
        name="key"
        label={t.key}
        extra={t.keyHelp}
        rules={[{ required: true }, { pattern: /^[a-z][a-z0-9_]{1,40}$/, message: t.keyHelp }]}
      >
        <Input maxLength={41} />
      </Form.Item>
      <SharedFields />
    </FormDrawer>
  )
}

function EditForm({ edited: role, onClose }: { edited: Role; onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  return (
    <FormDrawer<typeof identityApi.updateRole, Values>
      title={t.edit}
      onClose={onClose}
      initial={{ zh: role.zh, en: role.en, permissions: role.permissions as Values['permissions'] }}
      operation={identityApi.updateRole}
      about={{ id: role.id, version: role.version }}
      show={showNames({ permissions: (name) => say(permissions[name as keyof typeof permissions]) })}
      toInput={({ zh, en, permissions }) => ({
        params: { id: role.id },
        body: { zh, en, permissions, version: role.version },
      })}
      width={560}
    >
      <SharedFields />
    </FormDrawer>
  )
}

function SharedFields() {
  const t = useText(text)
  const rules = [{ required: true, whitespace: true }]
  return (
    <>
      <Form.Item name="zh" label={t.zh} rules={rules}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="en" label={t.en} rules={rules}>
        <Input maxLength={40} />
      </Form.Item>
      <Form.Item name="permissions" label={t.permissions}>
        <PermissionPicker label={t.permissions} />
      </Form.Item>
    </>
  )
}
