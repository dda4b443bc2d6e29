import type { Bilingual } from '#platform/text.ts'

export const audiences = ['internal', 'customer'] as const
/** Who may read a note, a file or an event: our own people only, or the customer too. */
export type Audience = (typeof audiences)[number]

export const audienceNames = {
  internal: { zh: '仅内部可见', en: 'Internal only' },
  customer: { zh: '客户可见', en: 'Customer sees it' },
} satisfies Record<Audience, Bilingual>

export const activityKinds = ['note', 'file', 'change', 'promise', 'progress', 'print', 'access'] as const
export type ActivityKind = (typeof activityKinds)[number]

export const activityKindNames = {
  note: { zh: '备注', en: 'Notes' },
  file: { zh: '附件', en: 'Files' },
  change: { zh: '修改', en: 'Changes' },
  promise: { zh: '承诺', en: 'Promises' },
  progress: { zh: '进展', en: 'Progress' },
  print: { zh: '打印', en: 'Prints' },
  access: { zh: '查看与授权', en: 'Access' },
} satisfies Record<ActivityKind, Bilingual>

/** Which events are of a kind, as SQL patterns (`%` stands for anything). What fits none is progress. */
export const kindPatterns: Record<Exclude<ActivityKind, 'progress'>, readonly string[]> = {
  note: ['note.%'],
  file: ['attachment.%', 'proof.added', 'file.%'],
  change: [
    '%.amended',
    '%.changed',
    '%.site\\_added',
    '%.site\\_changed',
    '%.contact\\_added',
    '%.contact\\_changed',
    '%.classified',
    '%.archived',
    '%.restored',
    '%\\_set',
    'clause.%',
    'contract.%',
    'team.%',
    'role.%',
    'calendar.%',
    'view.%',
  ],
  promise: ['promise.%'],
  print: ['document.%'],
  access: [
    'user.password%',
    'user.totp%',
    '%.revealed',
    'record.access%',
    'proof.opened',
    'tracking\\_link.%',
  ],
}

const matchers = Object.entries(kindPatterns).map(([kind, patterns]) => ({
  kind: kind as ActivityKind,
  expressions: patterns.map(
    (pattern) =>
      new RegExp(`^${pattern.replaceAll('\\_', '_').replaceAll('.', '\\.').replaceAll('%', '.*')}$`),
  ),
}))

export const kindOf = (type: string): ActivityKind =>
  matchers.find(({ expressions }) => expressions.some((e) => e.test(type)))?.kind ?? 'progress'

/** Never in a timeline: who reads along and was told, what belongs to the log of log-ins, and each part of a work that the end tells as a whole. */
export const hiddenTypes = [
  'record.followed',
  'record.unfollowed',
  'record.mentioned',
  'notice.%',
  'session.%',
  'wave.part\\_applied',
  'wave.went\\_on',
] as const

/** Events a customer may see of an order, a shipment or a promise: what they were told or could see at the door. */
export const customerTypes = [
  'order.placed',
  'order.acknowledged',
  'order.amended',
  'order.cancelled',
  'order.shipping',
  'order.delivered',
  'promise.repromised',
  'promise.told',
  'shipment.handed_over',
  'shipment.status_changed',
  'shipment.delivered',
  'delivery.recorded',
  'receipt.sent',
  'receipt.received',
] as const

/** What of an event's data goes with it to a customer: facts they know, no reasons and no liability of ours. */
const customerData = new Set([
  'audience',
  'noteId',
  'attachmentId',
  'kind',
  'number',
  'waybill',
  'lines',
  'quantity',
  'from',
  'to',
  'at',
  'handedOverAt',
  'deliveredAt',
  'sentAt',
  'receivedAt',
])

export const dataForCustomer = (data: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(data).filter(([key]) => customerData.has(key)))

const forCustomers = new Set<string>(customerTypes)

/** Notes and files say it themselves; of other events it is fixed. */
export function audienceOf(type: string, data: Record<string, unknown>): Audience {
  if (data['audience'] === 'customer' || forCustomers.has(type)) return 'customer'
  return 'internal'
}
