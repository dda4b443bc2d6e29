import { userBulk } from '#modules/identity/bulk.ts'
import { Button } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { identityApi } from '#modules/identity/api.ts'
import { userList } from '#modules/identity/user-list.ts'
import { call } from '#web/lib/api.ts'
import { UserDrawer } from '#web/features/identity/user-drawer.tsx'
import { UserForm } from '#web/features/identity/user-form.tsx'
import { useOperation } from '#web/lib/api.ts'
import { getLocale, useSay, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useCan } from '#web/lib/session.ts'
import { type RecordLookup, fieldFilters } from '#web/ui/list-conditions.ts'
import { ListPage } from '#web/ui/list-page.tsx'
import type { Column, Filter, Found } from '#web/ui/list-types.ts'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { RelativeTime } from '#web/ui/values.tsx'

export type User = ResultOf<typeof identityApi.createUser>

const text = {
  title: { zh: '用户', en: 'Users' },
  add: { zh: '新增用户', en: 'Add a user' },
  active: { zh: '启用', en: 'Active' },
  disabled: { zh: '已停用', en: 'Disabled' },
  on: { zh: '已启用', en: 'On' },
  off: { zh: '未启用', en: 'Off' },
} satisfies Text

const search: Filter = { kind: 'search', name: 'search', label: { zh: '姓名或邮箱', en: 'Name or e-mail' } }
const roleLookup: RecordLookup = {
  find: async (text) =>
    foundIn((await call(identityApi.listRoles, {})).rows, text, (role) => role[getLocale()]),
  nameOf: async (id) =>
    (await call(identityApi.listRoles, {})).rows.find((role) => role.id === id)?.[getLocale()] ?? id,
}
const teamLookup: RecordLookup = {
  find: async (text) => foundIn((await call(identityApi.listTeams, {})).rows, text, (team) => team.name),
  nameOf: async (id) =>
    (await call(identityApi.listTeams, {})).rows.find((team) => team.id === id)?.name ?? id,
}
const foundIn = <R extends { id: string }>(rows: R[], text: string, nameOf: (row: R) => string): Found[] =>
  rows
    .map((row) => ({ value: row.id, label: nameOf(row) }))
    .filter((row) => row.label.toLowerCase().includes(text.trim().toLowerCase()))

const filters: readonly Filter[] = [
  search,
  ...fieldFilters(userList, {
    first: ['disabled', 'roleId', 'teamId'],
    lookups: { roleId: roleLookup, teamId: teamLookup },
  }),
]

const columns: readonly Column<User>[] = [
  { key: 'name', title: { zh: '姓名', en: 'Name' }, render: (user) => user.name, sort: 'name' },
  { key: 'email', title: { zh: '邮箱', en: 'E-mail' }, render: (user) => user.email, sort: 'email' },
  { key: 'roles', title: { zh: '角色', en: 'Roles' }, render: (user) => <RoleNames roles={user.roles} /> },
  {
    key: 'teams',
    title: { zh: '团队', en: 'Teams' },
    render: (user) => user.teams.map((team) => team.name).join(', ') || '–',
  },
  {
    key: 'state',
    title: { zh: '状态', en: 'State' },
    render: (user) => <UserState user={user} />,
    sort: 'disabled',
  },
  {
    key: 'totp',
    title: { zh: '两步验证', en: 'Two-step log-in' },
    render: (user) => <TotpState isOn={user.totp} />,
    isOffPhone: true,
  },
  {
    key: 'seen',
    title: { zh: '最近使用', en: 'Last seen' },
    render: (user) => <RelativeTime at={user.lastSeenAt} />,
    sort: 'seen',
  },
]

export function UsersPage() {
  const t = useText(text)
  const canManage = useCan('user.manage')
  const [isAdding, setAdding] = useState(false)
  const { values, change } = useUrlState()
  const shownId = one(values.user)
  const shown = useOperation(
    identityApi.getUser,
    { params: { id: shownId ?? '' } },
    { isEnabled: shownId !== undefined },
  )
  const add = (
    <Button type="primary" onClick={() => setAdding(true)}>
      {t.add}
    </Button>
  )
  return (
    <>
      <ListPage
        title={t.title}
        name="users"
        bulkSpecs={userBulk}
        operation={identityApi.listUsers}
        columns={columns}
        filters={filters}
        defaultSort={userList.defaultSort}
        rowKey={(user) => user.id}
        onOpen={(user) => change({ user: user.id })}
        actions={canManage && add}
      />
      {isAdding && <UserForm user={null} onClose={() => setAdding(false)} />}
      {shownId !== undefined && shown.data && (
        <UserDrawer user={shown.data} onClose={() => change({ user: undefined })} />
      )}
    </>
  )
}

export function RoleNames({ roles }: { roles: User['roles'] }) {
  const say = useSay()
  return <>{roles.map((role) => say(role)).join(', ') || '–'}</>
}

export function UserState({ user }: { user: User }) {
  const t = useText(text)
  return user.disabledAt ? (
    <StatusTag tone="mute">{t.disabled}</StatusTag>
  ) : (
    <StatusTag tone="good">{t.active}</StatusTag>
  )
}

export function TotpState({ isOn }: { isOn: boolean }) {
  const t = useText(text)
  return isOn ? <StatusTag tone="good">{t.on}</StatusTag> : <StatusTag tone="mute">{t.off}</StatusTag>
}
