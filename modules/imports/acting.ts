import { findActor, findKeyActor } from '#modules/identity/authentication.ts'
import type { Actor, Ctx } from '#platform/ctx.ts'
import type { Work } from './batch.ts'

/** Whoever asked for the work, with the rights and the scope of now; null when there is no such person or key any more. */
export const findAsker = (ctx: Ctx, { by }: Pick<Work, 'by'>): Promise<Actor | null> =>
  by.kind === 'user' ? findActor(ctx, by.id) : findKeyActor(ctx, by.id)
