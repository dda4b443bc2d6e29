import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { refusals } from '#modules/identity/refusals.ts'
import { differenceOf } from '#modules/identity/standard-role.ts'
import { defaultRoles, permissions } from '#modules/permissions.ts'
import { RecordDrawer } from '#web/features/activity/record-drawer.tsx'
import { RoleForm } from '#web/features/identity/role-form.tsx'
import type { Role } from '#web/features/identity/roles-page.tsx'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { OnOff, SwitchOff, useSwitchAction } from '#web/ui/switch-off.tsx'

const text = {
  edit: { zh: '修改', en: 'Change' },
  copy: { zh: '复制', en: 'Copy' },
  remove: { zh: '删除', en: 'Delete' },
  lacks: { zh: '需要权限“管理角色”', en: 'Needs the permission "Manage roles"' },
  key: { zh: '标识', en: 'Key' },
  kind: { zh: '来源', en: 'Kind' },
  builtIn: { zh: '系统自带', en: 'Built in' },
  own: { zh: '本公司新增', en: 'Made by the company' },
  people: { zh: '人数', en: 'People' },
  allows: { zh: '可以做什么', en: 'What it allows' },
  nothing: { zh: '没有任何权限', en: 'Nothing' },
  standard: { zh: '与标准角色的差别', en: 'Compared with the standard role' },
  same: {
    zh: '与标准角色一致。新版本增加的权限会自动加上。',
    en: 'As delivered. What a release adds is added by itself.',
  },
  fewer: { zh: '去掉了：{names}', en: 'Taken away: {names}' },
  more: { zh: '增加了：{names}', en: 'Added: {names}' },
  edited: {
    zh: '您的修改会保留；新版本只加上此前没有过的权限。',
    en: 'Your changes stay; a release only adds permissions that are new in it.',
  },
  offHelp: {
    zh: '停用后不能再分配给别人；已有此角色的人不受影响，见“用在哪里”。随时可以重新启用。',
    en: 'It is given to nobody anew. Those who have it keep it; “Used in” names them. It can be switched on again.',
  },
  onHelp: { zh: '启用后可以再分配给用户。', en: 'It can be given to people again.' },
  removeAsk: { zh: '删除角色“{name}”？', en: 'Delete the role "{name}"?' },
  removeHelp: {
    zh: '删除后不能恢复。仍有用户使用的角色和系统自带角色不能删除。',
    en: 'This cannot be undone. A role that users still have, or a built-in one, cannot be deleted.',
  },
} satisfies Text

type Asking = 'edit' | 'copy' | 'switch' | 'remove' | null

/** One role: what it allows, who has it, who changed it. */
export function RoleDrawer({ role, onClose }: { role: Role; onClose: () => void }) {
  const t = useText(text)
  const say = useSay()
  const [asking, setAsking] = useState<Asking>(null)
  const stop = () => setAsking(null)
  const isOff = role.disabledAt !== null
  const name = say(role)
  const separator = say({ zh: '、', en: ', ' })
  return (
    <RecordDrawer
      record={{ type: 'role', id: role.id }}
      title={name}
      state={<OnOff isOff={isOff} />}
      actions={useRoleActions(role, setAsking)}
      properties={[
        { label: t.key, value: <code>{role.key}</code> },
        { label: t.kind, value: role.builtIn ? t.builtIn : t.own },
        { label: t.people, value: role.users },
      ]}
      allOf={{ user: paths.usersOfRole(role.id) }}
      onClose={onClose}
    >
      <Section title={t.allows}>
        <p>{role.permissions.map((one) => nameOf(one, say)).join(separator) || t.nothing}</p>
      </Section>
      {role.builtIn && <Standard role={role} />}
      {asking === 'edit' && <RoleForm edited={role} from={null} onClose={stop} />}
      {asking === 'copy' && <RoleForm edited={null} from={role} onClose={stop} />}
      {asking === 'switch' && (
        <SwitchOff
          name={name}
          isOff={isOff}
          help={{ off: t.offHelp, on: t.onHelp }}
          operation={identityApi.setRoleDisabled}
          toInput={(body) => ({ params: { id: role.id }, body })}
          onClose={stop}
        />
      )}
      {asking === 'remove' && (
        <ConfirmAction
          title={fill(t.removeAsk, { name })}
          help={t.removeHelp}
          confirmText={t.remove}
          isDanger
          operation={identityApi.deleteRole}
          undoLabel={`${t.remove} ${name}`}
          toInput={() => ({ params: { id: role.id } })}
          onClose={(isDone) => (isDone ? onClose() : stop())}
        />
      )}
    </RecordDrawer>
  )
}

function useRoleActions(role: Role, ask: (asking: Asking) => void): Action[] {
  const t = useText(text)
  const r = useText(refusals)
  const lack = useCan('role.manage') ? null : t.lacks
  const whyNotRemove = role.builtIn ? r['role.built_in'] : role.users > 0 ? r['role.in_use'] : null
  return [
    { key: 'edit', label: t.edit, isPrimary: true, whyNot: lack, run: () => ask('edit') },
    { key: 'copy', label: t.copy, whyNot: lack, run: () => ask('copy') },
    useSwitchAction(role.disabledAt !== null, { whyNot: lack, run: () => ask('switch') }),
    {
      key: 'remove',
      label: t.remove,
      isDanger: true,
      whyNot: lack ?? whyNotRemove,
      run: () => ask('remove'),
    },
  ]
}

/** How far the company went from what was delivered. */
function Standard({ role }: { role: Role }) {
  const t = useText(text)
  const say = useSay()
  const standard = defaultRoles.find(({ key }) => key === role.key)?.permissions ?? []
  const { lacks, beyond } = differenceOf(role.permissions, standard)
  const names = (some: string[]) => some.map((one) => nameOf(one, say)).join(say({ zh: '、', en: ', ' }))
  return (
    <Section title={t.standard}>
      {lacks.length > 0 && <p>{fill(t.fewer, { names: names(lacks) })}</p>}
      {beyond.length > 0 && <p>{fill(t.more, { names: names(beyond) })}</p>}
      <p className="n-quiet">{lacks.length + beyond.length > 0 ? t.edited : t.same}</p>
    </Section>
  )
}

const nameOf = (permission: string, say: ReturnType<typeof useSay>): string => {
  const name = permissions[permission as keyof typeof permissions]
  return name ? say(name) : permission
}
