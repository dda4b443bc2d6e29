declare module '#platform/events.ts' {
  interface EventTypes {
    'tenant.created': { slug: string }
    'tenant.reset_asked': Record<string, never>
    'tenant.reset': { by: string }
    'session.opened': { ip: string }
    'session.refused': { ip: string }
    'session.revoked': { sessions: number }
    'user.created': { roles: string[] }
    'user.changed': { fields: string[] }
    'user.disabled': Record<string, never>
    'user.enabled': Record<string, never>
    'user.password_changed': Record<string, never>
    /** By somebody who manages users. */
    'user.password_reset': Record<string, never>
    'user.totp_confirmed': Record<string, never>
    'user.totp_removed': Record<string, never>
    'team.saved': { name: string; members: number }
    'team.disabled': { reason: string }
    'team.enabled': { reason: string }
    'role.created': { key: string; permissions: string[] }
    'role.changed': { added: string[]; removed: string[] }
    'role.deleted': { key: string }
    /** A new release gave a built-in role what it brought. */
    'role.release_applied': { added: string[] }
    'role.disabled': { reason: string }
    'role.enabled': { reason: string }
    'api_key.created': { name: string; permissions: string[] }
    'api_key.revoked': { name: string; reason: string }
  }
}
export {}
