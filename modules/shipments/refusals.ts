import { platformRefusals } from '#platform/errors.ts'
import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'shipment.not_picked': { zh: '尚未拣货，请先拣货', en: 'Nothing is picked yet. Pick first' },
  'shipment.not_packed': { zh: '尚未包装，请先包装', en: 'It is not packed yet. Pack first' },
  'shipment.already_packed': {
    zh: '已包装完成；如需改动请先拆包',
    en: 'It is packed already. Unpack it to change it',
  },
  'shipment.already_handed_over': {
    zh: '已交接给承运商，不能再改动',
    en: 'The carrier has it already; it can no longer be changed',
  },
  'shipment.not_handed_over': { zh: '尚未交接给承运商', en: 'It is not handed over to a carrier yet' },
  'shipment.already_delivered': { zh: '已签收', en: 'It is delivered already' },
  'shipment.ended': { zh: '该发运已终结（退回或丢失）', en: 'This shipment has ended (returned or lost)' },
  'shipment.cancelled': { zh: '该发运已取消', en: 'This shipment is cancelled' },
  'shipment.not_on_it': {
    zh: '此商品（{code}）不在本单内，请核对实物',
    en: 'The code {code} is not on this shipment. Check the goods',
  },
  'shipment.picked_in_full': {
    zh: '此商品（{code}）已拣足，无需再拣',
    en: 'All of {code} is picked already',
  },
  'shipment.not_found': {
    zh: '找不到该发运，或在同一批中重复',
    en: 'There is no such shipment, or it is twice in the list',
  },
  'shipment.not_set_aside': {
    zh: '订单已变更，预留库存不足以发出此数量，请刷新',
    en: 'The order has changed: less is set aside than is loaded. Reload',
  },
  'shipment.nothing_loaded': {
    zh: '装车数量全部为零；如不发货请取消本单',
    en: 'Nothing is loaded. Cancel the shipment if it does not go',
  },
  'shipment.loaded_too_much': { zh: '装车数量超过已包装数量', en: 'More is loaded than was packed' },
  'shipment.no_carrier': { zh: '请选择承运商', en: 'Choose the carrier' },
  'shipment.not_a_carrier': { zh: '所选客户档案不是承运商', en: 'This party is not a carrier' },
  'shipment.waybill_taken': {
    zh: '运单号 {waybill} 已用于另一发运',
    en: 'Waybill {waybill} is already on another shipment',
  },
  'shipment.handed_over_in_future': {
    zh: '交接时间不能晚于现在',
    en: 'The hand-over cannot be in the future',
  },
  'shipment.delivered_in_future': { zh: '签收时间不能晚于现在', en: 'The delivery cannot be in the future' },
  'shipment.delivered_before_hand_over': {
    zh: '签收时间早于交接时间，请核对',
    en: 'The delivery would be before the hand-over. Check the time',
  },
  'shipment.delivered_too_much': { zh: '签收数量超过发出数量', en: 'More would be delivered than was sent' },
  'tracking_event.unknown_waybill': { zh: '没有此运单号的发运', en: 'No shipment has this waybill' },
  'tracking_event.ambiguous_waybill': {
    zh: '多个承运商使用此运单号，请注明承运商',
    en: 'Several carriers use this waybill. Name the carrier',
  },
  'tracking_event.unread_scheme': {
    zh: '不认识代码体系“{scheme}”，仅作为信息保存；可用：{known}，或改填状态',
    en: 'The scheme "{scheme}" is not known: kept as information only. Known: {known}. Or give a status',
  },
  'tracking_event.unread_code': {
    zh: '代码体系中没有代码“{code}”，仅作为信息保存；请核对代码，或改填状态',
    en: 'The scheme has no code "{code}": kept as information only. Check the code, or give a status',
  },
  'tracking_event.known': {
    zh: '这条轨迹已登记过（状态、时间、地点都相同）',
    en: 'This is known already: the same status, time and place',
  },
  'tracking_event.revoked': { zh: '该轨迹已被更正', en: 'This event is revoked already' },
  'tracking_event.no_such_event': {
    zh: '要更正的轨迹不存在或不属于该发运',
    en: 'There is no such event of this shipment to revoke',
  },
  'tracking_event.in_future': {
    zh: '事件时间晚于现在，请核对',
    en: 'The event would be in the future. Check its time',
  },
  'tracking_event.before_shipment': {
    zh: '事件时间早于发运建立时间过多',
    en: 'The event is long before the shipment was made',
  },
  'exception.resolved': { zh: '该异常已处理完毕', en: 'This exception is resolved already' },
  'exception.doubt_is_ours': {
    zh: '对承运商反馈的疑问由我方处理，承运商可登记轨迹或凭证说明情况',
    en: 'A doubt about the carrier’s reports is settled by us. Report where the parcel is, or add a proof',
  },
  'exception.liable_is_ours': {
    zh: '责任方由我方判定，请不要更改责任方',
    en: 'Who answers for it is found by us. Leave that as it is',
  },
  'exception.none_open': { zh: '发运单没有待处理的异常', en: 'The shipment has no open exception' },
  'exception.no_such_owner': { zh: '负责人不存在或已停用', en: 'There is no such active user' },
  'proof.not_an_image': { zh: '文件不是有效的 PNG 或 JPEG 图片', en: 'The file is not a PNG or JPEG image' },
  'proof.not_handed_over': {
    zh: '尚未交接，不能登记签收凭证',
    en: 'It is not handed over yet; there can be no proof of delivery',
  },
  'receipt.not_needed': { zh: '该发运无需回单', en: 'No receipt is due for this shipment' },
  'receipt.not_delivered': {
    zh: '尚未签收，回单还未产生',
    en: 'It is not delivered yet; there is no receipt',
  },
  'receipt.in_future': { zh: '时间不能晚于现在', en: 'The time cannot be in the future' },
  'receipt.not_by_carrier': {
    zh: '回单由收到的一方登记，承运商请登记已寄回',
    en: 'Who gets the receipt records that it came in. A carrier records that it was sent back',
  },
  'receipt.before_delivery': {
    zh: '回单时间早于签收时间，请核对',
    en: 'The receipt would be there before the delivery. Check the time',
  },
  'receipt.received': { zh: '回单已收到', en: 'The receipt is back already' },
  'tracking_link.revoked': { zh: '该链接已停用', en: 'This link is revoked already' },
} satisfies Record<string, Bilingual>

/** The text of a code that is told for one row of many. */
export function textOf(code: string): Bilingual {
  return code in refusals ? refusals[code as keyof typeof refusals] : platformRefusals['request.stale']
}

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
