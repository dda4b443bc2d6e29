// Made by `npm run types` from the migrated database; a test checks it. Do not edit.
import type { Generated, JSONColumnType } from 'kysely'

type Json = JSONColumnType<object, object | string, object | string>

export type ApiKey = {
  tenant_id: string
  id: string
  name: string
  token_hash: Buffer
  token_hint: string
  permissions: string[]
  scopes: Generated<Json>
  created_at: Date
  created_by: string
  expires_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}

export type AppUser = {
  tenant_id: string
  id: string
  email: string
  name: string
  password_hash: string
  locale: string | null
  totp_secret: string | null
  totp_confirmed_at: Date | null
  totp_last_step: Generated<number>
  recovery_hashes: Generated<string[]>
  disabled_at: Date | null
  disabled_by: string | null
  created_at: Generated<Date>
  version: Generated<number>
}

export type Attachment = {
  tenant_id: string
  id: string
  record_type: string
  record_id: string
  audience: string
  file_id: string | null
  name: string
  content_type: string
  bytes: number
  added_at: Date
  added_by: string
  removed_at: Date | null
  removed_by: string | null
  removal_reason: string | null
}

export type BulkItem = {
  tenant_id: string
  run_id: string
  position: number
  record_id: string
  title: string
  checked: string | null
  outcome: string | null
  code: string | null
  reason: string | null
  at: Date | null
}

export type BulkRun = {
  tenant_id: string
  id: string
  action: string
  input: Json
  state: string
  total: number
  actor_id: string
  locale: string
  created_at: Date
  confirmed_at: Date | null
  ended_at: Date | null
}

export type Calendar = {
  tenant_id: string
  id: string
  key: string
  name: string
  zone: string
  week: Json | null
  holiday_set: string | null
  exceptions: Generated<Json>
  version: Generated<number>
  updated_at: Generated<Date>
  disabled_at: Date | null
}

export type ClassScheme = {
  tenant_id: string
  id: string
  key: string
  name: string
  classes: Json
  is_default: Generated<boolean>
}

export type Clause = {
  tenant_id: string
  id: string
  contract_id: string
  line_id: string
  version: number
  kind: string
  class_key: string | null
  service: string | null
  origin: string | null
  destination: string | null
  urgent: boolean | null
  target: Json
  calendar_id: string | null
  early_tolerance_minutes: number | null
  late_tolerance_minutes: Generated<number>
  exclusions: Generated<string[]>
  note: Generated<string>
  created_at: Generated<Date>
  created_by: string | null
  published_at: Date | null
  published_by: string | null
  retired_at: Date | null
}

export type Contact = {
  tenant_id: string
  id: string
  party_id: string
  site_id: string | null
  name: string
  phone: Generated<string>
  phone_tail: Generated<string>
  email: Generated<string>
  wechat: Generated<string>
  position: Generated<string>
  preferred_channel: string | null
  archived_at: Date | null
  version: Generated<number>
}

export type Contract = {
  tenant_id: string
  id: string
  number: string
  name: string
  customer_id: string | null
  valid_from: string
  valid_to: string | null
  created_at: Generated<Date>
  ended_at: Date | null
  version: Generated<number>
}

export type CustomerNotice = {
  tenant_id: string
  id: string
  order_id: string
  customer_id: string
  reason: string
  due_at: Date | null
  expected_at: Date | null
  late_share: number | null
  cases: number | null
  channel: string
  contact_id: string | null
  locale: string
  subject: string
  body: string
  state: string
  made_at: Date
  made_by: string | null
  mail_id: string | null
  ended_at: Date | null
  ended_by: string | null
  note: Generated<string>
  kind: Generated<string>
}

export type CustomerNoticePromise = {
  tenant_id: string
  notice_id: string
  promise_id: string
}

export type DelayNoticeRule = {
  tenant_id: string
  id: string
  mode: string
  late_share: number
  closing_zh: Generated<string>
  closing_en: Generated<string>
  version: Generated<number>
  order_mode: Generated<string>
}

