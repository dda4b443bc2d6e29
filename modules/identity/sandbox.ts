import type { Tenant } from '#platform/ctx.ts'

export const resetStates = ['asked', 'clearing', 'preparing', 'done', 'failed'] as const
export type ResetState = (typeof resetStates)[number]
export type Reset = { state: ResetState; at: string; by: string }

/** Only a company that was made as a demo is a sandbox; no operation makes one of a company that was not. */
export const isSandbox = ({ settings }: Pick<Tenant, 'settings'>): boolean => settings['sandbox'] === true

export const isUnderWay = (reset: Reset | null): boolean =>
  reset !== null && reset.state !== 'done' && reset.state !== 'failed'

/** Why the company cannot be put back to its first state. `confirmation`: its code, as the person typed it. */
export function whyNotReset(
  tenant: Pick<Tenant, 'settings' | 'slug'>,
  { confirmation, reset }: { confirmation: string; reset: Reset | null },
): 'tenant.not_sandbox' | 'tenant.reset_under_way' | 'tenant.reset_not_confirmed' | null {
  if (!isSandbox(tenant)) return 'tenant.not_sandbox'
  if (isUnderWay(reset)) return 'tenant.reset_under_way'
  return confirmation === tenant.slug ? null : 'tenant.reset_not_confirmed'
}

/** Where the reset of a company stands, as its settings hold it. */
export const resetOf = (settings: Record<string, unknown>): Reset | null =>
  (settings['reset'] as Reset | undefined) ?? null
