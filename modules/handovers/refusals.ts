import type { Bilingual } from '#platform/text.ts'

export const refusals = {
  'handover.ended': {
    zh: '这张交接单已经结束，不能再改动',
    en: 'This hand-over list has ended; it cannot be changed any more',
  },
  'handover.request_on_its_way': {
    zh: '揽收通知已在发件箱中等待发送',
    en: 'The pick-up request waits in the outbox already',
  },
  'handover.request_off': {
    zh: '该承运商设为不通知；如需通知，请修改揽收通知规则',
    en: 'This carrier is not to be told. Change its pick-up rule first',
  },
  'handover.no_address': {
    zh: '承运商没有带邮箱的联系人，请在其客户档案中补充',
    en: 'The carrier has no contact with an e-mail address. Add one to its record',
  },
  'handover.nothing_ready': {
    zh: '没有可交接的发运单：须已包装或刚交给该承运商，且不在别的交接单上',
    en: 'Nothing can be listed: shipments must be packed for this carrier, or have just left with it, and be on no other list',
  },
  'handover.not_ready': {
    zh: '其中 {numbers} 不能列入：须已包装或刚交给该承运商，且不在别的交接单上',
    en: '{numbers} cannot be listed: they must be packed for this carrier, or have just left with it, and be on no other list',
  },
  'handover.too_many': {
    zh: '一张交接单最多 {max} 单，请分成几张',
    en: 'A list has {max} shipments at most. Make several',
  },
  'handover.last_one': {
    zh: '至少要留一单；如全部不交，请作废交接单',
    en: 'One shipment has to stay. Cancel the list if nothing is handed over',
  },
  'handover.not_on_list': { zh: '发运单不在这张交接单上', en: 'The shipment is not on this list' },
  'handover.signed_in_future': {
    zh: '交接时间不能晚于现在',
    en: 'The hand-over cannot be in the future',
  },
  'handover.reason_missing': {
    zh: '{number} 应装 {units} 件，实装 {loaded} 件，请填写原因',
    en: '{number} lists {units} units and {loaded} are loaded. Say why',
  },
  'handover.cannot_go': {
    zh: '{number} 已拆包、取消或由别的承运商运走，请去掉“如数装车”并填写原因',
    en: '{number} was unpacked, cancelled or taken by another carrier. Untick it and say why',
  },
  'handover.changed_meanwhile': {
    zh: '交接单内容已有变动，请核对最新内容后再登记',
    en: 'The list has changed meanwhile. Check what is on it now, then record the hand-over',
  },
  'handover.nothing_loaded': {
    zh: '所有发运单都未装车；如未交接，请作废交接单',
    en: 'Nothing is loaded. Cancel the list if nothing was handed over',
  },
  'handover.already_left': {
    zh: '{number} 已如数交给承运商，不能标为有差异',
    en: '{number} has left with the carrier as listed; nothing differs',
  },
} satisfies Record<string, Bilingual>

type Codes = typeof refusals
declare module '#platform/errors.ts' {
  interface Refusals extends Record<keyof Codes, true> {}
}