export type DelayedAction = {
  tenant_id: string
  id: string
  user_id: string
  operation: string
  input: Json | null
  label: string
  locale: string
  state: Generated<string>
  made_at: Date
  due_at: Date
  tries: Generated<number>
  problem: Json | null
}

export type DeliveryProof = {
  tenant_id: string
  id: string
  shipment_id: string
  kind: string
  signed_by: Generated<string>
  at: Date
  file_id: string | null
  recorded_by: string | null
}

export type DocumentPrint = {
  tenant_id: string
  id: string
  batch_id: string
  position: number
  document: string
  subject_type: string
  subject_id: string
  subject_number: string
  customer_id: string | null
  warehouse_id: string | null
  carrier_id: string | null
  format: string
  paper: string
  language: string
  copies: number
  pages: number
  nth: number
  reason: Generated<string>
  full_parts: Generated<string[]>
  template_version: number
  printed_at: Date
  printed_by: string | null
  printed_by_name: string
}

export type Event = {
  tenant_id: string
  xid: Generated<string>
  seq: Generated<number>
  type: string
  subject_type: string
  subject_id: string
  parent_id: string | null
  actor_kind: string
  actor_id: string | null
  actor_name: string | null
  request_id: string | null
  at: Date
  data: Generated<Json>
}

export type ExportRun = {
  tenant_id: string
  id: string
  schedule_id: string
  at: Date
  outcome: string
  code: string | null
  rows: number | null
  bytes: number | null
  recipients: Generated<number>
}

export type ExportSchedule = {
  tenant_id: string
  id: string
  view_id: string
  owner_id: string
  format: string
  every: string
  day: number | null
  time: string
  recipient_ids: string[]
  next_at: Date
  paused_at: Date | null
  stopped: string | null
  created_at: Date
  view_version: number
}

export type Follower = {
  tenant_id: string
  record_type: string
  record_id: string
  user_id: string
  since: Date
  reason: string
}

export type FormDraft = {
  tenant_id: string
  user_id: string
  form: string
  record: string
  version: number | null
  content: Json
  saved_at: Date
}

export type GoodsReceipt = {
  tenant_id: string
  id: string
  number: string
  warehouse_id: string
  supplier_id: string | null
  received_at: Date
  received_by: string | null
  note: Generated<string>
  purchase_id: string | null
}

export type GoodsReceiptLine = {
  tenant_id: string
  id: string
  receipt_id: string
  product_id: string
  expected: number | null
  accepted: number
  refused: Generated<number>
  refusal_reason: string | null
}

export type HandoverItem = {
  tenant_id: string
  id: string
  list_id: string
  shipment_id: string
  parcels: number
  units: number
  weight_g: number | null
  loaded: number | null
  reason: Generated<string>
  holds: Generated<boolean>
}

export type HandoverList = {
  tenant_id: string
  id: string
  number: string
  warehouse_id: string
  carrier_id: string
  pick_up_from: Date
  pick_up_to: Date
  note: Generated<string>
  state: string
  request: Generated<string>
  contact_id: string | null
  mail_id: string | null
  requested_at: Date | null
  made_at: Date
  made_by: string | null
  signed_at: Date | null
  driver_name: Generated<string>
  vehicle_plate: Generated<string>
  ended_at: Date | null
  ended_by: string | null
  end_reason: Generated<string>
  version: Generated<number>
}

export type IdempotencyKey = {
  tenant_id: string
  actor_id: string
  key: string
  request_hash: Buffer
  status: number
  body: string
  created_at: Generated<Date>
}

export type ImportBatch = {
  tenant_id: string
  id: string
  kind: string
  file_name: string
  file_id: string | null
  columns: Generated<string[]>
  mapping: Generated<Json>
  state: string
  total: Generated<number>
  created_at: Date
  created_by: string | null
  finished_at: Date | null
  undone_at: Date | null
  undone_by: string | null
  format: Generated<string>
  counts: Generated<Json>
  work: Json | null
  problem: Json | null
  heartbeat_at: Date | null
}

export type ImportKey = {
  tenant_id: string
  batch_id: string
  key: string
  row_no: number
}

export type ImportMapping = {
  tenant_id: string
  kind: string
  headings: Buffer
  user_id: string
  fields: Json
  constants: Json
  duplicates: string
  used_at: Date
}

