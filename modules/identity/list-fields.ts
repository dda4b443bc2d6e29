import { type ListField, at, joined } from '#platform/cells.ts'
import type { RowOf } from '#platform/list.ts'
import type { identityApi } from './api.ts'

type User = RowOf<typeof identityApi.listUsers>
type Team = RowOf<typeof identityApi.listTeams>
type ApiKey = RowOf<typeof identityApi.listApiKeys>

const text = {
  active: { zh: '启用', en: 'Active' },
  disabled: { zh: '已停用', en: 'Disabled' },
  on: { zh: '已启用', en: 'On' },
  off: { zh: '未启用', en: 'Off' },
  valid: { zh: '有效', en: 'Active' },
  expired: { zh: '已过期', en: 'Expired' },
  revoked: { zh: '已吊销', en: 'Revoked' },
  state: { zh: '状态', en: 'State' },
}

export const userFields: readonly ListField<User>[] = [
  { key: 'name', title: { zh: '姓名', en: 'Name' }, value: (user) => user.name },
  { key: 'email', title: { zh: '邮箱', en: 'E-mail' }, value: (user) => user.email },
  { key: 'roles', title: { zh: '角色', en: 'Roles' }, value: (user) => joined(', ', user.roles) },
  {
    key: 'teams',
    title: { zh: '团队', en: 'Teams' },
    value: (user) =>
      joined(
        ', ',
        user.teams.map((t) => t.name),
      ),
  },
  { key: 'state', title: text.state, value: (user) => (user.disabledAt ? text.disabled : text.active) },
  {
    key: 'totp',
    title: { zh: '两步验证', en: 'Two-step log-in' },
    value: (user) => (user.totp ? text.on : text.off),
  },
  { key: 'seen', title: { zh: '最近使用', en: 'Last seen' }, value: (user) => at(user.lastSeenAt) },
]

export const teamFields: readonly ListField<Team>[] = [
  { key: 'name', title: { zh: '团队名称', en: 'Name' }, value: (team) => team.name },
  { key: 'count', title: { zh: '人数', en: 'People' }, value: (team) => team.members.length },
  {
    key: 'members',
    title: { zh: '成员', en: 'Members' },
    value: (team) =>
      joined(
        ', ',
        team.members.map((m) => m.name),
      ),
  },
  {
    key: 'state',
    title: text.state,
    value: (team) => (team.disabledAt ? text.disabled : text.active),
  },
]

export const apiKeyFields: readonly ListField<ApiKey>[] = [
  { key: 'name', title: { zh: '名称', en: 'Name' }, value: (key) => key.name },
  { key: 'hint', title: { zh: '密钥', en: 'Key' }, value: (key) => `…${key.hint}` },
  {
    key: 'state',
    title: text.state,
    value: (key, now) =>
      key.revokedAt ? text.revoked : new Date(key.expiresAt) < now ? text.expired : text.valid,
  },
  { key: 'permissions', title: { zh: '权限数', en: 'Permissions' }, value: (key) => key.permissions.length },
  { key: 'used', title: { zh: '最近使用', en: 'Last used' }, value: (key) => at(key.lastUsedAt) },
  { key: 'expires', title: { zh: '到期', en: 'Expires' }, value: (key) => at(key.expiresAt) },
  { key: 'created', title: { zh: '创建', en: 'Created' }, value: (key) => at(key.createdAt) },
]
