import type { Bilingual } from '#platform/text.ts'

/** What was wrong with an order. Source: requirements ORD-25. */
export const errorKinds = {
  goods: { zh: '发错货', en: 'Wrong goods' },
  quantity: { zh: '数量错误', en: 'Wrong quantity' },
  documents: { zh: '单证错误', en: 'Wrong papers' },
  address: { zh: '地址错误', en: 'Wrong address' },
  price: { zh: '价格错误', en: 'Wrong price' },
  label: { zh: '标签错误', en: 'Wrong label' },
  timing: { zh: '时间要求漏看', en: 'Wanted time overlooked' },
  other: { zh: '其他差错', en: 'Other error' },
} satisfies Record<string, Bilingual>
export type ErrorKind = keyof typeof errorKinds
export const errorKindKeys = Object.keys(errorKinds) as [ErrorKind, ...ErrorKind[]]

/** Where nobody was found liable yet. */
export const noneLiable: Bilingual = { zh: '责任未定', en: 'Nobody named' }

export const errorStates = ['counts', 'withdrawn'] as const
export type ErrorState = (typeof errorStates)[number]
export const errorStateNames = {
  counts: { zh: '计入', en: 'Counts' },
  withdrawn: { zh: '已撤销', en: 'Withdrawn' },
} satisfies Record<ErrorState, Bilingual>

/** Why the error cannot be changed or withdrawn, or null. */
export const whyNotChangeError = (error: { withdrawnAt: unknown }): 'order_error.withdrawn' | null =>
  error.withdrawnAt === null ? null : 'order_error.withdrawn'
