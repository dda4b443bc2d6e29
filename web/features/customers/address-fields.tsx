import { Form, Input } from 'antd'
import type { Text } from '#platform/text.ts'
import { CountryField } from '#web/features/customers/country-field.tsx'
import { DivisionField } from '#web/features/customers/division-field.tsx'
import { useText } from '#web/lib/i18n.ts'

const text = {
  country: { zh: '国家或地区', en: 'Country' },
  area: { zh: '所在地区', en: 'Area' },
  province: { zh: '省 / 州', en: 'Province or state' },
  city: { zh: '城市', en: 'City' },
  district: { zh: '区县', en: 'District' },
  street: { zh: '街道地址', en: 'Street' },
  keep: { zh: '留空则保持原地址（{shown}）不变', en: 'Leave empty to keep {shown}' },
  postcode: { zh: '邮编', en: 'Postcode' },
} satisfies Text

export type AddressValues = {
  country: string
  area?: string[]
  province?: string
  city?: string
  district?: string
  street?: string
  postcode?: string
}

type AddressFieldsProps = {
  /** Where the address stands in the form: [] or ['sites', 0]. */
  at: (string | number)[]
  /** The masked street of what is being changed. */
  kept?: string
}

/** The fields of an address; divisions in China, free text elsewhere. */
export function AddressFields({ at, kept }: AddressFieldsProps) {
  const t = useText(text)
  const country = Form.useWatch<string | undefined>([...at, 'country'])
  const plain = (name: 'province' | 'city' | 'district') => (
    <Form.Item name={[...at, name]} label={t[name]}>
      <Input maxLength={60} autoComplete="off" />
    </Form.Item>
  )
  return (
    <>
      <div className="n-cus-fields">
        <Form.Item name={[...at, 'country']} label={t.country}>
          <CountryField />
        </Form.Item>
        {country === 'CN' ? (
          <Form.Item name={[...at, 'area']} label={t.area}>
            <DivisionField />
          </Form.Item>
        ) : (
          <>
            {plain('province')}
            {plain('city')}
            {plain('district')}
          </>
        )}
      </div>
      <Form.Item
        name={[...at, 'street']}
        label={t.street}
        {...(kept ? { extra: t.keep.replace('{shown}', kept) } : {})}
      >
        <Input maxLength={200} autoComplete="off" {...(kept ? { placeholder: kept } : {})} />
      </Form.Item>
      <Form.Item name={[...at, 'postcode']} label={t.postcode}>
        <Input maxLength={20} autoComplete="off" />
      </Form.Item>
    </>
  )
}

/** What is sent: codes from the divisions in China, the text elsewhere. An empty street of a change stays as it was. */
export function addressOf(
  { country, area = [], province, city, district, street, postcode }: AddressValues,
  isChange: boolean,
) {
  const isChina = country === 'CN'
  return {
    country,
    province: (isChina ? area[0] : province) ?? '',
    city: (isChina ? area[1] : city) ?? '',
    district: (isChina ? area[2] : district) ?? '',
    postcode: postcode ?? '',
    ...(isChange && !street ? {} : { street: street ?? '' }),
  }
}

export function addressValues(site: {
  country: string
  province: string
  city: string
  district: string
  postcode: string
}): AddressValues {
  const { country, province, city, district, postcode } = site
  return {
    country,
    province,
    city,
    district,
    postcode,
    area: country === 'CN' ? [province, city, district].filter((code) => code !== '') : [],
  }
}
