import type { Bilingual } from '#platform/text.ts'

export const partyRoles = ['shipper', 'consignee', 'payer', 'carrier', 'supplier', 'internal'] as const
export type PartyRole = (typeof partyRoles)[number]
export const roleNames = {
  shipper: { zh: '发货方', en: 'Shipper' },
  consignee: { zh: '收货方', en: 'Consignee' },
  payer: { zh: '付款方', en: 'Payer' },
  carrier: { zh: '承运商', en: 'Carrier' },
  supplier: { zh: '供应商', en: 'Supplier' },
  internal: { zh: '内部部门', en: 'Internal' },
} satisfies Record<PartyRole, Bilingual>

/** Who may order: customers outside, and departments and branches of our own. Source: requirements ORD-24. */
export const orderingRoles = ['shipper', 'internal'] as const satisfies readonly PartyRole[]
export const mayOrder = ({ roles }: { roles: readonly string[] }): boolean =>
  orderingRoles.some((role) => roles.includes(role))

export const partyKinds = ['company', 'person'] as const
export type PartyKind = (typeof partyKinds)[number]
export const kindNames = {
  company: { zh: '企业', en: 'Company' },
  person: { zh: '个人', en: 'Person' },
} satisfies Record<PartyKind, Bilingual>

export const channels = ['phone', 'email', 'sms', 'wechat', 'portal', 'api', 'paper'] as const
export type Channel = (typeof channels)[number]
export const channelNames = {
  phone: { zh: '电话', en: 'Phone' },
  email: { zh: '邮件', en: 'E-mail' },
  sms: { zh: '短信', en: 'Text message' },
  wechat: { zh: '微信', en: 'WeChat' },
  portal: { zh: '客户门户', en: 'Portal' },
  api: { zh: '系统接口', en: 'Interface' },
  paper: { zh: '纸质', en: 'Paper' },
} satisfies Record<Channel, Bilingual>

export const holdKinds = ['credit', 'compliance', 'manual'] as const
export type HoldKind = (typeof holdKinds)[number]
export const holdNames = {
  credit: { zh: '信用冻结', en: 'Credit hold' },
  compliance: { zh: '合规冻结', en: 'Compliance hold' },
  manual: { zh: '人工冻结', en: 'Manual hold' },
} satisfies Record<HoldKind, Bilingual>

/** A tier of a classification scheme; the first of a scheme is the best. */
export type PartyClass = { key: string; name: string }

/** The scheme a company starts with. Source: requirements CRM-18. */
export const defaultScheme = {
  key: 'tier',
  name: '客户等级',
  classes: [
    { key: 'A', name: 'A 关键客户' },
    { key: 'B', name: 'B 重点客户' },
    { key: 'C', name: 'C 一般客户' },
    { key: 'D', name: 'D 观察客户' },
  ],
} as const

/** Why an archived party's file cannot be changed, or null. */
export function whyNotChange(party: { archivedAt: unknown }): 'customer.archived' | null {
  return party.archivedAt === null ? null : 'customer.archived'
}

type OpenHold = { kind: string; releasedAt?: unknown }

/** Why this hold cannot be placed, or null: one open hold of a kind is enough. */
export function whyNotHold(holds: readonly OpenHold[], kind: string): 'customer.already_held' | null {
  return holds.some((h) => h.kind === kind && (h.releasedAt ?? null) === null)
    ? 'customer.already_held'
    : null
}

/** Why a hold cannot be released, or null. */
export function whyNotRelease(hold: { releasedAt: unknown }): 'customer.hold_released' | null {
  return hold.releasedAt === null ? null : 'customer.hold_released'
}

/** Why this class cannot be set, or null. */
export function whyNotClassify(
  scheme: { classes: readonly PartyClass[] },
  current: string | null,
  classKey: string,
): 'customer.class_unknown' | 'customer.class_unchanged' | null {
  if (!scheme.classes.some((c) => c.key === classKey)) return 'customer.class_unknown'
  return current === classKey ? 'customer.class_unchanged' : null
}

/** The last four digits of a phone number, by which people search; '' when it has fewer. */
export function phoneTail(phone: string): string {
  const digits = phone.normalize('NFKC').replace(/\D/g, '')
  return digits.length >= 4 ? digits.slice(-4) : ''
}