export type ImportRow = {
  tenant_id: string
  batch_id: string
  row_no: number
  raw: Json
  problems: Generated<Json>
  result_id: string | null
  group_no: Generated<number>
  outcome: Generated<string>
  changes: Json | null
  before: Json | null
}

export type ImportTaken = {
  tenant_id: string
  batch_id: string
  product_id: string
  warehouse_id: string
  units: number
}

export type KpiDirtyDay = {
  tenant_id: string
  fact: string
  day: string
  taken: Generated<boolean>
}

export type KpiFactPromise = {
  tenant_id: string | null
  id: string | null
  kind: string | null
  order_id: string | null
  subject_type: string | null
  subject_id: string | null
  customer_id: string | null
  class_key: string | null
  warehouse_id: string | null
  carrier_id: string | null
  mode: string | null
  service: string | null
  country: string | null
  vendor_id: string | null
  product_id: string | null
  order_number: string | null
  line_no: number | null
  due_at: Date | null
  early_at: Date | null
  original_due_at: Date | null
  original_early_at: Date | null
  contract_due_at: Date | null
  fulfilled_at: Date | null
  counts: boolean | null
}

export type KpiRollup = {
  tenant_id: string
  kpi_id: string
  version: number
  dimension: string
  day: string
  key: string
  n: number
  numerator: number
  denominator: number
  sum: number
  sum_sq: number
  vals: Buffer | null
}

export type KpiState = {
  tenant_id: string
  refreshed_at: Date
  definitions: Generated<string>
}

export type KpiTarget = {
  tenant_id: string
  kpi_id: string
  target: number | null
  set_at: Date
  set_by: string | null
  version: Generated<number>
}

export type LoginFailure = {
  tenant_id: string
  id: string
  user_id: string
  at: Date
  ip: string | null
}

export type Mail = {
  tenant_id: string
  id: string
  key: string
  to_address: string | null
  subject: string
  body_text: string
  body_html: string | null
  attachment_ids: Generated<string[]>
  state: Generated<string>
  tries: Generated<number>
  answer: string | null
  queued_at: Date
  last_try_at: Date | null
  next_try_at: Date | null
  ended_at: Date | null
  erased_at: Date | null
  secret: string | null
}

export type Migration = {
  name: string
  checksum: string
  applied_at: Generated<Date>
}

export type Note = {
  tenant_id: string
  id: string
  record_type: string
  record_id: string
  audience: string
  body: string
  created_at: Date
  created_by: string
  removed_at: Date | null
  removed_by: string | null
  removal_reason: string | null
}

export type NoteMention = {
  tenant_id: string
  note_id: string
  kind: string
  ref_id: string
}

export type Notification = {
  tenant_id: string
  id: string
  user_id: string
  kind: string
  event_type: string
  event_seq: number
  record_type: string
  record_id: string
  actor_id: string | null
  at: Date
  in_app: boolean
  read_at: Date | null
  mail_at: Date | null
}

export type NotificationSchedule = {
  tenant_id: string
  user_id: string
  quiet: string
  quiet_from: string
  quiet_to: string
  calendar_id: string | null
  digest_at: string
  zone: string
}

export type NotificationSetting = {
  tenant_id: string
  owner_id: string
  kind: string
  in_app: boolean
  mail: string
}

export type NotificationSnooze = {
  tenant_id: string
  user_id: string
  record_type: string
  record_id: string
  until: Date
}

export type OrderAllocation = {
  tenant_id: string
  id: string
  order_id: string
  at: Date
  cost_minor: number
  explanation: Json
}

export type OrderError = {
  tenant_id: string
  id: string
  order_id: string
  order_line_id: string | null
  kind: string
  description: string
  quantity: number | null
  liable: string | null
  cost_minor: number | null
  found_at: Date
  logged_at: Date
  logged_by: string | null
  withdrawn_at: Date | null
  withdrawn_by: string | null
  withdraw_reason: string | null
  version: Generated<number>
}

