import { z } from 'zod'
import { type OperationTable, op } from '#platform/api.ts'
import { listParams } from '#platform/list-schema.ts'
import { Country, Flag, Id, SeenVersion, line, page, patterned, prose } from '#platform/schema.ts'
import { customerList } from './customer-list.ts'
import { channels, holdKinds, partyKinds, partyRoles } from './party.ts'

const Role = z.enum(partyRoles)
const Kind = z.enum(partyKinds)
const ChannelName = z.enum(channels)
const HoldName = z.enum(holdKinds)
const Locale = z.enum(['zh', 'en'])
const When = z.string().nullable()
const Version = z.int().min(1)
const Reason = line(300, 2)
const Email = z.union([z.literal(''), z.string().trim().toLowerCase().max(254).pipe(z.email())])
const Phone = line(40).refine(
  (s) => s === '' || /^[+\d][\d\s()+\-转,xX*#]*$/.test(s.normalize('NFKC')),
  '请填写电话号码，例如 13812345678 · Give a phone number, such as +8613812345678',
)

export const Division = z.object({
  code: z.string(),
  name: z.string(),
  level: z.enum(['province', 'city', 'district']),
  parent: z.string().nullable(),
  /** With the province before it, as people write it: only with `level`. */
  areaName: z.string().optional(),
})
export const SchemeRow = z.object({
  id: Id,
  key: z.string(),
  name: z.string(),
  isDefault: z.boolean(),
  classes: z.array(z.object({ key: z.string(), name: z.string() })),
})
const OpenHold = z.object({ id: Id, kind: HoldName, reason: z.string(), placedAt: z.string() })

export const CustomerRow = z.object({
  id: Id,
  number: z.string(),
  name: z.string(),
  kind: Kind,
  roles: z.array(Role),
  classKey: z.string().nullable(),
  preferredChannel: ChannelName.nullable(),
  externalRef: z.string().nullable(),
  createdAt: z.string(),
  archivedAt: When,
  holds: z.array(OpenHold),
})
/** Streets are masked: `revealSite` shows one. */
export const SiteRow = z.object({
  id: Id,
  name: z.string(),
  country: z.string(),
  province: z.string(),
  city: z.string(),
  district: z.string(),
  areaName: z.string(),
  street: z.string(),
  postcode: z.string(),
  calendarId: Id.nullable(),
  externalRef: z.string().nullable(),
  archivedAt: When,
  version: Version,
})
/** Name, phone, e-mail and WeChat are masked: `revealContact` shows them. */
export const ContactRow = z.object({
  id: Id,
  siteId: Id.nullable(),
  name: z.string(),
  phone: z.string(),
  email: z.string(),
  wechat: z.string(),
  position: z.string(),
  preferredChannel: ChannelName.nullable(),
  archivedAt: When,
  version: Version,
})
export const ClassRow = z.object({
  id: Id,
  schemeId: Id,
  schemeName: z.string(),
  classKey: z.string(),
  fromAt: z.string(),
  toAt: When,
  reason: z.string(),
  setBy: z.string().nullable(),
})
export const HoldRow = z.object({
  id: Id,
  kind: HoldName,
  reason: z.string(),
  placedAt: z.string(),
  placedBy: z.string().nullable(),
  releasedAt: When,
  releasedBy: z.string().nullable(),
  releaseReason: z.string().nullable(),
})
export const CustomerFile = z.object({
  ...CustomerRow.omit({ holds: true }).shape,
  preferredLocale: Locale.nullable(),
  note: z.string().nullable(),
  version: Version,
  sites: z.array(SiteRow),
  contacts: z.array(ContactRow),
  classes: z.array(ClassRow),
  holds: z.array(HoldRow),
  promises: z.object({
    open: z.int(),
    late: z.int(),
    byKind: z.array(z.object({ kind: z.string(), open: z.int(), late: z.int() })),
  }),
})

const PartyFields = {
  kind: Kind,
  roles: z.array(Role).min(1).max(partyRoles.length),
  preferredChannel: ChannelName.nullable(),
  preferredLocale: Locale.nullable(),
  externalRef: line(80, 1).nullable(),
  note: prose(2_000).nullable(),
}
const AddressFields = {
  country: Country,
  province: line(60),
  city: line(60),
  district: line(60),
  street: line(200),
  postcode: line(20),
}
const SiteFields = { ...AddressFields, calendarId: Id.nullable(), externalRef: line(80, 1).nullable() }
const ContactFields = {
  phone: Phone,
  email: Email,
  wechat: line(80),
  position: line(80),
  siteId: Id.nullable(),
  preferredChannel: ChannelName.nullable(),
}
const NewSite = z.strictObject({ name: line(120, 1), ...z.object(SiteFields).partial().shape })
const NewContact = z.strictObject({ name: line(80, 1), ...z.object(ContactFields).partial().shape })
const ById = z.object({ id: Id })
const Changed = z.object({ id: Id })
const canRead = 'customer.read'
const canManage = 'customer.manage'

export const customersApi = {
  listCustomers: op({
    method: 'GET',
    path: '/customers',
    permission: canRead,
    summary: { zh: '客户列表', en: 'Customers' },
    query: z.strictObject({
      ...listParams(customerList),
      search: line(80).optional(),
      archived: Flag.optional(),
    }),
    result: page(CustomerRow),
  }),
  getCustomer: op({
    method: 'GET',
    path: '/customers/{id}',
    permission: canRead,
    record: 'customer',
    summary: { zh: '客户档案', en: 'Customer file' },
    params: ById,
    result: CustomerFile,
  }),
  createCustomer: op({
    method: 'POST',
    path: '/customers',
    permission: canManage,
    summary: { zh: '新建客户', en: 'Add a customer' },
    body: z.strictObject({
      name: line(120, 1),
      ...z.object(PartyFields).partial().shape,
      roles: PartyFields.roles,
      classKey: line(20, 1).optional(),
      sites: z.array(NewSite).max(20).optional(),
      contacts: z
        .array(NewContact.omit({ siteId: true }))
        .max(20)
        .optional(),
    }),
    result: CustomerFile,
  }),
  updateCustomer: op({
    method: 'PATCH',
    path: '/customers/{id}',
    permission: canManage,
    summary: { zh: '修改客户', en: 'Change a customer' },
    params: ById,
    body: z.strictObject({
      version: SeenVersion,
      name: line(120, 1).optional(),
      ...z.object(PartyFields).partial().shape,
    }),
    result: CustomerFile,
  }),
  setCustomerArchived: op({
    method: 'POST',
    path: '/customers/{id}/archived',
    isUndoable: true,
    permission: canManage,
    summary: { zh: '归档或恢复客户', en: 'Archive or restore a customer' },
    params: ById,
    body: z.strictObject({ archived: z.boolean(), version: Version }),
    result: CustomerFile,
  }),
  revealCustomer: op({
    method: 'POST',
    path: '/customers/{id}/reveal',
    permission: 'personal_data.reveal',
    summary: { zh: '查看个人客户姓名', en: 'Reveal the name of a person' },
    params: ById,
    body: z.strictObject({ reason: Reason }),
    result: z.object({ name: z.string() }),
  }),
  addSite: op({
    method: 'POST',
    path: '/customers/{id}/sites',
    permission: canManage,
    summary: { zh: '新增地点', en: 'Add a site' },
    params: ById,
    body: NewSite,
    result: Changed,
  }),
  updateSite: op({
    method: 'PATCH',
    path: '/customers/{id}/sites/{siteId}',
    permission: canManage,
    summary: { zh: '修改地点', en: 'Change a site' },
    params: z.object({ id: Id, siteId: Id }),
    body: z.strictObject({
      version: SeenVersion,
      archived: z.boolean().optional(),
      name: line(120, 1).optional(),
      ...z.object(SiteFields).partial().shape,
    }),
    result: Changed,
  }),
  revealSite: op({
    method: 'POST',
    path: '/customers/{id}/sites/{siteId}/reveal',
    permission: 'personal_data.reveal',
    summary: { zh: '查看完整地址', en: 'Reveal a street address' },
    params: z.object({ id: Id, siteId: Id }),
    body: z.strictObject({ reason: Reason }),
    result: z.object({ street: z.string() }),
  }),
  addContact: op({
    method: 'POST',
    path: '/customers/{id}/contacts',
    permission: canManage,
    summary: { zh: '新增联系人', en: 'Add a contact' },
    params: ById,
    body: NewContact,
    result: Changed,
  }),
  updateContact: op({
    method: 'PATCH',
    path: '/customers/{id}/contacts/{contactId}',
    permission: canManage,
    summary: { zh: '修改联系人', en: 'Change a contact' },
    params: z.object({ id: Id, contactId: Id }),
    body: z.strictObject({
      version: SeenVersion,
      archived: z.boolean().optional(),
      name: line(80, 1).optional(),
      ...z.object(ContactFields).partial().shape,
    }),
    result: Changed,
  }),
  revealContact: op({
    method: 'POST',
    path: '/customers/{id}/contacts/{contactId}/reveal',
    permission: 'personal_data.reveal',
    summary: { zh: '查看完整联系方式', en: 'Reveal a contact' },
    params: z.object({ id: Id, contactId: Id }),
    body: z.strictObject({ reason: Reason }),
    result: z.object({ name: z.string(), phone: z.string(), email: z.string(), wechat: z.string() }),
  }),
  classifyCustomer: op({
    method: 'POST',
    path: '/customers/{id}/class',
    permission: canManage,
    summary: { zh: '调整客户等级', en: 'Classify a customer' },
    params: ById,
    body: z.strictObject({ classKey: line(20, 1), reason: Reason, schemeId: Id.optional() }),
    result: CustomerFile,
  }),
  placeCustomerHold: op({
    method: 'POST',
    path: '/customers/{id}/holds',
    permission: 'customer.hold',
    summary: { zh: '冻结客户', en: 'Put a customer on hold' },
    params: ById,
    body: z.strictObject({ kind: HoldName, reason: Reason }),
    result: CustomerFile,
  }),
  releaseCustomerHold: op({
    method: 'POST',
    path: '/customers/{id}/holds/{holdId}/release',
    permission: 'customer.hold',
    summary: { zh: '解除冻结', en: 'Release a hold of a customer' },
    params: z.object({ id: Id, holdId: Id }),
    body: z.strictObject({ reason: Reason }),
    result: CustomerFile,
  }),
  listClassSchemes: op({
    method: 'GET',
    path: '/class-schemes',
    permission: canRead,
    summary: { zh: '客户分类方案', en: 'Classification schemes' },
    result: z.object({ rows: z.array(SchemeRow) }),
  }),
  listDivisions: op({
    method: 'GET',
    path: '/divisions',
    permission: 'signed_in',
    summary: { zh: '行政区划', en: 'Chinese divisions' },
    query: z.strictObject({
      parent: patterned(/^\d{2}(\d{2}){0,2}$/, {
        zh: '请填写 2、4 或 6 位行政区划代码',
        en: 'Give a division code of 2, 4 or 6 digits',
      }).optional(),
      /** Every city, instead of what is right below one parent. */
      level: z.literal('city').optional(),
    }),
    result: z.object({ rows: z.array(Division) }),
  }),
} satisfies OperationTable
