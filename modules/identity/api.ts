import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Id, SeenVersion, line, page, patterned } from '#platform/schema.ts'
import { resetStates } from './sandbox.ts'
import { userList } from './user-list.ts'
import { permissions } from '#modules/permissions.ts'
import { scopeKinds } from './scope-kinds.ts'

export const Email = z.string().trim().toLowerCase().max(254).pipe(z.email())
const Password = z.string().min(1).max(200)
const Locale = z.enum(['zh', 'en'])
const PermissionName = z.enum(
  Object.keys(permissions) as [keyof typeof permissions, ...(keyof typeof permissions)[]],
)
const ScopeIds = z.array(Id).max(500)
export const ScopesInput = z.strictObject({
  warehouse: ScopeIds.optional(),
  carrier: ScopeIds.optional(),
  customer: ScopeIds.optional(),
})

export const Me = z.object({
  tenant: z.object({
    slug: z.string(),
    name: z.string(),
    zone: z.string(),
    currency: z.string(),
    country: z.string(),
  }),
  user: z.object({
    id: Id,
    name: z.string(),
    email: z.string().nullable(),
    locale: Locale,
    totp: z.boolean(),
  }),
  permissions: z.array(z.string()),
  /** Kinds of records of which the person sees only some. */
  boundTo: z.array(z.enum(scopeKinds)),
})
export const SessionRow = z.object({
  id: Id,
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  ip: z.string().nullable(),
  userAgent: z.string().nullable(),
  current: z.boolean(),
})
export const UserRow = z.object({
  id: Id,
  email: z.string(),
  name: z.string(),
  roles: z.array(z.object({ id: Id, key: z.string(), zh: z.string(), en: z.string() })),
  teams: z.array(z.object({ id: Id, name: z.string() })),
  scopes: z.object({ warehouse: z.array(Id), carrier: z.array(Id), customer: z.array(Id) }),
  totp: z.boolean(),
  disabledAt: z.string().nullable(),
  lastSeenAt: z.string().nullable(),
  version: z.int(),
})
export const RoleRow = z.object({
  id: Id,
  key: z.string(),
  zh: z.string(),
  en: z.string(),
  permissions: z.array(z.string()),
  builtIn: z.boolean(),
  disabledAt: z.string().nullable(),
  users: z.int(),
  version: z.int(),
})
export const TeamRow = z.object({
  id: Id,
  name: z.string(),
  members: z.array(z.object({ id: Id, name: z.string() })),
  disabledAt: z.string().nullable(),
  version: z.int(),
})
export const ApiKeyRow = z.object({
  id: Id,
  name: z.string(),
  hint: z.string(),
  permissions: z.array(z.string()),
  createdAt: z.string(),
  expiresAt: z.string(),
  lastUsedAt: z.string().nullable(),
  revokedAt: z.string().nullable(),
  createdBy: z.object({ id: Id, name: z.string(), isDisabled: z.boolean() }),
  scopes: ScopesInput,
})
export const Sandbox = z.object({
  isSandbox: z.boolean(),
  reset: z.object({ state: z.enum(resetStates), at: z.string(), by: z.string() }).nullable(),
})

const UserFields = {
  name: line(80, 1),
  roleIds: z.array(Id).max(20),
  teamIds: z.array(Id).max(50).default([]),
  scopes: ScopesInput.default({}),
}
const Done = z.object({ done: z.literal(true) })
const ById = z.object({ id: Id })
const Reason = line(300, 1)