export type OrderHold = {
  tenant_id: string
  id: string
  order_id: string
  kind: string
  reason: string
  placed_at: Date
  placed_by: string | null
  released_at: Date | null
  released_by: string | null
  release_reason: string | null
}

export type OrderLine = {
  tenant_id: string
  id: string
  order_id: string
  line_no: number
  product_id: string
  quantity: number
  cancelled: Generated<number>
  shipped: Generated<number>
  delivered: Generated<number>
  damaged: Generated<number>
  filled_first: Generated<number>
  unit_price_minor: Generated<number>
  amount_minor: Generated<number>
  requested_at: Date | null
  external_ref: string | null
  substituted_from: string | null
  consent_by: string | null
  consent_at: Date | null
  delivered_at: Date | null
}

export type OrderNoticeDue = {
  tenant_id: string
  order_id: string
  first_at: Date
  last_at: Date
}

export type Parcel = {
  tenant_id: string
  id: string
  shipment_id: string
  number: string
  weight_g: number | null
}

export type Party = {
  tenant_id: string
  id: string
  number: string
  name: string
  pinyin: Generated<string>
  initials: Generated<string>
  kind: Generated<string>
  roles: string[]
  preferred_channel: string | null
  preferred_locale: string | null
  external_ref: string | null
  note: string | null
  created_at: Generated<Date>
  archived_at: Date | null
  version: Generated<number>
  shown_name: string
  relation: number
}

export type PartyClass = {
  tenant_id: string
  id: string
  party_id: string
  scheme_id: string
  class_key: string
  from_at: Date
  to_at: Date | null
  reason: string
  set_by: string | null
}

export type PartyHold = {
  tenant_id: string
  id: string
  party_id: string
  kind: string
  reason: string
  placed_at: Date
  placed_by: string | null
  released_at: Date | null
  released_by: string | null
  release_reason: string | null
}

export type PickupRound = {
  tenant_id: string
  carrier_id: string
  warehouse_id: string
  day: string
}

export type PickupRule = {
  tenant_id: string
  id: string
  carrier_id: string
  mode: string
  cut_off: string
  window_hours: number
  version: Generated<number>
}

export type Presence = {
  tenant_id: string
  client_id: string
  user_id: string
  user_name: string
  record_type: string | null
  record_id: string | null
  state: string
  seen_at: Date
}

export type PrintLogo = {
  tenant_id: string
  id: string
  file_id: string
  width: number
  height: number
  created_at: Date
  created_by: string | null
}

export type PrintPrivacyRule = {
  tenant_id: string
  id: string
  document: string
  carrier_id: string | null
  full_parts: string[]
}

export type PrintTemplate = {
  tenant_id: string
  document: string
  version: number
  is_on: boolean
  options: Json
  logo_id: string | null
  changed_at: Date
  changed_by: string | null
  changed_by_name: string
}

export type Product = {
  tenant_id: string
  id: string
  sku: string
  name: string
  pinyin: Generated<string>
  initials: Generated<string>
  category: Generated<string>
  unit: Generated<string>
  weight_g: Generated<number>
  price_minor: Generated<number>
  barcode: string | null
  archived_at: Date | null
  version: Generated<number>
}

export type ProductSubstitute = {
  tenant_id: string
  product_id: string
  substitute_id: string
  rank: Generated<number>
}

export type Promise = {
  tenant_id: string
  id: string
  root_id: string
  supersedes_id: string | null
  kind: string
  subject_type: string
  subject_id: string
  order_id: string | null
  customer_id: string
  clause_id: string | null
  made_at: Date
  made_by: string | null
  started_at: Date
  early_at: Date | null
  due_at: Date
  contract_due_at: Date | null
  reason: string | null
  warehouse_id: string | null
  carrier_id: string | null
  lane: string | null
  mode: string | null
  service: string | null
  class_key: string | null
  urgent: Generated<boolean>
  quantity: number | null
  owner_id: string | null
  watch_at: Date | null
  warned: Generated<number>
  risk_late: number | null
  risk_cases: number | null
  risk_expected_at: Date | null
}

