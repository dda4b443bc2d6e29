import { App, Checkbox, Form } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { RecordDrawer } from '#web/features/activity/record-drawer.tsx'
import { NewPasswordItem } from '#web/features/identity/new-password.tsx'
import { UserForm } from '#web/features/identity/user-form.tsx'
import { RoleNames, TotpState, type User, UserState } from '#web/features/identity/users-page.tsx'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { FormDialog } from '#web/ui/form-dialog.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { useFormSend } from '#web/ui/use-form-send.ts'
import { RelativeTime } from '#web/ui/values.tsx'

const text = {
  edit: { zh: '修改', en: 'Change' },
  disable: { zh: '停用', en: 'Disable' },
  enable: { zh: '启用', en: 'Enable' },
  end: { zh: '注销全部设备', en: 'End all sessions' },
  disableAsk: { zh: '停用 {name}？', en: 'Disable {name}?' },
  enableAsk: { zh: '启用 {name}？', en: 'Enable {name}?' },
  disableHelp: {
    zh: '该用户将立即退出，且不能再登录。其经手的记录保留。',
    en: 'They are logged out at once and cannot log in. The records they worked on stay.',
  },
  enableHelp: { zh: '该用户可以重新登录。', en: 'They can log in again.' },
  endAsk: { zh: '注销 {name} 的全部设备？', en: 'End all sessions of {name}?' },
  endHelp: { zh: '该用户在所有设备上都需要重新登录。', en: 'They must log in again on every device.' },
  reset: { zh: '重置密码', en: 'Reset the password' },
  resetAsk: { zh: '重置 {name} 的密码', en: 'Reset the password of {name}' },
  resetHelp: {
    zh: '该用户将在所有设备上退出。请当面或用安全方式告知新密码。',
    en: 'They are logged out on every device. Tell them the new password in a safe way.',
  },
  resetDone: { zh: '密码已重置', en: 'Password reset' },
  password: { zh: '新密码', en: 'New password' },
  removesTotp: {
    zh: '同时关闭两步验证（手机已遗失）',
    en: 'Turn two-step log-in off as well: the phone is lost',
  },
  own: { zh: '自己的密码请在个人设置中修改', en: 'Change your own password under My settings' },
  ended: { zh: '已注销', en: 'Sessions ended' },
  lacks: { zh: '需要权限“管理用户与团队”', en: 'Needs the permission "Manage users and teams"' },
  self: { zh: '不能停用自己的账号', en: 'You cannot disable your own account' },
  email: { zh: '邮箱', en: 'E-mail' },
  roles: { zh: '角色', en: 'Roles' },
  teams: { zh: '团队', en: 'Teams' },
  state: { zh: '状态', en: 'State' },
  totp: { zh: '两步验证', en: 'Two-step log-in' },
  seen: { zh: '最近使用', en: 'Last seen' },
  audit: { zh: '审计记录', en: 'Audit log' },
  auditShow: { zh: '查看对该用户的操作', en: 'What was done to this user' },
} satisfies Text

type Asking = 'edit' | 'disable' | 'reset' | 'end' | null

/** One user: what they are, and what can be done. */
export function UserDrawer({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useText(text)
  const me = useMe()
  const { message } = App.useApp()
  const canAudit = useCan('audit.read')
  const lack = useCan('user.manage') ? null : t.lacks
  const [asking, setAsking] = useState<Asking>(null)
  const isDisabled = user.disabledAt !== null
  const self = user.id === me.user.id && !isDisabled ? t.self : null
  const stop = () => setAsking(null)
  const actions: Action[] = [
    { key: 'edit', label: t.edit, isPrimary: true, whyNot: lack, run: () => setAsking('edit') },
    {
      key: 'disable',
      label: isDisabled ? t.enable : t.disable,
      isDanger: !isDisabled,
      whyNot: lack ?? self,
      run: () => setAsking('disable'),
    },
    {
      key: 'reset',
      label: t.reset,
      whyNot: lack ?? (user.id === me.user.id ? t.own : null),
      run: () => setAsking('reset'),
    },
    { key: 'end', label: t.end, whyNot: lack, run: () => setAsking('end') },
  ]
  const rows = [
    { label: t.email, value: user.email, isWide: true },
    { label: t.state, value: <UserState user={user} /> },
    { label: t.totp, value: <TotpState isOn={user.totp} /> },
    { label: t.roles, value: <RoleNames roles={user.roles} /> },
    { label: t.teams, value: user.teams.map((team) => team.name).join(', ') || '–' },
    { label: t.seen, value: <RelativeTime at={user.lastSeenAt} /> },
    ...(canAudit
      ? [{ label: t.audit, value: <PageLink to={paths.auditOf(user.id)}>{t.auditShow}</PageLink> }]
      : []),
  ]
  return (
    <RecordDrawer
      record={{ type: 'user', id: user.id }}
      title={user.name}
      actions={actions}
      properties={rows}
      onClose={onClose}
    >
      {asking === 'edit' && <UserForm user={user} onClose={stop} />}
      {asking === 'disable' && (
        <ConfirmAction
          title={fill(isDisabled ? t.enableAsk : t.disableAsk, { name: user.name })}
          help={isDisabled ? t.enableHelp : t.disableHelp}
          confirmText={isDisabled ? t.enable : t.disable}
          isDanger={!isDisabled}
          operation={identityApi.setUserDisabled}
          toInput={() => ({ params: { id: user.id }, body: { disabled: !isDisabled } })}
          onClose={stop}
        />
      )}
      {asking === 'reset' && <ResetPassword user={user} onClose={stop} />}
      {asking === 'end' && (
        <ConfirmAction
          title={fill(t.endAsk, { name: user.name })}
          help={t.endHelp}
          confirmText={t.end}
          operation={identityApi.revokeUserSessions}
          toInput={() => ({ params: { id: user.id } })}
          onDone={() => void message.success(t.ended)}
          onClose={stop}
        />
      )}
    </RecordDrawer>
  )
}

type NewPassword = { password: string; removesTotp?: boolean }

function ResetPassword({ user, onClose }: { user: User; onClose: () => void }) {
  const t = useText(text)
  const { message } = App.useApp()
  const sending = useFormSend<typeof identityApi.resetUserPassword, NewPassword>(
    identityApi.resetUserPassword,
    ({ password, removesTotp = false }) => ({ params: { id: user.id }, body: { password, removesTotp } }),
    () => {
      void message.success(t.resetDone)
      onClose()
    },
  )
  return (
    <FormDialog
      title={fill(t.resetAsk, { name: user.name })}
      okText={t.reset}
      sending={sending}
      onClose={onClose}
    >
      <div className="n-modal-help">{t.resetHelp}</div>
      <NewPasswordItem name="password" label={t.password} />
      {user.totp && (
        <Form.Item name="removesTotp" valuePropName="checked">
          <Checkbox>{t.removesTotp}</Checkbox>
        </Form.Item>
      )}
    </FormDialog>
  )
}
