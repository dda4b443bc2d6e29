import { withCtx } from '#platform/ctx.ts'
import { Refused, TooMany } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import type { Gate } from '#platform/http.ts'
import { equalSecrets, hashOf } from '#platform/ids.ts'
import { type PublicView, openLink } from './queries.ts'

const TRIES_MAX = 5
const WINDOW_MS = 60 * 60_000
const TOKENS_MAX = 10_000

type Tries = { count: number; until: number }

const tries = new Map<string, Tries>()

/** The masked consignee and the city, for who knows the last four digits of the telephone. Five tries an hour for each link. */
export async function unlockLink(
  gate: Gate,
  { token, tail }: { token: string; tail: string },
): Promise<PublicView> {
  const { tenant, linkId, orderId, phoneTail, unlocked } = await openLink(gate.database, token, gate.now)
  countTry(hashOf(token).toString('base64'), gate.now.getTime())
  if (phoneTail === '' || !equalSecrets(phoneTail, tail)) throw new Refused('tracking_link.wrong_tail')

  const actor = {
    kind: 'link' as const,
    id: linkId,
    name: 'link',
    permissions: new Set<string>(),
    scopes: {},
  }
  await withCtx(
    gate.database,
    { tenant, actor, now: gate.now, requestId: gate.requestId, locale: gate.locale },
    async (ctx) => {
      emit(ctx, 'tracking_link.unlocked', { type: 'order', id: orderId }, {})
    },
  )
  return unlocked
}

function countTry(key: string, nowMs: number): void {
  const known = tries.get(key)
  const current = known && known.until > nowMs ? known : { count: 0, until: nowMs + WINDOW_MS }
  if (current.count >= TRIES_MAX) throw new TooMany(Math.ceil((current.until - nowMs) / 1000))
  if (!known && tries.size >= TOKENS_MAX) forgetOldest()
  tries.set(key, { ...current, count: current.count + 1 })
}

/** Maps keep the order of insertion: the first key is the oldest. */
function forgetOldest(): void {
  const oldest = tries.keys().next().value
  if (oldest !== undefined) tries.delete(oldest)
}
