import { Form, Input, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { NewPasswordItem } from '#web/features/identity/new-password.tsx'
import type { User } from '#web/features/identity/users-page.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { showNames } from '#web/ui/form-conflicts.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { useOnOffOptions } from '#web/ui/switch-off.tsx'

const text = {
  add: { zh: '新增用户', en: 'Add a user' },
  edit: { zh: '修改用户', en: 'Change a user' },
  name: { zh: '姓名', en: 'Name' },
  email: { zh: '邮箱', en: 'E-mail' },
  password: { zh: '初始密码', en: 'First password' },
  passwordHelp: { zh: '请当面或用安全方式告知。', en: 'Tell it to the person in a safe way.' },
  roles: { zh: '角色', en: 'Roles' },
  teams: { zh: '团队', en: 'Teams' },
  emailWrong: { zh: '邮箱格式不正确', en: 'This is not an e-mail address' },
  scopes: { zh: '数据范围沿用现有设置。', en: 'The scopes stay as they are.' },
} satisfies Text

type Values = { name: string; email: string; password: string; roleIds: string[]; teamIds: string[] }

type UserFormProps = { user: User | null; onClose: () => void; onDone?: (user: User) => void }

export function UserForm(props: UserFormProps) {
  return props.user ? <EditForm {...props} user={props.user} /> : <AddForm {...props} />
}

function AddForm({ onClose, onDone }: UserFormProps) {
  const t = useText(text)
  return (
    <FormDrawer<typeof identityApi.createUser, Values>
      title={t.add}
      onClose={onClose}
      initial={{ roleIds: [], teamIds: [] }}
      operation={identityApi.createUser}
      about={null}
      secrets={['password']}
      toInput={(values) => ({ body: values })}
      onDone={onDone ?? (() => {})}
    >
      <Form.Item
        name="email"
        label={t.email}
        rules={[{ required: true }, { type: 'email', message: t.emailWrong }]}
      >
        <Input autoComplete="off" maxLength={254} />
      </Form.Item>
      <NewPasswordItem name="password" label={t.password} more={t.passwordHelp} />
      <SharedFields />
    </FormDrawer>
  )
}

function EditForm({ user, onClose, onDone }: UserFormProps & { user: User }) {
  const t = useText(text)
  const say = useSay()
  const roles = useOperation(identityApi.listRoles, {}).data?.rows ?? []
  const teams = useOperation(identityApi.listTeams, {}).data?.rows ?? []
  const show = showNames({
    roleIds: (id) => say(roles.find((role) => role.id === id) ?? { zh: id, en: id }),
    teamIds: (id) => teams.find((team) => team.id === id)?.name ?? id,
  })
  return (
    <FormDrawer<typeof identityApi.updateUser, Values>
      title={t.edit}
      onClose={onClose}
      initial={{
        name: user.name,
        roleIds: user.roles.map((role) => role.id),
        teamIds: user.teams.map((team) => team.id),
      }}
      operation={identityApi.updateUser}
      about={{ id: user.id, version: user.version }}
      show={show}
      toInput={({ name, roleIds, teamIds }) => ({
        params: { id: user.id },
        body: { name, roleIds, teamIds, scopes: user.scopes, version: user.version },
      })}
      onDone={onDone ?? (() => {})}
    >
      <SharedFields />
      <p className="n-quiet">{t.scopes}</p>
    </FormDrawer>
  )
}

function SharedFields() {
  const t = useText(text)
  const say = useSay()
  const roles = useOperation(identityApi.listRoles, {})
  const teams = useOperation(identityApi.listTeams, {})
  const roleOptions = useOnOffOptions(roles.data?.rows, say)
  const teamOptions = useOnOffOptions(teams.data?.rows, (team) => team.name)
  return (
    <>
      <Form.Item name="name" label={t.name} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="roleIds" label={t.roles}>
        <Select
          mode="multiple"
          options={roleOptions}
          loading={roles.isPending}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <Form.Item name="teamIds" label={t.teams}>
        <Select
          mode="multiple"
          options={teamOptions}
          loading={teams.isPending}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
    </>
  )
}