export type PromiseEnd = {
  tenant_id: string | null
  root_id: string | null
  version: number | null
  outcome: string | null
  fulfilled_at: Date | null
  recorded_at: Date | null
  cause: string | null
  liable: string | null
}

export type PromiseHistory = {
  tenant_id: string
  kind: string
  lane: string
  carrier_id: Generated<string>
  mode: Generated<string>
  cases: number
  hours: number[]
  computed_at: Date
}

export type PromiseOutcome = {
  tenant_id: string
  root_id: string
  version: number
  outcome: string
  fulfilled_at: Date | null
  recorded_at: Date
  recorded_by: string | null
  cause: string | null
  liable: string | null
  note: string | null
}

export type PromisePause = {
  tenant_id: string
  id: string
  root_id: string
  from_at: Date
  to_at: Date | null
  reason: string
  paused_by: string | null
  resumed_by: string | null
}

export type PromiseTold = {
  tenant_id: string
  id: string
  promise_id: string
  channel: string
  recipient: string
  told_at: Date
  told_by: string | null
  proof: string | null
}

export type PurchaseLine = {
  tenant_id: string
  id: string
  purchase_id: string
  line_no: number
  product_id: string
  quantity: number
  received: Generated<number>
  wanted_on: string
  first_confirmed_on: string | null
  confirmed_on: string | null
  overdue_told_on: string | null
  unit_price_minor: number | null
}

export type PurchaseNeed = {
  tenant_id: string
  line_id: string
  order_line_id: string
  quantity: number
}

export type PurchaseOrder = {
  tenant_id: string
  id: string
  number: string
  supplier_id: string
  warehouse_id: string
  customer_id: string | null
  customer_ref: Generated<string>
  note: Generated<string>
  state: string
  drafted_at: Date
  drafted_by: string | null
  channel: string | null
  recipient: Generated<string>
  proof: Generated<string>
  mail_id: string | null
  sent_at: Date | null
  sent_by: string | null
  supplier_ref: Generated<string>
  confirmed_at: Date | null
  confirmed_by: string | null
  ended_at: Date | null
  ended_by: string | null
  end_reason: Generated<string>
  version: Generated<number>
  currency: string | null
}

export type RecordChange = {
  tenant_id: string
  subject_id: string
  version: number
  id: string
  subject_type: string
  at: Date
  actor_kind: string
  actor_id: string | null
  actor_name: string | null
  changes: Json
}

export type RecordGrant = {
  tenant_id: string
  record_type: string
  record_id: string
  user_id: string
  granted_at: Date
  granted_by: string
  note_id: string | null
}

export type Reservation = {
  tenant_id: string
  id: string
  warehouse_id: string
  product_id: string
  order_id: string
  order_line_id: string
  quantity: number
  reserved_at: Date
  closed_at: Date | null
  closed_as: string | null
}

export type ReturnArrival = {
  tenant_id: string
  id: string
  return_id: string
  arrived_at: Date
  received_by: string | null
  receipt_id: string | null
  note: Generated<string>
}

export type ReturnArrivalLine = {
  tenant_id: string
  arrival_id: string
  line_id: string
  restocked: number
  unsaleable: number
  condition: string | null
}

export type ReturnLine = {
  tenant_id: string
  id: string
  return_id: string
  order_line_id: string
  product_id: string
  quantity: number
  restocked: Generated<number>
  unsaleable: Generated<number>
}

export type ReturnOrder = {
  tenant_id: string
  id: string
  number: string
  order_id: string
  customer_id: string
  warehouse_id: string
  reason: string
  note: Generated<string>
  waybill: Generated<string>
  expected_on: string | null
  state: string
  announced_at: Date
  announced_by: string | null
  ended_at: Date | null
  ended_by: string | null
  end_reason: Generated<string>
  version: Generated<number>
}

export type ReturnReceipt = {
  tenant_id: string
  id: string
  shipment_id: string
  sent_at: Date | null
  received_at: Date | null
  received_by: string | null
  file_id: string | null
  note: Generated<string>
}

export type Role = {
  tenant_id: string
  id: string
  key: string
  name_zh: string
  name_en: string
  permissions: Generated<string[]>
  built_in: Generated<boolean>
  version: Generated<number>
  disabled_at: Date | null
  given: string[] | null
}

