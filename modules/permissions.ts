import type { Bilingual } from '#platform/text.ts'

/** Every permission there is, by area. An operation that names another one does not compile. */
export const permissions = {
  'user.read': { zh: '查看用户与团队', en: 'See users and teams' },
  'user.manage': { zh: '管理用户与团队', en: 'Manage users and teams' },
  'role.manage': { zh: '管理角色与权限', en: 'Manage roles and permissions' },
  'api_key.manage': { zh: '管理接口密钥', en: 'Manage API keys' },
  'audit.read': { zh: '查看审计记录', en: 'Read the audit log' },
  'personal_data.reveal': { zh: '查看完整个人信息', en: 'Reveal personal data' },
  'calendar.read': { zh: '查看工作日历', en: 'See calendars' },
  'calendar.manage': { zh: '管理工作日历', en: 'Manage calendars' },
  'promise.read': { zh: '查看承诺台账', en: 'See promises' },
  'promise.manage': { zh: '重新承诺、告知、暂停', en: 'Re-promise, tell, pause' },
  'customer.read': { zh: '查看客户', en: 'See customers' },
  'customer.manage': { zh: '管理客户', en: 'Manage customers' },
  'customer.hold': { zh: '冻结与解冻客户', en: 'Hold and release customers' },
  'contract.read': { zh: '查看合同与条款', en: 'See contracts and clauses' },
  'contract.manage': { zh: '管理合同与条款', en: 'Manage contracts and clauses' },
  'inventory.read': { zh: '查看库存与商品', en: 'See stock and products' },
  'inventory.manage': { zh: '管理商品与仓库', en: 'Manage products and warehouses' },
  'stock.receive': { zh: '收货', en: 'Receive goods' },
  'stock.adjust': { zh: '调整库存', en: 'Adjust stock' },
  'order.read': { zh: '查看订单', en: 'See orders' },
  'order.create': { zh: '录入订单', en: 'Enter orders' },
  'order.amend': { zh: '修改与取消订单', en: 'Amend and cancel orders' },
  'order.release': { zh: '解除订单冻结', en: 'Release held orders' },
  'shortage.decide': { zh: '处理缺货', en: 'Decide shortages' },
  'shipment.read': { zh: '查看发运', en: 'See shipments' },
  'shipment.work': { zh: '拣货、包装、交接', en: 'Pick, pack and hand over' },
  'shipment.deliver': { zh: '登记签收与回单', en: 'Record delivery and receipts' },
  'tracking.write': { zh: '上传轨迹', en: 'Post tracking events' },
  'exception.manage': { zh: '处理运输异常', en: 'Work on exceptions' },
  'tracking_link.manage': { zh: '发放查询链接', en: 'Give out tracking links' },
  'import.run': { zh: '导入数据', en: 'Import data' },
  'kpi.read': { zh: '查看指标', en: 'See KPIs' },
  'kpi.manage': { zh: '设定指标目标', en: 'Set KPI targets' },
  'satisfaction.read': { zh: '查看满意度', en: 'See satisfaction' },
  'view.share': { zh: '共享列表视图', en: 'Share views of lists' },
} satisfies Record<string, Bilingual>

type Names = typeof permissions
declare module '#platform/api.ts' {
  interface Permissions extends Record<keyof Names, true> {}
}

const ALL = Object.keys(permissions) as (keyof Names)[]
const READ = ALL.filter((p) => p.endsWith('.read') && p !== 'audit.read' && p !== 'user.read')

/** The seven kinds of people of the product, as roles a new tenant starts with. Each tenant may change them. */
export const defaultRoles: { key: string; zh: string; en: string; permissions: (keyof Names)[] }[] = [
  { key: 'manager', zh: '主管', en: 'Manager', permissions: ALL },
  {
    key: 'agent',
    zh: '客服专员',
    en: 'Service agent',
    permissions: [
      ...READ,
      'user.read',
      'promise.manage',
      'personal_data.reveal',
      'order.create',
      'order.amend',
      'shortage.decide',
      'shipment.deliver',
      'exception.manage',
      'tracking_link.manage',
      'import.run',
      'view.share',
    ],
  },
  {
    key: 'customer_manager',
    zh: '客户经理',
    en: 'Customer manager',
    permissions: [
      ...READ,
      'user.read',
      'customer.manage',
      'personal_data.reveal',
      'order.create',
      'order.amend',
      'contract.manage',
      'promise.manage',
      'tracking_link.manage',
      'view.share',
    ],
  },
  {
    key: 'coordinator',
    zh: '仓储调度',
    en: 'Warehouse coordinator',
    permissions: [
      'customer.read',
      'inventory.read',
      'inventory.manage',
      'stock.receive',
      'stock.adjust',
      'order.read',
      'promise.read',
      'shipment.read',
      'shipment.work',
      'shipment.deliver',
      'tracking.write',
      'exception.manage',
      'shortage.decide',
      'calendar.read',
      'personal_data.reveal',
    ],
  },
  {
    key: 'finance',
    zh: '财务结算',
    en: 'Finance clerk',
    permissions: [...READ, 'customer.hold', 'order.release'],
  },
  {
    key: 'shipper',
    zh: '上游客户',
    en: 'Shipper',
    permissions: ['order.read', 'order.create', 'shipment.read', 'promise.read', 'kpi.read'],
  },
  { key: 'consignee', zh: '终端客户', en: 'Consignee', permissions: ['order.read', 'shipment.read'] },
]
