import { customersApi } from '#modules/customers/api.ts'
import type { KnownContact, KnownParty, KnownSite, PartyValues } from '#modules/customers/imported.ts'
import { channelNames, kindNames, roleNames } from '#modules/customers/party.ts'
import { completeAddress } from '#modules/orders/address.ts'
import { areaName } from '#modules/customers/divisions.ts'
import { check } from '#platform/validate.ts'
import { given } from '#platform/given.ts'
import { splitAddress } from './address-text.ts'
import { readChoice, readChoices, readCode, readCountry, readEmail, readPhone, readText } from './cells.ts'
import type { RawRow, Setup } from './kind-work.ts'
import { type Origin, type OpenRow, readOrigin, rowOpener } from './row-reader.ts'

export type SiteValues = Omit<KnownSite, 'id' | 'image'>
export type ContactValues = Omit<KnownContact, 'id' | 'image'>
type Given<T> = { [K in keyof T]?: T[K] | undefined }

/** A row of a customer file: what it says of the customer, of one site and of one contact. */
export type CustomerRow = {
  open: OpenRow
  number: string | undefined
  party: Given<PartyValues>
  classKey: string | undefined
  site: SiteValues | null
  contact: (Given<ContactValues> & { name: string }) | null
  origin: Origin
}

export const FRESH_PARTY: PartyValues = {
  name: '',
  kind: 'company',
  roles: ['shipper'],
  preferredChannel: null,
  externalRef: null,
  note: null,
}
const DEFAULT_SITE = { zh: '默认地址', en: 'Main address' }
const ADDRESS = ['country', 'province', 'city', 'district', 'street', 'postcode'] as const
const CONTACT = ['contactName', 'contactPhone', 'contactEmail', 'contactWechat', 'contactPosition'] as const

/** How the rows of one customer are known: its number, its external reference, or else its name. */
export function customerKey({ columns, mapping, constants }: Setup, { cells }: RawRow): string | null {
  for (const field of ['number', 'externalRef', 'name'] as const) {
    const text = (cells[columns.indexOf(mapping[field] ?? '')] ?? '').trim() || constants[field]
    if (text) return `${field}\u0000${text}`
  }
  return null
}

export function customerReader(setup: Setup): (row: RawRow) => CustomerRow {
  const opener = rowOpener(setup)
  return (row) => {
    const open = opener(row)
    return {
      open,
      number: open.read('number', readCode),
      party: {
        name: open.read('name', readText),
        kind: open.read('kind', (text) => readChoice(text, kindNames)),
        roles: open.read('roles', (text) => readChoices(text, roleNames)),
        preferredChannel: open.read('preferredChannel', (text) => readChoice(text, channelNames)),
        externalRef: open.read('externalRef', readCode),
        note: open.read('note', readText),
      },
      classKey: open.read('classKey', readCode),
      site: readSite(open),
      contact: readContact(open),
      origin: readOrigin(open, setup.zone),
    }
  }
}

function readSite(open: OpenRow): SiteValues | null {
  const name = open.read('siteName', readText)
  if (!name && ADDRESS.every((field) => field === 'country' || open.text(field) === '')) return null
  const given = {
    country: open.read('country', readCountry) ?? 'CN',
    province: open.read('province', readText) ?? '',
    city: open.read('city', readText) ?? '',
    district: open.read('district', readText) ?? '',
    street: open.read('street', readText) ?? '',
    postcode: open.read('postcode', readCode) ?? '',
  }
  const { address, problems } = completeAddress({ ...given, ...splitAddress(given) })
  for (const { path, message } of problems)
    open.add(path.replace(/^address\./, ''), 'customer.invalid', message)
  return { name: name ?? DEFAULT_SITE.zh, ...address }
}

function readContact(open: OpenRow): CustomerRow['contact'] {
  if (CONTACT.every((field) => open.text(field) === '')) return null
  open.require('contactName')
  return {
    name: open.read('contactName', readText) ?? '',
    phone: open.read('contactPhone', readPhone),
    email: open.read('contactEmail', readEmail),
    wechat: open.read('contactWechat', readCode),
    position: open.read('contactPosition', readText),
  }
}

const FIELD_OF: Record<string, string> = {
  phone: 'contactPhone',
  email: 'contactEmail',
  wechat: 'contactWechat',
  position: 'contactPosition',
}

/** What the rules of customers say of a row; problems go to the row. */
export function checkCustomer({ open, site, contact }: CustomerRow, party: PartyValues): void {
  const body = {
    ...party,
    sites: site ? [site] : [],
    contacts: contact ? [given(contact)] : [],
  }
  for (const { path, message } of check(customersApi.createCustomer.body, body).problems ?? []) {
    const [area = '', part = ''] = path.split('.')
    const field = area.startsWith('contacts')
      ? part === 'name'
        ? 'contactName'
        : (FIELD_OF[part] ?? part)
      : area.startsWith('sites')
        ? part === 'name'
          ? 'siteName'
          : part
        : area
    open.add(field, 'customer.invalid', message)
  }
}

const listText = (values: readonly string[], names: Record<string, { zh: string }>): string =>
  values.map((value) => names[value]?.zh ?? value).join('、')

export const shownParty = {
  name: { field: 'name', text: String },
  kind: { field: 'kind', text: (value: PartyValues['kind']) => kindNames[value].zh },
  roles: { field: 'roles', text: (value: PartyValues['roles']) => listText(value, roleNames) },
  preferredChannel: {
    field: 'preferredChannel',
    text: (value: PartyValues['preferredChannel']) => (value === null ? '' : channelNames[value].zh),
  },
  externalRef: { field: 'externalRef', text: (value: string | null) => value ?? '' },
  note: { field: 'note', text: (value: string | null) => value ?? '' },
}
export const shownContact = {
  phone: { field: 'contactPhone', text: String },
  email: { field: 'contactEmail', text: String },
  wechat: { field: 'contactWechat', text: String },
  position: { field: 'contactPosition', text: String },
}

/** An address as one text, to be compared and shown. */
export const addressText = (site: SiteValues): string =>
  `${areaName(site)} ${site.street} ${site.postcode}`.trim()

export const partyOf = ({
  name,
  kind,
  roles,
  preferredChannel,
  externalRef,
  note,
}: KnownParty): PartyValues => ({
  name,
  kind,
  roles,
  preferredChannel,
  externalRef,
  note,
})
