import { Form, Input, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { type WarehouseKind, warehouseKinds } from '#modules/inventory/warehouse.ts'
import { CountryField } from '#web/features/customers/country-field.tsx'
import { PartyLookup } from '#web/features/inventory/lookups.tsx'
import { useProvinces } from '#web/features/inventory/places.tsx'
import { useCalendarOptions } from '#web/features/scheduling/calendar-options.ts'
import type { Warehouse } from '#web/features/inventory/stock-text.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { showNames } from '#web/ui/form-conflicts.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import '#web/features/inventory/inventory.css'

const text = {
  add: { zh: '新增仓库', en: 'Add a warehouse' },
  edit: { zh: '修改仓库', en: 'Change a warehouse' },
  code: { zh: '代码', en: 'Code' },
  name: { zh: '名称', en: 'Name' },
  kind: { zh: '类型', en: 'Kind' },
  supplier: { zh: '供应商', en: 'Supplier' },
  country: { zh: '国家或地区', en: 'Country' },
  province: { zh: '省份', en: 'Province' },
  city: { zh: '城市', en: 'City' },
  street: { zh: '街道地址', en: 'Street' },
  latitude: { zh: '纬度', en: 'Latitude' },
  longitude: { zh: '经度', en: 'Longitude' },
  calendar: { zh: '工作日历', en: 'Calendar' },
  cutoff: { zh: '截单时间', en: 'Cut-off' },
  cutoffHelp: {
    zh: '此时间前接受的订单可在同一工作日发出，格式 16:00',
    en: 'Orders accepted before it can leave the same working day, as 16:00',
  },
  time: { zh: '请按 16:00 的格式填写', en: 'Write it as 16:00' },
} satisfies Text

type Values = {
  code: string
  name: string
  kind: WarehouseKind
  supplierId: string | null
  country: string
  province: string
  city: string
  street: string
  latitude: number | null
  longitude: number | null
  calendarId: string | null
  cutoff: string
}

type WarehouseFormProps = {
  warehouse: Warehouse | null
  onClose: () => void
  onDone?: (warehouse: Warehouse) => void
}

export function WarehouseForm({ warehouse, onClose, onDone = () => {} }: WarehouseFormProps) {
  const t = useText(text)
  const say = useSay()
  const shared = { onClose, onDone, width: 560, children: <WarehouseFields warehouse={warehouse} /> }
  if (!warehouse) {
    return (
      <FormDrawer<typeof inventoryApi.createWarehouse, Values>
        {...shared}
        title={t.add}
        initial={{ kind: 'own', country: 'CN', cutoff: '16:00' }}
        operation={inventoryApi.createWarehouse}
        about={null}
        toInput={(values) => ({ body: bodyOf(values) })}
      />
    )
  }
  return (
    <FormDrawer<typeof inventoryApi.updateWarehouse, Values>
      {...shared}
      title={t.edit}
      initial={warehouse}
      operation={inventoryApi.updateWarehouse}
      about={{ id: warehouse.id, version: warehouse.version }}
      show={showNames({ kind: (kind) => say(warehouseKinds[kind as WarehouseKind]) })}
      toInput={(values) => ({
        params: { id: warehouse.id },
        body: { ...bodyOf(values), version: warehouse.version },
      })}
    />
  )
}

const bodyOf = (values: Values) => ({
  ...values,
  province: values.province ?? '',
  supplierId: values.kind === 'supplier' ? (values.supplierId ?? null) : null,
  calendarId: values.calendarId ?? null,
})

function WarehouseFields({ warehouse }: { warehouse: Warehouse | null }) {
  const t = useText(text)
  const say = useSay()
  const kind = Form.useWatch<WarehouseKind>('kind')
  const needed = [{ required: true, whitespace: true }]
  const kinds = Object.entries(warehouseKinds).map(([value, name]) => ({ value, label: say(name) }))
  const supplier = warehouse?.supplierId
    ? { value: warehouse.supplierId, label: warehouse.supplierName ?? '' }
    : undefined
  return (
    <>
      <div className="n-inv-fields">
        <Form.Item name="code" label={t.code} rules={needed}>
          <Input maxLength={40} autoComplete="off" />
        </Form.Item>
        <Form.Item name="name" label={t.name} rules={needed}>
          <Input maxLength={120} autoComplete="off" />
        </Form.Item>
        <Form.Item name="kind" label={t.kind}>
          <Select options={kinds} />
        </Form.Item>
        <Form.Item
          name="cutoff"
          label={t.cutoff}
          extra={t.cutoffHelp}
          rules={[{ pattern: /^([01]\d|2[0-3]):[0-5]\d$/, message: t.time }]}
        >
          <Input maxLength={5} inputMode="numeric" />
        </Form.Item>
      </div>
      {kind === 'supplier' && (
        <Form.Item name="supplierId" label={t.supplier}>
          <PartyLookup as="supplier" current={supplier} />
        </Form.Item>
      )}
      <CalendarField />
      <PlaceFields />
    </>
  )
}

function CalendarField() {
  const t = useText(text)
  const { options, canSee, isPending } = useCalendarOptions()
  if (!canSee) return null
  return (
    <Form.Item name="calendarId" label={t.calendar}>
      <Select allowClear options={options} loading={isPending} />
    </Form.Item>
  )
}

function PlaceFields() {
  const t = useText(text)
  const country = Form.useWatch<string>('country')
  const provinces = useProvinces().map(({ code, name }) => ({ value: code, label: name }))
  const degrees = (name: string, label: string, max: number) => (
    <NumberItem name={name} label={label} decimals={6} min={-max} max={max} />
  )
  return (
    <div className="n-inv-fields">
      <Form.Item name="country" label={t.country}>
        <CountryField />
      </Form.Item>
      <Form.Item name="province" label={t.province}>
        {country === 'CN' ? (
          <Select allowClear options={provinces} showSearch={{ optionFilterProp: 'label' }} />
        ) : (
          <Input maxLength={60} />
        )}
      </Form.Item>
      <Form.Item name="city" label={t.city}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="street" label={t.street}>
        <Input maxLength={200} />
      </Form.Item>
      {degrees('latitude', t.latitude, 90)}
      {degrees('longitude', t.longitude, 180)}
    </div>
  )
}
import { NumberItem } from '#web/ui/number-input.tsx'
