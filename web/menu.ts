import type { Permission } from '#platform/api.ts'
import type { Bilingual } from '#platform/text.ts'
import type { IconName } from '#web/ui/icons.tsx'
import { paths } from '#web/paths.ts'

export const menuGroups = {
  work: { zh: '日常工作', en: 'Work' },
  master: { zh: '客户与资料', en: 'Customers and data' },
  insight: { zh: '分析', en: 'Insight' },
  settings: { zh: '系统设置', en: 'Settings' },
} satisfies Record<string, Bilingual>

export type MenuRow = {
  group: keyof typeof menuGroups
  path: string
  /** Hidden from those who lack it. `null`: for everybody. */
  permission: Permission | null
  icon: IconName
  text: Bilingual
}

/** The side menu, one row a page, in the order shown. */
export const menu: MenuRow[] = [
  {
    group: 'work',
    path: paths.workbench,
    permission: null,
    icon: 'home',
    text: { zh: '工作台', en: 'Workbench' },
  },
  {
    group: 'work',
    path: paths.promises,
    permission: 'promise.read',
    icon: 'promise',
    text: { zh: '承诺看板', en: 'Promise board' },
  },
  {
    group: 'work',
    path: paths.customerNotices,
    permission: 'inside.read',
    icon: 'note',
    text: { zh: '客户通知', en: 'Notices to customers' },
  },
  {
    group: 'work',
    path: paths.orders,
    permission: 'order.read',
    icon: 'order',
    text: { zh: '订单', en: 'Orders' },
  },
  {
    group: 'work',
    path: paths.shortages,
    permission: 'inside.read',
    icon: 'shortage',
    text: { zh: '缺货处理', en: 'Shortage desk' },
  },
  {
    group: 'work',
    path: paths.purchases,
    permission: 'purchase.read',
    icon: 'contract',
    text: { zh: '采购订单', en: 'Purchase orders' },
  },
  {
    group: 'work',
    path: paths.waves,
    permission: 'wave.manage',
    icon: 'layers',
    text: { zh: '合并分配', en: 'Joint allocation' },
  },
  {
    group: 'work',
    path: paths.shipments,
    permission: 'shipment.read',
    icon: 'truck',
    text: { zh: '发运单', en: 'Shipments' },
  },
  {
    group: 'work',
    path: paths.handovers,
    permission: 'handover.read',
    icon: 'clip',
    text: { zh: '交接单', en: 'Hand-over lists' },
  },
  {
    group: 'work',
    path: paths.exceptions,
    permission: 'shipment.read',
    icon: 'alert',
    text: { zh: '运输异常', en: 'Exceptions' },
  },
  {
    group: 'work',
    path: paths.inquiries,
    permission: 'order.read',
    icon: 'desk',
    text: { zh: '跟踪查询', en: 'Tracking inquiries' },
  },
  {
    group: 'work',
    path: paths.serviceOrders,
    permission: 'order.read',
    icon: 'note',
    text: { zh: '服务单', en: 'Service orders' },
  },
  {
    group: 'work',
    path: paths.returns,
    permission: 'order.read',
    icon: 'refresh',
    text: { zh: '退货单', en: 'Returns' },
  },
  {
    group: 'work',
    path: paths.prints,
    permission: 'print.read',
    icon: 'printer',
    text: { zh: '打印记录', en: 'Print log' },
  },
  {
    group: 'work',
    path: paths.imports,
    permission: 'import.run',
    icon: 'import',
    text: { zh: '数据导入', en: 'Imports' },
  },

  {
    group: 'master',
    path: paths.customers,
    permission: 'customer.read',
    icon: 'customer',
    text: { zh: '客户', en: 'Customers' },
  },
  {
    group: 'master',
    path: paths.contracts,
    permission: 'contract.read',
    icon: 'contract',
    text: { zh: '合同与条款', en: 'Contracts and clauses' },
  },
  {
    group: 'master',
    path: paths.products,
    permission: 'inventory.read',
    icon: 'product',
    text: { zh: '商品', en: 'Products' },
  },
  {
    group: 'master',
    path: paths.stock,
    permission: 'inventory.read',
    icon: 'layers',
    text: { zh: '库存', en: 'Stock' },
  },
  {
    group: 'master',
    path: paths.receipts,
    permission: 'inventory.read',
    icon: 'import',
    text: { zh: '收货单', en: 'Goods receipts' },
  },
  {
    group: 'master',
    path: paths.warehouses,
    permission: 'inventory.read',
    icon: 'stock',
    text: { zh: '仓库', en: 'Warehouses' },
  },
  {
    group: 'insight',
    path: paths.kpis,
    permission: 'kpi.read',
    icon: 'chart',
    text: { zh: '指标看板', en: 'KPIs' },
  },
  {
    group: 'insight',
    path: paths.orderErrors,
    permission: 'inside.read',
    icon: 'alert',
    text: { zh: '订单差错', en: 'Order errors' },
  },
  {
    group: 'insight',
    path: paths.satisfaction,
    permission: 'satisfaction.read',
    icon: 'desk',
    text: { zh: '满意度评价', en: 'Satisfaction answers' },
  },

  {
    group: 'settings',
    path: paths.settings,
    permission: null,
    icon: 'search',
    text: { zh: '全部设置', en: 'All settings' },
  },
  {
    group: 'settings',
    path: paths.users,
    permission: 'user.read',
    icon: 'user',
    text: { zh: '用户', en: 'Users' },
  },
  {
    group: 'settings',
    path: paths.teams,
    permission: 'user.read',
    icon: 'team',
    text: { zh: '团队', en: 'Teams' },
  },
  {
    group: 'settings',
    path: paths.roles,
    permission: 'user.read',
    icon: 'shield',
    text: { zh: '角色与权限', en: 'Roles and permissions' },
  },
  {
    group: 'settings',
    path: paths.calendars,
    permission: 'calendar.read',
    icon: 'calendar',
    text: { zh: '工作日历', en: 'Calendars' },
  },
  {
    group: 'settings',
    path: paths.printing,
    permission: 'print.manage',
    icon: 'printer',
    text: { zh: '打印设置', en: 'Printing' },
  },
  {
    group: 'settings',
    path: paths.views,
    permission: null,
    icon: 'layers',
    text: { zh: '列表视图', en: 'Views' },
  },
  {
    group: 'settings',
    path: paths.apiKeys,
    permission: 'api_key.manage',
    icon: 'key',
    text: { zh: '接口密钥', en: 'API keys' },
  },
  {
    group: 'settings',
    path: paths.mails,
    permission: 'mail.manage',
    icon: 'note',
    text: { zh: '邮件发件箱', en: 'Outbox' },
  },
  {
    group: 'settings',
    path: paths.audit,
    permission: 'audit.read',
    icon: 'audit',
    text: { zh: '审计记录', en: 'Audit log' },
  },
]