export type SalesOrder = {
  tenant_id: string
  id: string
  number: string
  external_ref: string | null
  channel: string
  customer_id: string
  site_id: string | null
  service: Generated<string>
  mode: Generated<string>
  urgent: Generated<boolean>
  state: string
  placed_at: Date
  placed_basis: Generated<string>
  requested_at: Date | null
  consignee_name: Generated<string>
  consignee_phone: Generated<string>
  phone_tail: Generated<string>
  country: Generated<string>
  province: Generated<string>
  city: Generated<string>
  district: Generated<string>
  street: Generated<string>
  postcode: Generated<string>
  goods_class: Generated<string>
  delivery_note: Generated<string>
  amount_minor: Generated<number>
  currency: string
  note: Generated<string>
  batch_id: string | null
  created_by: string | null
  acknowledged_at: Date | null
  delivered_at: Date | null
  cancelled_at: Date | null
  cancelled_by: string | null
  cancel_reason: string | null
  version: Generated<number>
  line_count: Generated<number>
  units: Generated<number>
  deliver_by: Date | null
  origin_order_id: string | null
}

export type SatisfactionAnswer = {
  tenant_id: string
  id: string
  order_id: string
  customer_id: string
  score: number
  scale: Generated<number>
  title: Generated<string>
  comment: Generated<string>
  asked_at: Date | null
  answered_at: Date
  external_ref: string | null
  batch_id: string | null
}

export type SavedView = {
  tenant_id: string
  id: string
  list: string
  name: string
  visibility: string
  owner_id: string | null
  team_id: string | null
  search: Generated<string>
  layout: Generated<Json>
  position: Generated<number>
  created_at: Date
  changed_at: Date
  changed_by: string | null
  deleted_at: Date | null
  version: Generated<number>
  name_en: string | null
}

export type SavedViewDefault = {
  tenant_id: string
  user_id: string
  list: string
  view_id: string
}

export type ServiceOrder = {
  tenant_id: string
  id: string
  number: string
  order_id: string
  customer_id: string
  kind: string
  channel: string
  request: string
  requested_at: Date
  registered_by: string | null
  answer_by: Date
  state: string
  owner_id: string | null
  due_at: Date | null
  accepted_at: Date | null
  replacement_order_id: string | null
  ended_at: Date | null
  ended_by: string | null
  result: Generated<string>
}

export type Session = {
  tenant_id: string
  id: string
  user_id: string
  token_hash: Buffer
  created_at: Date
  last_seen_at: Date
  expires_at: Date
  ip: string | null
  user_agent: string | null
  revoked_at: Date | null
}

export type SetupStamp = {
  tenant_id: string
  stamp: string
}

export type ShipLane = {
  tenant_id: string
  warehouse_id: string
  destination: string
  transit_hours: number
  fixed_cost_minor: Generated<number>
  unit_cost_minor: Generated<number>
  carrier_id: string | null
  mode: Generated<string>
}

export type Shipment = {
  tenant_id: string
  id: string
  number: string
  order_id: string
  customer_id: string
  warehouse_id: string
  carrier_id: string | null
  waybill: string | null
  mode: Generated<string>
  service: Generated<string>
  lane: Generated<string>
  state: string
  status: Generated<string>
  liable: string | null
  created_at: Date
  ship_by: Date | null
  picked_at: Date | null
  packed_at: Date | null
  handed_over_at: Date | null
  delivered_at: Date | null
  last_event_at: Date | null
  expected_at: Date | null
  failed_attempts: Generated<number>
  weight_g: number | null
  freight_minor: number | null
  currency: string
  receipt_needed: Generated<boolean>
  external_ref: string | null
  batch_id: string | null
  version: Generated<number>
  moved_at: Date | null
}

export type ShipmentException = {
  tenant_id: string
  id: string
  shipment_id: string
  kind: string
  reason: string | null
  liable: string | null
  owner_id: string | null
  state: string
  opened_at: Date
  fact_key: string
  resolved_at: Date | null
  resolved_by: string | null
  resolution: string | null
}

