import type { Bilingual } from '#platform/text.ts'
import type { ClauseKind, TargetUnit } from './clause.ts'

export const clauseKindNames = {
  acknowledge: { zh: '受理', en: 'Acknowledge' },
  ship: { zh: '发货', en: 'Ship' },
  deliver: { zh: '送达', en: 'Deliver' },
  receipt_back: { zh: '回单', en: 'Receipt back' },
} satisfies Record<ClauseKind, Bilingual>

export const unitNames = {
  minutes: { zh: '自然分钟', en: 'Minutes' },
  working_minutes: { zh: '工作分钟', en: 'Working minutes' },
  working_days: { zh: '工作日', en: 'Working days' },
  days: { zh: '自然日', en: 'Natural days' },
  requested: { zh: '客户要求的日期', en: 'Date the customer asks for' },
} satisfies Record<TargetUnit, Bilingual>

/** The most a target may say, in its unit; more is a typing error. */
export const amountMax: Record<TargetUnit, number> = {
  minutes: 527_040,
  working_minutes: 120_000,
  working_days: 366,
  days: 366,
  requested: 366,
}
export const TOLERANCE_MAX_MINUTES = 43_200

export const clauseStates = ['draft', 'published', 'retired', 'discarded'] as const
export type ClauseState = (typeof clauseStates)[number]
export const clauseStateNames = {
  draft: { zh: '草稿', en: 'Draft' },
  published: { zh: '已发布', en: 'Published' },
  retired: { zh: '已停用', en: 'Retired' },
  discarded: { zh: '已作废', en: 'Discarded' },
} satisfies Record<ClauseState, Bilingual>

type Stamps = { publishedAt: unknown; retiredAt: unknown }

/** draft → published → retired; a draft that a newer version replaces, or nobody wants, is discarded. */
export function clauseState({ publishedAt, retiredAt }: Stamps): ClauseState {
  if (publishedAt === null) return retiredAt === null ? 'draft' : 'discarded'
  return retiredAt === null ? 'published' : 'retired'
}

type ContractFacts = { endedAt: unknown }

/** Why a contract, or anything in it, cannot be changed. */
export function whyNotChangeContract(contract: ContractFacts): 'contract.ended' | null {
  return contract.endedAt === null ? null : 'contract.ended'
}

/** Why a contract cannot go on: only one that was ended can. */
export function whyNotResume(contract: ContractFacts): 'contract.not_ended' | null {
  return contract.endedAt === null ? 'contract.not_ended' : null
}

type ClauseRefusal = 'contract.ended' | 'clause.already_published' | 'clause.retired'

/** Why this version cannot be put in force. A published version is never edited: change it, and publish the new version. */
export function whyNotPublish(clause: Stamps, contract: ContractFacts): ClauseRefusal | null {
  if (contract.endedAt !== null) return 'contract.ended'
  const state = clauseState(clause)
  if (state === 'published') return 'clause.already_published'
  return state === 'draft' ? null : 'clause.retired'
}

/** Why this version cannot be taken out of force (or, as a draft, discarded). */
export function whyNotRetire(clause: Stamps): 'clause.retired' | null {
  return clause.retiredAt === null ? null : 'clause.retired'
}
