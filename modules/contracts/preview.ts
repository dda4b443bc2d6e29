import type { z } from 'zod'
import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, NotFound } from '#platform/errors.ts'
import { type IntakeParty, intakePartyFragment } from '#modules/customers/parties.ts'
import type { PreviewRow } from './api.ts'
import { startOfDay } from '#modules/scheduling/calendar.ts'
import { type Clause, type ClauseKind, type Match, clauseKinds, explainClause } from './clause.ts'
import { clausesFragment } from './clauses.ts'
import { type OriginsOf, readSetting } from './dry-run.ts'
import { type OriginRow, type Setting, reckon } from './judgement.ts'

export type PreviewInput = {
  customerId?: string | undefined
  service?: string | undefined
  urgent?: boolean | undefined
  /** A warehouse's code. */
  origin?: string | undefined
  country?: string | undefined
  province?: string | undefined
  placedAt?: string | undefined
  /** A day of the company's zone, 'YYYY-MM-DD'. */
  requestedOn?: string | undefined
}

const CANDIDATES_MAX = 20

/** For an order like this: which clause would bind for each kind of promise and why, and when it would be due. Reads only. */
export async function previewClauses(
  ctx: Ctx,
  input: PreviewInput,
  originsOf: OriginsOf,
): Promise<z.infer<typeof PreviewRow>[]> {
  const { party, clauses } = await readParty(ctx, input.customerId)
  const { setting } = await readSetting(ctx, null, originsOf)
  const origin = originOf(setting, input.origin)
  const match = {
    customerId: party?.id ?? null,
    classKey: party?.classKey ?? null,
    service: input.service ?? null,
    urgent: input.urgent ?? false,
    origin,
    destination: input.country ? { country: input.country, province: input.province ?? '' } : null,
  }
  const placedMs = input.placedAt ? Date.parse(input.placedAt) : ctx.now.getTime()
  const requestedMs = input.requestedOn ? startOfDay(ctx.tenant.zone, input.requestedOn) : null
  let deliverMs: number | null = null
  return clauseKinds.map((kind) => {
    // A receipt comes back after delivery: its clock starts when delivery is due.
    const startMs = kind === 'receipt_back' ? (deliverMs ?? placedMs) : placedMs
    const row = previewOf(
      { kind, clauses, match, at: { startMs, requestedMs: kind === 'deliver' ? requestedMs : null, origin } },
      setting,
    )
    if (kind === 'deliver' && row.dueAt) deliverMs = Date.parse(row.dueAt)
    return row
  })
}

type Question = {
  kind: ClauseKind
  clauses: Clause[]
  match: Omit<Match, 'kind'>
  at: { startMs: number; requestedMs: number | null; origin: OriginRow | null }
}

function previewOf({ kind, clauses, match, at }: Question, setting: Setting): z.infer<typeof PreviewRow> {
  const { picked, decidedBy, candidates } = explainClause(clauses, { ...match, kind })
  const due = picked ? reckon(picked, at, setting) : null
  return {
    kind,
    picked: picked ? { ...picked, exclusions: [...picked.exclusions] } : null,
    decidedBy,
    startAt: iso(at.startMs),
    targetAt: due ? iso(due.targetMs) : null,
    dueAt: due ? iso(due.dueMs) : null,
    earlyAt: due && due.earlyMs !== null ? iso(due.earlyMs) : null,
    candidates: candidates
      .slice(0, CANDIDATES_MAX)
      .map(({ clause, misfits }) => ({ clause: { ...clause, exclusions: [...clause.exclusions] }, misfits })),
  }
}

async function readParty(
  ctx: Ctx,
  customerId: string | undefined,
): Promise<{ party: IntakeParty | undefined; clauses: Clause[] }> {
  const ids = customerId ? [customerId] : []
  const { parties, clauses } = await ctx.db.one(sql<{ parties: IntakeParty[]; clauses: Clause[] }>`
    select ${intakePartyFragment(ctx, ids)} as parties, ${clausesFragment(ctx, ids)} as clauses`)
  if (customerId && parties.length === 0) throw new NotFound('customer')
  return { party: parties[0], clauses }
}

function originOf(setting: Setting, code: string | undefined): OriginRow | null {
  if (!code) return null
  const found = [...setting.origins.values()].find((o) => o.code === code)
  if (!found)
    throw new Invalid([
      { path: 'origin', message: { zh: '没有这个仓库代码', en: 'There is no warehouse with this code' } },
    ])
  return found
}

const iso = (ms: number): string => new Date(ms).toISOString()
