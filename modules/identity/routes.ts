import { type Ctx, withCtx } from '#platform/ctx.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { type BoundOperation, type Gate, routes } from '#platform/http.ts'
import { changePassword, confirmTotp, removeTotp, resetPassword, startTotp, updateMe } from './account.ts'
import { identityApi } from './api.ts'
import type { createAuthenticator } from './authentication.ts'
import { demoAccounts } from './demo.ts'
import { getMe, getUser, listApiKeys, listMySessions, listRoles, listTeams, listUsers } from './queries.ts'
import { createApiKey, revokeApiKey } from './api-keys.ts'
import { createRole, deleteRole, setRoleDisabled, updateRole } from './roles.ts'
import { getSandbox, resetSandbox } from './sandboxes.ts'
import { logIn, logOut, revokeSessions } from './sessions.ts'
import { saveTeam, setTeamDisabled } from './teams.ts'
import { SESSION_MAX_MS } from './tokens.ts'
import { createUser, setUserDisabled, updateUser } from './users.ts'

const done = { done: true } as const

export function identityRoutes(authenticator: ReturnType<typeof createAuthenticator>): BoundOperation[] {
  // What changes who may do what is believed at once on this process.
  const forgetting = async <T>(work: Promise<T>): Promise<T> => {
    const result = await work
    authenticator.forget()
    return result
  }
  return routes(identityApi, {
    getLogInOptions: async (gate) => ({ demo: gate.demo ? demoAccounts : [] }),
    logIn: async (gate, { body }) => enter(gate, authenticator, await logIn(gate, body)),
    logOut: async (ctx, _input, gate) => {
      await forgetting(logOut(ctx))
      gate.clearSession()
      return done
    },
    getMe: (ctx) => getMe(ctx),
    updateMe: async (ctx, { body }) => {
      await forgetting(updateMe(ctx, body))
      return getMe(ctx)
    },
    changePassword: async (ctx, { body }) => forgetting(changePassword(ctx, body)).then(() => done),
    startTotp: (ctx, { body }) => startTotp(ctx, body),
    confirmTotp: (ctx, { body }) => confirmTotp(ctx, body),
    removeTotp: async (ctx, { body }) => removeTotp(ctx, body).then(() => done),
    listMySessions: async (ctx) => ({ rows: await listMySessions(ctx) }),
    revokeMySession: async (ctx, { params }) =>
      forgetting(revokeSessions(ctx, { userId: ctx.actor.id, sessionId: params.id })).then(() => done),
    listUsers: (ctx, { query }) => listUsers(ctx, query),
    getUser: (ctx, { params }) => getUser(ctx, params.id),
    createUser: async (ctx, { body }) => getUser(ctx, await createUser(ctx, body)),
    updateUser: async (ctx, { params, body }) => {
      await forgetting(updateUser(ctx, { id: params.id, ...body }))
      return getUser(ctx, params.id)
    },
    setUserDisabled: (ctx, { params, body }) =>
      forgetting(setUserDisabled(ctx, { ...params, ...body })).then(() => getUser(ctx, params.id)),
    resetUserPassword: (ctx, { params, body }) =>
      forgetting(resetPassword(ctx, { ...params, ...body })).then(() => getUser(ctx, params.id)),
    revokeUserSessions: async (ctx, { params }) => {
      await getUser(ctx, params.id)
      return forgetting(revokeSessions(ctx, { userId: params.id })).then(() => done)
    },
    listTeams: async (ctx) => ({ rows: await listTeams(ctx) }),
    saveTeam: (ctx, { params, body }) =>
      saveTeam(ctx, { id: params.id, ...body }).then(() => teamOf(ctx, params.id)),
    setTeamDisabled: (ctx, { params, body }) =>
      setTeamDisabled(ctx, { ...params, ...body }).then(() => teamOf(ctx, params.id)),
    listRoles: async (ctx) => ({ rows: await listRoles(ctx) }),
    createRole: async (ctx, { body }) => roleOf(ctx, await createRole(ctx, body)),
    updateRole: (ctx, { params, body }) =>
      forgetting(updateRole(ctx, { id: params.id, ...body })).then(() => roleOf(ctx, params.id)),
    setRoleDisabled: (ctx, { params, body }) =>
      setRoleDisabled(ctx, { ...params, ...body }).then(() => roleOf(ctx, params.id)),
    deleteRole: async (ctx, { params }) => deleteRole(ctx, params).then(() => done),
    listApiKeys: async (ctx) => ({ rows: await listApiKeys(ctx) }),
    createApiKey: async (ctx, { body }) => {
      const { id, token } = await createApiKey(ctx, body)
      return { key: await keyOf(ctx, id), token }
    },
    getSandbox: (ctx) => getSandbox(ctx),
    resetSandbox: async (ctx, { body }) => {
      await resetSandbox(ctx, body)
      return getSandbox(ctx)
    },
    revokeApiKey: (ctx, { params, body }) =>
      forgetting(revokeApiKey(ctx, { ...params, ...body })).then(() => keyOf(ctx, params.id)),
  })
}

async function enter(
  gate: Gate,
  authenticator: ReturnType<typeof createAuthenticator>,
  opened: Awaited<ReturnType<typeof logIn>>,
) {
  gate.setSession(opened.token, SESSION_MAX_MS / 1000)
  const identity = await authenticator.authenticate(opened.token, gate.now)
  if (!identity) throw new Error('a session just opened must be found')
  return withCtx(
    gate.database,
    { ...systemSeed(opened.tenant, 'log-in', gate.now), actor: identity.actor, locale: gate.locale },
    getMe,
  )
}

const roleOf = async (ctx: Ctx, id: string) => first(await listRoles(ctx, id))
const teamOf = async (ctx: Ctx, id: string) => first(await listTeams(ctx, id))
const keyOf = async (ctx: Ctx, id: string) => first(await listApiKeys(ctx, id))

function first<T>(rows: T[]): T {
  const row = rows[0]
  if (!row) throw new Error('a row just written must be found')
  return row
}
