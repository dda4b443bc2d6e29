import { Form, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { CountryField } from '#web/features/customers/country-field.tsx'
import { DivisionField } from '#web/features/customers/division-field.tsx'
import { type Order, orderText } from '#web/features/orders/order-text.tsx'
import { useText } from '#web/lib/i18n.ts'

const text = {
  ...orderText,
  title: { zh: '送到哪里', en: 'Where to' },
  help: {
    zh: '收货人、电话和详细地址留空表示不变；换了地区请重新填写详细地址。',
    en: 'Consignee, phone and street stay as they are when left empty. Another place needs its street.',
  },
  country: { zh: '国家或地区', en: 'Country' },
  division: { zh: '省 / 市 / 区县', en: 'Province / city / district' },
  city: { zh: '城市', en: 'City' },
  street: { zh: '详细地址', en: 'Street and number' },
  cityNeeded: { zh: '请填写城市', en: 'Enter the city' },
  streetNeeded: { zh: '换了地区，请填写详细地址', en: 'The place is another one: enter its street' },
} satisfies Text

export type AddressValues = {
  country: string
  /** Codes of province, city and district in China. */
  division?: string[] | undefined
  city?: string | undefined
  street?: string | undefined
}

export function addressValuesOf({ address }: Order): AddressValues {
  const { country, province, city, district } = address
  return country === 'CN'
    ? { country, division: [province, city, district].filter((part) => part !== ''), street: '' }
    : { country, city, street: '' }
}

type Area = { country: string; province: string; city: string; district: string }

/** Another country, province, city or district, or null; what was emptied is no other place. */
function newArea(order: Order, { country, division = [], city }: AddressValues): Area | null {
  const { address: before } = order
  const [province = '', town = '', district = ''] = country === 'CN' ? division : ['', city?.trim() ?? '', '']
  if (country === before.country && (country === 'CN' ? province : town) === '') return null
  const kept = country === 'CN' || country !== before.country ? { province, district } : before
  const area = { country, province: kept.province, city: town, district: kept.district }
  const isSame = (['country', 'province', 'city', 'district'] as const).every(
    (part) => area[part] === before[part],
  )
  return isSame ? null : area
}

/** What an amendment says of the address; nothing where nothing differs. */
export function addressChange(
  order: Order,
  values: AddressValues,
): { address?: Partial<Area & { street: string }> } {
  const area = newArea(order, values)
  const street = values.street?.trim() ?? ''
  const address = { ...area, ...(street === '' ? {} : { street }) }
  return Object.keys(address).length > 0 ? { address } : {}
}

/** Who receives it, and where. Persons and streets are masked, so their fields begin empty. */
export function AmendAddress({ order }: { order: Order }) {
  const t = useText(text)
  const values = Form.useWatch('address') as AddressValues | undefined
  const isMoved = values !== undefined && newArea(order, values) !== null
  // History may come without a city: it is asked for with the first word of an address.
  const needsCity = isMoved || order.address.city !== '' || Boolean(values?.street?.trim())
  return (
    <fieldset className="n-amend-address">
      <legend>{t.title}</legend>
      <p className="n-quiet">{t.help}</p>
      <div className="n-columns">
        <Form.Item name="consigneeName" label={t.consignee}>
          <Input maxLength={80} autoComplete="off" placeholder={order.consigneeName} />
        </Form.Item>
        <Form.Item name="consigneePhone" label={t.phone}>
          <Input maxLength={40} inputMode="tel" autoComplete="off" placeholder={order.consigneePhone} />
        </Form.Item>
      </div>
      <div className="n-columns">
        <Form.Item name={['address', 'country']} label={t.country}>
          <CountryField />
        </Form.Item>
        {values?.country === 'CN' ? (
          <Form.Item name={['address', 'division']} label={t.division}>
            <DivisionField />
          </Form.Item>
        ) : (
          <Form.Item
            name={['address', 'city']}
            label={t.city}
            rules={needsCity ? [{ required: true, whitespace: true, message: t.cityNeeded }] : []}
          >
            <Input maxLength={60} />
          </Form.Item>
        )}
      </div>
      <Form.Item
        name={['address', 'street']}
        label={t.street}
        dependencies={[
          ['address', 'country'],
          ['address', 'division'],
          ['address', 'city'],
        ]}
        rules={isMoved ? [{ required: true, whitespace: true, message: t.streetNeeded }] : []}
      >
        <Input maxLength={200} autoComplete="off" placeholder={order.address.street} />
      </Form.Item>
    </fieldset>
  )
}
