import type { FollowReason } from '#modules/activity/events.ts'
import { audienceNames } from '#modules/activity/kind.ts'
import { channelNames, holdNames, kindNames as partyKindNames, roleNames } from '#modules/customers/party.ts'
import {
  delayModeNames,
  delayReasonNames,
  orderModeNames,
  orderReasonNames,
} from '#modules/engagement/customer-notice.ts'
import { requestFailures } from '#modules/handovers/handover.ts'
import { pickupModeNames } from '#modules/handovers/pickup-rule.ts'
import { policyNames, stateNames as importStateNames, undoPolicyNames } from '#modules/imports/batch.ts'
import { importKindNames } from '#modules/imports/kind-names.ts'
import { followNames } from '#modules/inquiries/inquiry.ts'
import { adjustmentReasons } from '#modules/inventory/movement.ts'
import { warehouseKinds } from '#modules/inventory/warehouse.ts'
import { channels as orderChannels, decisionNames, orderHoldNames, services } from '#modules/orders/names.ts'
import { errorKinds } from '#modules/orders/order-error.ts'
import { defaultRoles, permissions } from '#modules/permissions.ts'
import { documentNames, languageNames, paperNames, partNames, shownNames } from '#modules/printing/names.ts'
import { causes, kindNames as promiseKindNames, liableNames, stateNames } from '#modules/promises/promise.ts'
import { returnReasons } from '#modules/returns/return.ts'
import { serviceKinds } from '#modules/services/service.ts'
import { exceptionKindNames, exceptionReasonNames } from '#modules/shipments/exception-names.ts'
import { proofNames } from '#modules/shipments/names.ts'
import { liablePartyNames, statusNames } from '#modules/shipments/tracking-names.ts'
import { visibilityNames } from '#modules/views/view.ts'
import type { Bilingual } from '#platform/text.ts'

type Words = Readonly<Record<string, Bilingual>>

const byUsOrThem: Words = { us: { zh: '我方', en: 'us' }, customer: { zh: '客户', en: 'the customer' } }
const localeNames: Words = { zh: { zh: '中文', en: 'Chinese' }, en: { zh: '英文', en: 'English' } }
const revealed: Words = {
  customer: { zh: '客户', en: 'customer' },
  site: { zh: '地点', en: 'site' },
  contact: { zh: '联系人', en: 'contact' },
}

const followReasons: Words = {
  chosen: { zh: '本人选择', en: 'by choice' },
  created: { zh: '由本人创建', en: 'made it' },
  mentioned: { zh: '被提及', en: 'was mentioned' },
  commented: { zh: '写过备注', en: 'wrote a note' },
} satisfies Record<FollowReason, Bilingual>

/** Roles that a company made itself are called by their key. */
const defaultRoleNames: Words = Object.fromEntries(defaultRoles.map(({ key, zh, en }) => [key, { zh, en }]))

/** Words for coded values, by the field that holds them, whatever the event is about. */
const everywhere: Readonly<Record<string, Words>> = {
  permissions,
  added: permissions,
  removed: permissions,
  fullParts: partNames,
  paper: paperNames,
  printLanguage: languageNames,
  shows: shownNames,
  visibility: visibilityNames,
  mode: delayModeNames,
  audience: audienceNames,
  channel: channelNames,
  preferredChannel: channelNames,
  preferredLocale: localeNames,
  locale: localeNames,
  service: services,
  document: documentNames,
  liable: liableNames,
  cause: causes,
}

/** Fields that hold other codes in other events: by the first part of the event's name. */
const byEvent: Readonly<Record<string, Readonly<Record<string, Words>>>> = {
  promise: { kind: promiseKindNames, kinds: promiseKindNames, outcome: stateNames },
  clause: { kind: promiseKindNames, exclusions: causes },
  order: { kind: orderHoldNames, kinds: orderHoldNames, channel: orderChannels, by: byUsOrThem },
  order_error: { error: errorKinds, kind: errorKinds },
  shortage: { decision: decisionNames },
  customer: { kind: { ...partyKindNames, ...holdNames }, roles: roleNames, what: revealed },
  user: { roles: defaultRoleNames },
  service: { kind: serviceKinds },
  inquiry: { with: followNames },
  return: { reason: returnReasons },
  shipment: {
    from: statusNames,
    to: statusNames,
    status: statusNames,
    liable: liablePartyNames,
    initiator: liablePartyNames,
  },
  exception: { kind: exceptionKindNames, reason: exceptionReasonNames, liable: liablePartyNames },
  proof: { kind: proofNames },
  import: { kind: importKindNames, policy: policyNames, undo: undoPolicyNames, while: importStateNames },
  warehouse: { kind: warehouseKinds },
  stock: { reason: adjustmentReasons },
  delay_notice: { why: delayReasonNames, orderMode: orderModeNames },
  order_notice: { why: orderReasonNames },
  handover: { why: requestFailures },
  pickup_rule: { mode: pickupModeNames },
  record: { reason: followReasons },
}

const RULE = 'rule.'
/** A privacy rule: which parts of a person may be printed in full. */
const ruleWords: Words = { ...partNames, none: { zh: '全部隐去', en: 'all masked' } }

/** A coded value in words, as the event `type` uses the field; null when it stands for itself. */
export function wordOf(type: string, field: string, value: string): Bilingual | null {
  if (field.startsWith(RULE)) return ruleWords[value] ?? null
  const [about = ''] = type.split('.')
  const words = byEvent[about]?.[field] ?? everywhere[field]
  return words && Object.hasOwn(words, value) ? (words[value] ?? null) : null
}
