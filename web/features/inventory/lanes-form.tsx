import { AutoComplete, Button, Form, Input } from 'antd'
import { type Text } from '#platform/text.ts'
import { inventoryApi } from '#modules/inventory/api.ts'
import { isDestination } from '#modules/inventory/lane.ts'
import { LANES_MAX } from '#modules/inventory/warehouse.ts'
import { laneText } from '#web/features/inventory/lanes-table.tsx'
import { PartyLookup } from '#web/features/inventory/lookups.tsx'
import { usePlaceName, useProvinces } from '#web/features/inventory/places.tsx'
import type { Warehouse } from '#web/features/inventory/stock-text.tsx'
import { useText } from '#web/lib/i18n.ts'
import { NO_VALUE } from '#web/lib/format.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { Icon } from '#web/ui/icons.tsx'
import '#web/features/inventory/inventory.css'

const text = {
  title: { zh: '编辑发货线路', en: 'Edit lanes' },
  add: { zh: '添加线路', en: 'Add a lane' },
  remove: { zh: '删除第 {n} 条线路', en: 'Remove lane {n}' },
  lane: { zh: '线路 {n}', en: 'Lane {n}' },
  hours: { zh: '在途小时', en: 'Hours' },
  form: {
    zh: '填 *、国家代码（CN）或国家-省份（CN-44）',
    en: 'Enter *, a country (CN) or a country and province (CN-44)',
  },
} satisfies Text

type LaneValue = {
  destination: string
  transitHours: number
  fixedCostMinor: number | null
  unitCostMinor: number | null
  carrierId: string | null
  mode: string
}
type Values = { lanes: LaneValue[] }

export function LanesForm({ warehouse, onClose }: { warehouse: Warehouse; onClose: () => void }) {
  const t = useText(text)
  return (
    <FormDrawer<typeof inventoryApi.replaceLanes, Values>
      title={t.title}
      width={1080}
      onClose={onClose}
      initial={{ lanes: warehouse.laneRows }}
      operation={inventoryApi.replaceLanes}
      about={{ id: warehouse.id, version: warehouse.version }}
      show={(_, value) => <LanesShown lanes={value as LaneValue[]} />}
      toInput={({ lanes = [] }) => ({
        params: { id: warehouse.id },
        body: { lanes: lanes.map(laneOf), version: warehouse.version },
      })}
    >
      <LaneRows warehouse={warehouse} />
    </FormDrawer>
  )
}

function LanesShown({ lanes }: { lanes: LaneValue[] }) {
  return (
    lanes.map(({ destination, transitHours }) => `${destination} ${transitHours} h`).join('、') || NO_VALUE
  )
}

const laneOf = ({
  destination,
  transitHours,
  fixedCostMinor,
  unitCostMinor,
  carrierId,
  mode,
}: LaneValue) => ({
  destination,
  transitHours,
  fixedCostMinor: fixedCostMinor ?? 0,
  unitCostMinor: unitCostMinor ?? 0,
  carrierId: carrierId ?? null,
  mode: mode ?? '',
})

function LaneRows({ warehouse }: { warehouse: Warehouse }) {
  const t = useText(text)
  const names = new Map(
    warehouse.laneRows.flatMap((lane) =>
      lane.carrierId ? [[lane.carrierId, lane.carrierName ?? ''] as const] : [],
    ),
  )
  const blank = { transitHours: 24, fixedCostMinor: 0, unitCostMinor: 0, carrierId: null, mode: '' }
  return (
    <Form.List name="lanes">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <LaneFields key={key} name={name} carrierNames={names} onRemove={() => remove(name)} />
          ))}
          <Button
            type="dashed"
            block
            disabled={fields.length >= LANES_MAX}
            onClick={() => add(blank)}
            icon={<Icon name="plus" size={14} />}
          >
            {t.add}
          </Button>
        </>
      )}
    </Form.List>
  )
}

type LaneFieldsProps = { name: number; carrierNames: ReadonlyMap<string, string>; onRemove: () => void }

function LaneFields({ name, carrierNames, onRemove }: LaneFieldsProps) {
  const t = useText(text)
  const l = useText(laneText)
  const carrierId = Form.useWatch<string | null>(['lanes', name, 'carrierId'])
  const carrier =
    carrierId && carrierNames.has(carrierId)
      ? { value: carrierId, label: carrierNames.get(carrierId) ?? '' }
      : undefined
  const label = t.remove.replace('{n}', String(name + 1))
  return (
    <fieldset className="n-inv-lane" aria-label={t.lane.replace('{n}', String(name + 1))}>
      <Form.Item
        name={[name, 'destination']}
        label={l.destination}
        rules={[{ required: true }, { validator: checkDestination(t.form) }]}
        normalize={(typed: string) => typed.trim().toUpperCase()}
      >
        <DestinationInput />
      </Form.Item>
      <NumberItem
        name={[name, 'transitHours']}
        label={t.hours}
        rules={[{ required: true }]}
        min={0}
        max={8_760}
      />
      <MoneyItem name={[name, 'fixedCostMinor']} label={l.fixed} />
      <MoneyItem name={[name, 'unitCostMinor']} label={l.unit} />
      <Form.Item name={[name, 'carrierId']} label={l.carrier}>
        <PartyLookup as="carrier" current={carrier} />
      </Form.Item>
      <Form.Item name={[name, 'mode']} label={l.mode}>
        <Input maxLength={40} />
      </Form.Item>
      <Button
        type="text"
        aria-label={label}
        title={label}
        icon={<Icon name="close" size={15} />}
        onClick={onRemove}
      />
    </fieldset>
  )
}

const checkDestination = (message: string) => async (_: unknown, value: string | undefined) => {
  if (value && !isDestination(value)) throw new Error(message)
}

/** A province, a country or anywhere: chosen by name or typed as its code. */
function DestinationInput(props: { id?: string; value?: string; onChange?: (value: string) => void }) {
  const nameOf = usePlaceName()
  const codes = ['*', 'CN', ...useProvinces().map((province) => `CN-${province.code}`)]
  const options = codes.map((value) => ({ value, label: `${value} ${nameOf(value)}` }))
  return (
    <AutoComplete
      {...props}
      options={options}
      showSearch={{
        filterOption: (typed, option) => `${option?.label ?? ''}`.toUpperCase().includes(typed.toUpperCase()),
      }}
      style={{ width: '100%' }}
    />
  )
}
import { MoneyItem, NumberItem } from '#web/ui/number-input.tsx'