export type ShipmentLine = {
  tenant_id: string
  id: string
  shipment_id: string
  order_line_id: string
  product_id: string
  quantity: number
  picked: Generated<number>
  packed: Generated<number>
  delivered: Generated<number>
  damaged: Generated<number>
  short_loaded: Generated<number>
}

export type Shortage = {
  tenant_id: string
  id: string
  order_id: string
  order_line_id: string
  product_id: string
  customer_id: string
  quantity: number
  detected_at: Date
  cause: string | null
  decision: string | null
  decided_at: Date | null
  decided_by: string | null
  backorder_until: Date | null
  closed_at: Date | null
  lost_minor: Generated<number>
  note: Generated<string>
}

export type Site = {
  tenant_id: string
  id: string
  party_id: string
  name: string
  country: Generated<string>
  province: Generated<string>
  city: Generated<string>
  district: Generated<string>
  street: Generated<string>
  postcode: Generated<string>
  calendar_id: string | null
  external_ref: string | null
  archived_at: Date | null
  version: Generated<number>
}

export type Stock = {
  tenant_id: string
  warehouse_id: string
  product_id: string
  on_hand: Generated<number>
  reserved: Generated<number>
}

export type StockMovement = {
  tenant_id: string
  id: string
  warehouse_id: string
  product_id: string
  quantity: number
  kind: string
  reason: string | null
  ref_type: string | null
  ref_id: string | null
  at: Date
  moved_by: string | null
}

export type StockPassage = {
  tenant_id: string
  product_id: string
  warehouse_id: string
  holder_id: string
  quantity: number
}

export type StoredFile = {
  tenant_id: string
  id: string
  name: string
  content_type: string
  bytes: number
  sha256: Buffer
  created_at: Generated<Date>
  created_by: string | null
}

export type SubscriberCursor = {
  tenant_id: string
  name: string
  xid: Generated<string>
  seq: Generated<number>
}

export type Team = {
  tenant_id: string
  id: string
  name: string
  created_at: Generated<Date>
  version: Generated<number>
  disabled_at: Date | null
}

export type TeamMember = {
  tenant_id: string
  team_id: string
  user_id: string
}

export type Tenant = {
  id: string
  slug: string
  name: string
  zone: Generated<string>
  locale: Generated<string>
  currency: Generated<string>
  country: Generated<string>
  settings: Generated<Json>
  created_at: Generated<Date>
}

export type TrackingEvent = {
  tenant_id: string
  id: string
  shipment_id: string
  at: Date
  recorded_at: Date
  scheme: string
  code: string
  status: string
  reason: string | null
  liable: string | null
  location: Generated<string>
  note: Generated<string>
  revokes_id: string | null
  source: Generated<string>
  dedupe_key: Buffer
}

export type TrackingInquiry = {
  tenant_id: string
  id: string
  number: string
  order_id: string
  customer_id: string
  channel: string
  question: string
  asked_at: Date
  registered_by: string | null
  waybills: Generated<string[]>
  route: Generated<string>
  status: string | null
  expected_at: Date | null
  owner_id: string | null
  due_at: Date
  state: string
  followed_with: string | null
  followed_at: Date | null
  answer: string | null
  answered_at: Date | null
  answered_by: string | null
  answer_channel: string | null
  wants_more: boolean | null
  closed_at: Date | null
  closed_by: string | null
}

export type TrackingLink = {
  tenant_id: string
  id: string
  order_id: string
  token_hash: Buffer
  created_at: Date
  created_by: string | null
  expires_at: Date
  revoked_at: Date | null
}

export type UserRole = {
  tenant_id: string
  user_id: string
  role_id: string
}

export type UserScope = {
  tenant_id: string
  user_id: string
  kind: string
  ref_id: string
}

export type Warehouse = {
  tenant_id: string
  id: string
  code: string
  name: string
  kind: Generated<string>
  supplier_id: string | null
  country: Generated<string>
  province: Generated<string>
  city: Generated<string>
  street: Generated<string>
  latitude: number | null
  longitude: number | null
  calendar_id: string | null
  cutoff: Generated<string>
  archived_at: Date | null
  version: Generated<number>
}