export const identityApi = {
  getLogInOptions: op({
    method: 'GET',
    path: '/session/options',
    permission: 'public',
    summary: { zh: '登录页选项', en: 'Options of the log-in page' },
    result: z.object({
      demo: z.array(
        z.object({
          tenant: z.string(),
          email: z.string(),
          password: z.string(),
          role: z.object({ zh: z.string(), en: z.string() }),
        }),
      ),
    }),
  }),
  logIn: op({
    method: 'POST',
    path: '/session',
    permission: 'public',
    summary: { zh: '登录', en: 'Log in' },
    body: z.strictObject({
      tenant: line(41, 1),
      email: Email,
      password: Password,
      /** Six digits, or a recovery code. */ code: line(40).optional(),
    }),
    result: Me,
  }),
  logOut: op({
    method: 'DELETE',
    path: '/session',
    permission: 'signed_in',
    summary: { zh: '退出', en: 'Log out' },
    result: Done,
  }),
  getMe: op({
    method: 'GET',
    path: '/me',
    permission: 'signed_in',
    summary: { zh: '当前用户', en: 'Who am I' },
    result: Me,
  }),
  updateMe: op({
    method: 'PATCH',
    path: '/me',
    permission: 'signed_in',
    summary: { zh: '修改个人设置', en: 'Change my settings' },
    body: z.strictObject({ name: line(80, 1).optional(), locale: Locale.optional() }),
    result: Me,
  }),
  changePassword: op({
    method: 'POST',
    path: '/me/password',
    permission: 'signed_in',
    summary: { zh: '修改密码', en: 'Change my password' },
    body: z.strictObject({ current: Password, next: Password }),
    result: Done,
  }),
  startTotp: op({
    method: 'POST',
    path: '/me/totp',
    permission: 'signed_in',
    tellsSecret: true,
    summary: { zh: '开始启用两步验证', en: 'Start two-step log-in' },
    body: z.strictObject({ password: Password }),
    result: z.object({ secret: z.string(), uri: z.string() }),
  }),
  confirmTotp: op({
    method: 'POST',
    path: '/me/totp/confirmation',
    permission: 'signed_in',
    tellsSecret: true,
    summary: { zh: '确认两步验证', en: 'Confirm two-step log-in' },
    body: z.strictObject({ code: line(10, 6) }),
    result: z.object({ recoveryCodes: z.array(z.string()) }),
  }),
  removeTotp: op({
    method: 'POST',
    path: '/me/totp/removal',
    permission: 'signed_in',
    summary: { zh: '关闭两步验证', en: 'Turn two-step log-in off' },
    body: z.strictObject({ password: Password }),
    result: Done,
  }),
  listMySessions: op({
    method: 'GET',
    path: '/me/sessions',
    permission: 'signed_in',
    summary: { zh: '我的登录设备', en: 'My sessions' },
    result: z.object({ rows: z.array(SessionRow) }),
  }),
  revokeMySession: op({
    method: 'DELETE',
    path: '/me/sessions/{id}',
    permission: 'signed_in',
    summary: { zh: '注销某台设备', en: 'End one of my sessions' },
    params: ById,
    result: Done,
  }),
  listUsers: op({
    method: 'GET',
    path: '/users',
    permission: 'user.read',
    summary: { zh: '用户列表', en: 'Users' },
    query: z.strictObject({ ...listParams(userList), search: line(80).optional() }),
    result: page(UserRow),
  }),
  getUser: op({
    method: 'GET',
    path: '/users/{id}',
    permission: 'user.read',
    record: 'user',
    summary: { zh: '用户详情', en: 'One user' },
    params: ById,
    result: UserRow,
  }),
  createUser: op({
    method: 'POST',
    path: '/users',
    permission: 'user.manage',
    summary: { zh: '新增用户', en: 'Add a user' },
    body: z.strictObject({ email: Email, password: Password, ...UserFields }),
    result: UserRow,
  }),
  updateUser: op({
    method: 'PUT',
    path: '/users/{id}',
    permission: 'user.manage',
    summary: { zh: '修改用户', en: 'Change a user' },
    params: ById,
    body: z.strictObject({ ...UserFields, version: SeenVersion }),
    result: UserRow,
  }),
  setUserDisabled: op({
    method: 'POST',
    path: '/users/{id}/disabled',
    permission: 'user.manage',
    summary: { zh: '停用或启用用户', en: 'Disable or enable a user' },
    params: ById,
    body: z.strictObject({ disabled: z.boolean() }),
    result: UserRow,
  }),
  resetUserPassword: op({
    method: 'POST',
    path: '/users/{id}/password',
    permission: 'user.manage',
    summary: { zh: '重置用户的密码', en: 'Give a user a new password' },
    params: ById,
    body: z.strictObject({
      password: Password,
      /** Turns two-step log-in off as well: the telephone is lost. */ removesTotp: z
        .boolean()
        .default(false),
    }),
    result: UserRow,
  }),
  revokeUserSessions: op({
    method: 'DELETE',
    path: '/users/{id}/sessions',
    permission: 'user.manage',
    summary: { zh: '注销用户的全部设备', en: 'End all sessions of a user' },
    params: ById,
    result: Done,
  }),
  listTeams: op({
    method: 'GET',
    path: '/teams',
    permission: 'user.read',
    summary: { zh: '团队列表', en: 'Teams' },
    result: z.object({ rows: z.array(TeamRow) }),
  }),
  saveTeam: op({
    method: 'PUT',
    path: '/teams/{id}',
    permission: 'user.manage',
    summary: { zh: '保存团队', en: 'Save a team' },
    params: ById,
    body: z.strictObject({ name: line(60, 1), memberIds: z.array(Id).max(500), version: SeenVersion }),
    result: TeamRow,
  }),
  setTeamDisabled: op({
    method: 'POST',
    path: '/teams/{id}/disabled',
    permission: 'user.manage',
    summary: { zh: '停用或启用团队', en: 'Switch a team off or on' },
    params: ById,
    body: z.strictObject({ disabled: z.boolean(), reason: Reason }),
    result: TeamRow,
  }),
  listRoles: op({
    method: 'GET',
    path: '/roles',
    permission: 'user.read',
    summary: { zh: '角色列表', en: 'Roles' },
    result: z.object({ rows: z.array(RoleRow) }),
  }),
  createRole: op({
    method: 'POST',
    path: '/roles',
    permission: 'role.manage',
    summary: { zh: '新增角色', en: 'Add a role' },
    body: z.strictObject({
      key: patterned(/^[a-z][a-z0-9_]{1,40}$/, {
        zh: '请以小写字母开头，只用小写字母、数字和下划线',
        en: 'Begin with a small letter; use small letters, digits and underscores',
      }),
      zh: line(40, 1),
      en: line(40, 1),
      permissions: z.array(PermissionName).max(200),
    }),
    result: RoleRow,
  }),
  updateRole: op({
    method: 'PUT',
    path: '/roles/{id}',
    permission: 'role.manage',
    summary: { zh: '修改角色', en: 'Change a role' },
    params: ById,
    body: z.strictObject({
      zh: line(40, 1),
      en: line(40, 1),
      permissions: z.array(PermissionName).max(200),
      version: SeenVersion,
    }),
    result: RoleRow,
  }),
  setRoleDisabled: op({
    method: 'POST',
    path: '/roles/{id}/disabled',
    permission: 'role.manage',
    summary: { zh: '停用或启用角色', en: 'Switch a role off or on' },
    params: ById,
    body: z.strictObject({ disabled: z.boolean(), reason: Reason }),
    result: RoleRow,
  }),
  deleteRole: op({
    method: 'DELETE',
    path: '/roles/{id}',
    isUndoable: true,
    permission: 'role.manage',
    summary: { zh: '删除角色', en: 'Delete a role' },
    params: ById,
    result: Done,
  }),
  listApiKeys: op({
    method: 'GET',
    path: '/api-keys',
    permission: 'api_key.manage',
    summary: { zh: '接口密钥列表', en: 'API keys' },
    result: z.object({ rows: z.array(ApiKeyRow) }),
  }),
  createApiKey: op({
    method: 'POST',
    path: '/api-keys',
    permission: 'api_key.manage',
    tellsSecret: true,
    summary: { zh: '新建接口密钥', en: 'Make an API key' },
    body: z.strictObject({
      name: line(80, 1),
      permissions: z.array(PermissionName).min(1).max(200),
      scopes: ScopesInput.default({}),
      days: z.int().min(1).max(366),
    }),
    result: z.object({ key: ApiKeyRow, token: z.string() }),
  }),
  revokeApiKey: op({
    method: 'POST',
    path: '/api-keys/{id}/revocation',
    permission: 'api_key.manage',
    summary: { zh: '吊销接口密钥', en: 'Revoke an API key' },
    params: ById,
    body: z.strictObject({ reason: Reason }),
    result: ApiKeyRow,
  }),
  getSandbox: op({
    method: 'GET',
    path: '/sandbox',
    permission: 'tenant.reset',
    summary: { zh: '演示公司恢复到哪一步', en: 'How far the reset of the demo is' },
    result: Sandbox,
  }),
  resetSandbox: op({
    method: 'POST',
    path: '/sandbox/reset',
    permission: 'tenant.reset',
    summary: { zh: '恢复演示公司的初始数据', en: 'Put the demo company back to its first state' },
    body: z.strictObject({ confirmation: line(41, 1) }),
    result: Sandbox,
  }),
} satisfies OperationTable
