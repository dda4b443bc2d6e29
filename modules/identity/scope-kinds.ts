import type { ScopeKind } from '#platform/ctx.ts'

/** What part of a company an account may be bound to. */
export const scopeKinds = ['warehouse', 'carrier', 'customer'] as const satisfies readonly ScopeKind[]