export type Wave = {
  tenant_id: string
  id: string
  number: string
  state: string
  order_ids: string[] | null
  actor_id: string
  created_at: Date
  progress: Json | null
  summary: Json | null
  code: string | null
  ready_at: Date | null
  ended_at: Date | null
  reason: Generated<string>
  applied_by: string | null
  applying_at: Date | null
  beat_at: Date | null
}

export type WaveOrder = {
  tenant_id: string
  wave_id: string
  position: number
  order_id: string
  version: number
  change: Json
  outcome: string | null
  code: string | null
}

export type DB = {
  api_key: ApiKey
  app_user: AppUser
  attachment: Attachment
  bulk_item: BulkItem
  bulk_run: BulkRun
  calendar: Calendar
  class_scheme: ClassScheme
  clause: Clause
  contact: Contact
  contract: Contract
  customer_notice: CustomerNotice
  customer_notice_promise: CustomerNoticePromise
  delay_notice_rule: DelayNoticeRule
  delayed_action: DelayedAction
  delivery_proof: DeliveryProof
  document_print: DocumentPrint
  event: Event
  export_run: ExportRun
  export_schedule: ExportSchedule
  follower: Follower
  form_draft: FormDraft
  goods_receipt: GoodsReceipt
  goods_receipt_line: GoodsReceiptLine
  handover_item: HandoverItem
  handover_list: HandoverList
  idempotency_key: IdempotencyKey
  import_batch: ImportBatch
  import_key: ImportKey
  import_mapping: ImportMapping
  import_row: ImportRow
  import_taken: ImportTaken
  kpi_dirty_day: KpiDirtyDay
  kpi_fact_promise: KpiFactPromise
  kpi_rollup: KpiRollup
  kpi_state: KpiState
  kpi_target: KpiTarget
  login_failure: LoginFailure
  mail: Mail
  migration: Migration
  note: Note
  note_mention: NoteMention
  notification: Notification
  notification_schedule: NotificationSchedule
  notification_setting: NotificationSetting
  notification_snooze: NotificationSnooze
  order_allocation: OrderAllocation
  order_error: OrderError
  order_hold: OrderHold
  order_line: OrderLine
  order_notice_due: OrderNoticeDue
  parcel: Parcel
  party: Party
  party_class: PartyClass
  party_hold: PartyHold
  pickup_round: PickupRound
  pickup_rule: PickupRule
  presence: Presence
  print_logo: PrintLogo
  print_privacy_rule: PrintPrivacyRule
  print_template: PrintTemplate
  product: Product
  product_substitute: ProductSubstitute
  promise: Promise
  promise_end: PromiseEnd
  promise_history: PromiseHistory
  promise_outcome: PromiseOutcome
  promise_pause: PromisePause
  promise_told: PromiseTold
  purchase_line: PurchaseLine
  purchase_need: PurchaseNeed
  purchase_order: PurchaseOrder
  record_change: RecordChange
  record_grant: RecordGrant
  reservation: Reservation
  return_arrival: ReturnArrival
  return_arrival_line: ReturnArrivalLine
  return_line: ReturnLine
  return_order: ReturnOrder
  return_receipt: ReturnReceipt
  role: Role
  sales_order: SalesOrder
  satisfaction_answer: SatisfactionAnswer
  saved_view: SavedView
  saved_view_default: SavedViewDefault
  service_order: ServiceOrder
  session: Session
  setup_stamp: SetupStamp
  ship_lane: ShipLane
  shipment: Shipment
  shipment_exception: ShipmentException
  shipment_line: ShipmentLine
  shortage: Shortage
  site: Site
  stock: Stock
  stock_movement: StockMovement
  stock_passage: StockPassage
  stored_file: StoredFile
  subscriber_cursor: SubscriberCursor
  team: Team
  team_member: TeamMember
  tenant: Tenant
  tracking_event: TrackingEvent
  tracking_inquiry: TrackingInquiry
  tracking_link: TrackingLink
  user_role: UserRole
  user_scope: UserScope
  warehouse: Warehouse
  wave: Wave
  wave_order: WaveOrder
}
