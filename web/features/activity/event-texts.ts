import type { EventName } from '#platform/events.ts'
import type { Bilingual } from '#platform/text.ts'
import type { IconName } from '#web/ui/icons.tsx'
import type { Tone } from '#web/ui/status-tag.tsx'
import type {} from '#modules/activity/events.ts'
import type {} from '#modules/contracts/events.ts'
import type {} from '#modules/customers/events.ts'
import type {} from '#modules/identity/events.ts'
import type {} from '#modules/imports/events.ts'
import type {} from '#modules/inventory/events.ts'
import type {} from '#modules/orders/events.ts'
import type {} from '#modules/portal/events.ts'
import type {} from '#modules/printing/events.ts'
import type {} from '#modules/promises/events.ts'
import type {} from '#modules/scheduling/events.ts'
import type {} from '#modules/shipments/events.ts'

export type EventLook = { text: Bilingual; icon?: IconName; tone?: Tone }

/** What each event is called in the activity of a record. */
export const eventLooks: { [N in EventName]?: EventLook } = {
  'note.added': { text: { zh: '备注', en: 'Note' }, icon: 'note' },
  'note.removed': { text: { zh: '删除备注', en: 'Note removed' }, icon: 'trash' },
  'attachment.added': { text: { zh: '上传附件', en: 'File added' }, icon: 'clip' },
  'attachment.removed': { text: { zh: '删除附件', en: 'File removed' }, icon: 'trash' },
  'record.access_granted': {
    text: { zh: '授予查看权', en: 'Opened to somebody' },
    icon: 'key',
    tone: 'warn',
  },
  'record.access_revoked': { text: { zh: '收回查看权', en: 'Access taken back' }, icon: 'lock' },

  'document.printed': { text: { zh: '打印单据', en: 'Printed' }, icon: 'printer' },

  'order.placed': { text: { zh: '下单', en: 'Order placed' }, icon: 'plus', tone: 'good' },
  'order.acknowledged': { text: { zh: '受理确认', en: 'Acknowledged' }, icon: 'check', tone: 'good' },
  'order.allocated': { text: { zh: '完成配货', en: 'Allocated' }, icon: 'stock' },
  'order.short': { text: { zh: '出现缺货', en: 'Something is short' }, icon: 'alert', tone: 'warn' },
  'order.held': { text: { zh: '订单冻结', en: 'Put on hold' }, icon: 'lock', tone: 'bad' },
  'order.released': { text: { zh: '解除冻结', en: 'Hold released' }, icon: 'check', tone: 'good' },
  'order.amended': { text: { zh: '修改订单', en: 'Amended' }, icon: 'edit' },
  'order.cancelled': { text: { zh: '取消订单', en: 'Cancelled' }, icon: 'close' },
  'order.shipping': { text: { zh: '开始发运', en: 'Shipping began' }, icon: 'truck' },
  'order.delivered': { text: { zh: '全部签收', en: 'All delivered' }, icon: 'check', tone: 'good' },
  'order.delivery_revoked': { text: { zh: '签收被更正', en: 'Delivery taken back' }, tone: 'warn' },
  'order.revealed': {
    text: { zh: '查看收货人完整信息', en: 'Consignee revealed' },
    icon: 'eye',
    tone: 'warn',
  },
  'shortage.decided': { text: { zh: '处理缺货', en: 'Shortage decided' }, icon: 'check' },
  'shortage.closed': { text: { zh: '缺货补齐', en: 'Shortage filled' }, icon: 'check', tone: 'good' },

  'promise.made': { text: { zh: '作出承诺', en: 'Promises made' }, icon: 'promise', tone: 'info' },
  'promise.repromised': { text: { zh: '重新承诺', en: 'Promised anew' }, icon: 'promise', tone: 'warn' },
  'promise.told': { text: { zh: '告知客户', en: 'Customer told' }, icon: 'check' },
  'promise.fulfilled': { text: { zh: '兑现承诺', en: 'Promise fulfilled' }, icon: 'promise', tone: 'good' },
  'promise.corrected': {
    text: { zh: '更正承诺结果', en: 'Outcome corrected' },
    icon: 'promise',
    tone: 'warn',
  },
  'promise.reopened': {
    text: { zh: '承诺重新打开', en: 'Promise open again' },
    icon: 'promise',
    tone: 'warn',
  },
  'promise.warned': { text: { zh: '承诺预警', en: 'Warning on a promise' }, icon: 'promise', tone: 'warn' },
  'promise.overdue': { text: { zh: '承诺逾期', en: 'Promise overdue' }, icon: 'promise', tone: 'bad' },
  'promise.withdrawn': { text: { zh: '撤回承诺', en: 'Promises withdrawn' }, icon: 'promise' },
  'promise.broken': { text: { zh: '承诺落空', en: 'Promise broken' }, icon: 'promise', tone: 'bad' },
  'promise.paused': { text: { zh: '暂停计时', en: 'Clock paused' }, icon: 'promise' },
  'promise.resumed': { text: { zh: '恢复计时', en: 'Clock resumed' }, icon: 'promise' },
  'promise.assigned': { text: { zh: '指定负责人', en: 'Owner set' }, icon: 'user' },

  'shipment.waybill_set': { text: { zh: '填写运单号', en: 'Tracking number set' }, icon: 'truck' },
  'shipment.planned': { text: { zh: '安排发运', en: 'Shipment planned' }, icon: 'truck' },
  'shipment.changed': { text: { zh: '发运单调整', en: 'Shipment changed' }, icon: 'truck' },
  'shipment.picked': { text: { zh: '拣货', en: 'Picked' }, icon: 'truck' },
  'shipment.packed': { text: { zh: '包装', en: 'Packed' }, icon: 'truck' },
  'shipment.unpacked': { text: { zh: '拆包', en: 'Unpacked' }, icon: 'truck', tone: 'warn' },
  'shipment.handed_over': { text: { zh: '交承运商', en: 'Handed over' }, icon: 'truck', tone: 'info' },
  'shipment.status_changed': { text: { zh: '轨迹更新', en: 'Tracking moved' }, icon: 'truck' },
  'shipment.delivered': { text: { zh: '运单签收', en: 'Shipment delivered' }, icon: 'truck', tone: 'good' },
  'shipment.delivery_revoked': { text: { zh: '签收被更正', en: 'Delivery taken back' }, tone: 'warn' },
  'shipment.rerouted': { text: { zh: '变更路线', en: 'Route changed' }, icon: 'truck', tone: 'warn' },
  'shipment.cancelled': { text: { zh: '发运取消', en: 'Shipment cancelled' }, icon: 'truck' },
  'delivery.recorded': { text: { zh: '登记签收', en: 'Delivery recorded' }, icon: 'check', tone: 'good' },
  'proof.added': { text: { zh: '上传签收凭证', en: 'Proof added' }, icon: 'clip' },
  'proof.opened': { text: { zh: '查看签收凭证', en: 'Proof opened' }, icon: 'eye', tone: 'warn' },
  'exception.opened': { text: { zh: '出现异常', en: 'Exception opened' }, icon: 'alert', tone: 'bad' },
  'exception.assigned': { text: { zh: '异常指派', en: 'Exception assigned' }, icon: 'user' },
  'exception.resolved': { text: { zh: '异常解决', en: 'Exception resolved' }, icon: 'check', tone: 'good' },
  'receipt.sent': { text: { zh: '回单寄出', en: 'Receipt sent' }, icon: 'order' },
  'receipt.received': { text: { zh: '回单收到', en: 'Receipt came back' }, icon: 'check', tone: 'good' },
  'tracking_link.created': { text: { zh: '发放查询链接', en: 'Tracking link given out' }, icon: 'link' },
  'tracking_link.revoked': { text: { zh: '撤销查询链接', en: 'Tracking link revoked' }, icon: 'link' },
  'tracking_link.unlocked': { text: { zh: '查询链接通过验证', en: 'Tracking link unlocked' }, icon: 'link' },

  'customer.created': { text: { zh: '建立客户档案', en: 'Customer added' }, icon: 'plus', tone: 'good' },
  'customer.changed': { text: { zh: '修改基本信息', en: 'Properties changed' }, icon: 'edit' },
  'customer.archived': { text: { zh: '客户归档', en: 'Archived' }, icon: 'layers' },
  'customer.restored': { text: { zh: '客户恢复', en: 'Restored' }, icon: 'refresh', tone: 'good' },
  'customer.site_added': { text: { zh: '新增地点', en: 'Site added' }, icon: 'plus' },
  'customer.site_changed': { text: { zh: '修改地点', en: 'Site changed' }, icon: 'edit' },
  'customer.contact_added': { text: { zh: '新增联系人', en: 'Contact added' }, icon: 'plus' },
  'customer.contact_changed': { text: { zh: '修改联系人', en: 'Contact changed' }, icon: 'edit' },
  'customer.classified': { text: { zh: '调整等级', en: 'Class changed' }, icon: 'up', tone: 'info' },
  'customer.held': { text: { zh: '冻结客户', en: 'Put on hold' }, icon: 'lock', tone: 'bad' },
  'customer.released': { text: { zh: '解除冻结', en: 'Hold released' }, icon: 'check', tone: 'good' },
  'customer.revealed': {
    text: { zh: '查看完整个人信息', en: 'Personal data revealed' },
    icon: 'eye',
    tone: 'warn',
  },

  'contract.created': { text: { zh: '新建合同', en: 'Contract added' }, icon: 'contract', tone: 'good' },
  'contract.changed': { text: { zh: '修改合同', en: 'Contract changed' }, icon: 'edit' },
  'contract.ended': { text: { zh: '合同终止', en: 'Contract ended' }, icon: 'contract', tone: 'bad' },
  'clause.drafted': { text: { zh: '起草条款', en: 'Clause drafted' }, icon: 'edit' },
  'clause.published': { text: { zh: '发布条款', en: 'Clause published' }, icon: 'check', tone: 'good' },
  'clause.retired': { text: { zh: '停用条款', en: 'Clause retired' }, icon: 'close' },

  'product.created': { text: { zh: '新建商品', en: 'Product added' }, icon: 'plus', tone: 'good' },
  'product.imported': { text: { zh: '批量导入商品', en: 'Products imported' }, icon: 'import' },
  'product.changed': { text: { zh: '修改商品', en: 'Product changed' }, icon: 'edit' },
  'product.archived': { text: { zh: '停用商品', en: 'Archived' }, icon: 'layers' },
  'product.restored': { text: { zh: '重新启用', en: 'Restored' }, icon: 'refresh', tone: 'good' },
  'product.substitutes_set': { text: { zh: '设置替代品', en: 'Substitutes set' }, icon: 'edit' },
  'warehouse.created': { text: { zh: '新建仓库', en: 'Warehouse added' }, icon: 'plus', tone: 'good' },
  'warehouse.changed': { text: { zh: '修改仓库', en: 'Warehouse changed' }, icon: 'edit' },
  'warehouse.archived': { text: { zh: '停用仓库', en: 'Closed' }, icon: 'layers' },
  'warehouse.restored': { text: { zh: '重新启用', en: 'Reopened' }, icon: 'refresh', tone: 'good' },
  'warehouse.lanes_set': { text: { zh: '设置线路', en: 'Lanes set' }, icon: 'edit' },
  'stock.adjusted': { text: { zh: '调整库存', en: 'Stock adjusted' }, icon: 'stock' },
  'goods.received': { text: { zh: '收货', en: 'Goods received' }, icon: 'import', tone: 'good' },

  'calendar.created': { text: { zh: '新建日历', en: 'Calendar added' }, icon: 'plus', tone: 'good' },
  'calendar.changed': { text: { zh: '修改日历', en: 'Calendar changed' }, icon: 'edit' },
  'user.created': { text: { zh: '新增用户', en: 'User added' }, icon: 'plus', tone: 'good' },
  'user.changed': { text: { zh: '修改用户', en: 'User changed' }, icon: 'edit' },
  'user.password_changed': { text: { zh: '修改密码', en: 'Password changed' }, icon: 'key' },
  'user.totp_confirmed': { text: { zh: '启用两步验证', en: 'Two-step log-in on' }, icon: 'shield' },
  'user.totp_removed': {
    text: { zh: '关闭两步验证', en: 'Two-step log-in off' },
    icon: 'shield',
    tone: 'warn',
  },
  'user.disabled': { text: { zh: '停用用户', en: 'User disabled' }, icon: 'lock', tone: 'bad' },
  'user.enabled': { text: { zh: '启用用户', en: 'User enabled' }, icon: 'check', tone: 'good' },

  'import.uploaded': { text: { zh: '上传文件', en: 'File uploaded' }, icon: 'import' },
  'import.read': { text: { zh: '读取文件', en: 'File read' }, icon: 'import' },
  'import.mapped': { text: { zh: '对应列', en: 'Columns mapped' }, icon: 'columns' },
  'import.checked': { text: { zh: '检查完成', en: 'Checked' }, icon: 'check' },
  'import.run': { text: { zh: '执行导入', en: 'Imported' }, icon: 'import', tone: 'good' },
  'import.errors_downloaded': { text: { zh: '下载错误文件', en: 'Error file downloaded' }, icon: 'export' },
  'import.stopped': { text: { zh: '停止处理', en: 'Stopped' }, tone: 'warn' },
  'import.origin': {
    text: { zh: '原系统创建', en: 'Created in the old system' },
    icon: 'import',
    tone: 'mute',
  },
  'import.undone': { text: { zh: '撤销导入', en: 'Import undone' }, icon: 'refresh', tone: 'warn' },
}
