import type { Bilingual } from '#platform/text.ts'

/** What customers ask for after an order. Source: requirements ORD-28, ORD-29, TRK-09. */
export const serviceKinds = {
  exchange: { zh: '换货', en: 'Exchange' },
  installation: { zh: '安装', en: 'Installation' },
  repair: { zh: '维修', en: 'Repair' },
  maintenance: { zh: '保养', en: 'Maintenance' },
  complaint: { zh: '投诉', en: 'Complaint' },
  other: { zh: '其他', en: 'Other' },
} satisfies Record<string, Bilingual>
export type ServiceKind = keyof typeof serviceKinds

export const serviceStates = ['requested', 'accepted', 'done', 'declined', 'withdrawn'] as const
export type ServiceState = (typeof serviceStates)[number]
export const serviceStateNames = {
  requested: { zh: '待答复', en: 'To answer' },
  accepted: { zh: '已受理', en: 'Taken on' },
  done: { zh: '已完成', en: 'Done' },
  declined: { zh: '不予受理', en: 'Declined' },
  withdrawn: { zh: '客户撤回', en: 'Withdrawn' },
} satisfies Record<ServiceState, Bilingual>

export type ServiceAction = 'accept' | 'replan' | 'complete' | 'decline' | 'withdraw'

/** State × action → the next state; what is not named is refused. */
export const serviceMoves = {
  requested: { accept: 'accepted', decline: 'declined', withdraw: 'withdrawn' },
  accepted: { replan: 'accepted', complete: 'done', withdraw: 'withdrawn' },
  done: {},
  declined: {},
  withdrawn: {},
} as const satisfies Record<ServiceState, Partial<Record<ServiceAction, ServiceState>>>

export type ServiceRefusal = 'service.ended' | 'service.not_accepted' | 'service.accepted'

/** Why the action is not open to a request in this state, or null. */
export function whyNotService(state: ServiceState, action: ServiceAction): ServiceRefusal | null {
  if (action in serviceMoves[state]) return null
  if (state === 'requested') return 'service.not_accepted'
  return state === 'accepted' ? 'service.accepted' : 'service.ended'
}

/** Only an exchange sends goods again. */
export const sendsGoods = (kind: ServiceKind): boolean => kind === 'exchange'
