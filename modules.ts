/**
 * THE MAP: each module, what it may use and which tables only it writes. Bottom to top; a test holds the code to it.
 * Down is a function call in the same transaction; up or sideways is an event.
 */
export const modules = {
  identity: {
    uses: [],
    tables: [
      'tenant',
      'app_user',
      'team',
      'team_member',
      'role',
      'user_role',
      'user_scope',
      'session',
      'api_key',
      'login_failure',
    ],
  },
  presence: { uses: ['identity'], tables: ['presence'] },
  editing: { uses: ['identity'], tables: ['form_draft', 'delayed_action'] },
  scheduling: { uses: ['identity'], tables: ['calendar'] },
  promises: {
    uses: ['identity', 'scheduling'],
    tables: ['promise', 'promise_outcome', 'promise_told', 'promise_pause', 'promise_history'],
  },
  customers: {
    uses: ['identity', 'scheduling', 'promises'],
    tables: ['party', 'site', 'contact', 'class_scheme', 'party_class', 'party_hold'],
  },
  contracts: { uses: ['identity', 'customers', 'scheduling', 'promises'], tables: ['contract', 'clause'] },
  inventory: {
    uses: ['identity', 'scheduling', 'customers'],
    tables: [
      'product',
      'product_substitute',
      'warehouse',
      'ship_lane',
      'stock',
      'stock_passage',
      'stock_movement',
      'goods_receipt',
      'goods_receipt_line',
      'reservation',
    ],
  },
  purchasing: {
    uses: ['identity', 'scheduling', 'promises', 'customers', 'inventory'],
    tables: ['purchase_order', 'purchase_line', 'purchase_need'],
  },
  orders: {
    uses: ['identity', 'customers', 'contracts', 'inventory', 'purchasing', 'promises', 'scheduling'],
    tables: ['sales_order', 'order_line', 'order_allocation', 'order_hold', 'shortage', 'order_error'],
  },
  waves: {
    uses: ['identity', 'customers', 'inventory', 'orders', 'promises', 'scheduling'],
    tables: ['wave', 'wave_order'],
  },
  shipments: {
    uses: ['identity', 'customers', 'orders', 'inventory', 'contracts', 'promises', 'scheduling'],
    tables: [
      'shipment',
      'shipment_line',
      'parcel',
      'tracking_event',
      'shipment_exception',
      'delivery_proof',
      'return_receipt',
      'tracking_link',
    ],
  },
  handovers: {
    uses: ['identity', 'scheduling', 'customers', 'inventory', 'shipments'],
    tables: ['handover_list', 'handover_item', 'pickup_rule', 'pickup_round'],
  },
  returns: {
    uses: ['identity', 'customers', 'inventory', 'orders', 'shipments'],
    tables: ['return_order', 'return_line', 'return_arrival', 'return_arrival_line'],
  },
  services: {
    uses: ['identity', 'customers', 'orders', 'promises'],
    tables: ['service_order'],
  },
  inquiries: {
    uses: ['identity', 'customers', 'orders', 'inventory', 'shipments', 'promises'],
    tables: ['tracking_inquiry'],
  },
  printing: {
    uses: [
      'identity',
      'scheduling',
      'customers',
      'inventory',
      'purchasing',
      'orders',
      'shipments',
      'handovers',
    ],
    tables: ['document_print', 'print_logo', 'print_template', 'print_privacy_rule'],
  },
  engagement: {
    uses: ['identity', 'scheduling', 'customers', 'inventory', 'orders', 'shipments', 'promises'],
    tables: [
      'satisfaction_answer',
      'delay_notice_rule',
      'customer_notice',
      'customer_notice_promise',
      'order_notice_due',
    ],
  },
  imports: {
    uses: [
      'identity',
      'scheduling',
      'promises',
      'customers',
      'contracts',
      'inventory',
      'orders',
      'shipments',
      'engagement',
    ],
    tables: ['import_batch', 'import_row', 'import_key', 'import_taken', 'import_mapping'],
  },
  insight: {
    uses: [
      'identity',
      'scheduling',
      'promises',
      'customers',
      'contracts',
      'inventory',
      'orders',
      'shipments',
      'engagement',
    ],
    tables: ['kpi_rollup', 'kpi_dirty_day', 'kpi_state', 'kpi_target'],
  },
  activity: {
    uses: ['identity', 'customers'],
    tables: ['follower', 'note', 'note_mention', 'attachment'],
  },
  notifications: {
    uses: ['identity', 'scheduling', 'promises', 'customers', 'imports', 'activity'],
    tables: ['notification', 'notification_setting', 'notification_schedule', 'notification_snooze'],
  },
  search: { uses: ['identity', 'customers', 'inventory', 'purchasing', 'orders', 'shipments'], tables: [] },
  bulk: { uses: ['identity'], tables: ['bulk_run', 'bulk_item'] },
  views: { uses: ['identity'], tables: ['saved_view', 'saved_view_default'] },
  exports: { uses: ['identity', 'scheduling', 'views'], tables: ['export_schedule', 'export_run'] },
  portal: { uses: ['identity', 'customers', 'orders', 'shipments', 'promises'], tables: [] },
} as const satisfies Record<string, { uses: readonly string[]; tables: readonly string[] }>

export type ModuleName = keyof typeof modules

/** Tables the platform itself writes. */
export const platformTables = [
  'event',
  'subscriber_cursor',
  'idempotency_key',
  'record_change',
  'stored_file',
  'mail',
  'record_grant',
  'setup_stamp',
  'migration',
] as const
