import { Button, Form, Input, Select } from 'antd'
import type { Text } from '#platform/text.ts'
import { returnsApi } from '#modules/returns/api.ts'
import { refusals } from '#modules/returns/refusals.ts'
import { type Condition, conditions, missingOf, whyNotArrive } from '#modules/returns/return.ts'
import { type Return, returnText } from '#web/features/returns/return-text.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import './returns.css'

const text = {
  ...returnText,
  title: { zh: '退货入库 {number}', en: 'Receive {number}' },
  save: { zh: '入库', en: 'Book' },
  help: {
    zh: '逐行清点：能再售的立即入库，不能再售的写明原因，不进库存。',
    en: 'Count line by line. What is fit for sale goes into stock at once; the rest does not, and says why.',
  },
  all: { zh: '全部完好', en: 'All fit for sale' },
  missing: { zh: '尚未退回 {n} {unit}', en: '{n} {unit} still to come' },
} satisfies Text

type LineValue = { restocked: number | null; unsaleable: number | null; condition: Condition | null }
type Values = { note?: string; lines: LineValue[] }
type Line = Return['lines'][number]

/** Goods came back: how many of each line, and in which condition. */
export function ReceiveReturnForm({ found, onClose }: { found: Return; onClose: () => void }) {
  const t = useText(text)
  const lines = found.lines.filter((line) => missingOf(line) > 0)
  return (
    <FormDrawer<typeof returnsApi.receiveReturn, Values>
      title={fill(t.title, { number: found.number })}
      saveText={t.save}
      width={560}
      onClose={onClose}
      initial={{ lines: lines.map(() => ({ restocked: null, unsaleable: null, condition: null })) }}
      operation={returnsApi.receiveReturn}
      about={{ id: found.id }}
      toInput={({ note, lines: typed }) => ({
        params: { id: found.id },
        body: {
          note: note ?? '',
          lines: lines.map((line, i) => ({
            lineId: line.id,
            restocked: typed[i]?.restocked ?? 0,
            unsaleable: typed[i]?.unsaleable ?? 0,
            condition: typed[i]?.unsaleable ? (typed[i]?.condition ?? null) : null,
          })),
        },
      })}
    >
      <p className="n-modal-help">{t.help}</p>
      <AllFit lines={lines} />
      {lines.map((line, i) => (
        <LineFields key={line.id} line={line} index={i} />
      ))}
      <Form.Item name="note" label={t.note}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  )
}

function AllFit({ lines }: { lines: readonly Line[] }) {
  const t = useText(text)
  const form = Form.useFormInstance()
  const setAll = () =>
    form.setFieldsValue({
      lines: lines.map((line) => ({ restocked: missingOf(line), unsaleable: null, condition: null })),
    })
  return (
    <p>
      <Button size="small" onClick={setAll}>
        {t.all}
      </Button>
    </p>
  )
}

function LineFields({ line, index }: { line: Line; index: number }) {
  const t = useText(text)
  const say = useSay()
  const form = Form.useFormInstance()
  const typed = Form.useWatch<LineValue | undefined>(['lines', index], form)
  const tooMany = useArrivalRule(line, index, 'return.too_many')
  const noCondition = useArrivalRule(line, index, 'return.condition_missing')
  const options = Object.entries(conditions).map(([value, name]) => ({ value, label: say(name) }))
  const units = (field: 'restocked' | 'unsaleable') => (
    <NumberItem
      name={['lines', index, field]}
      label={t[field]}
      {...(field === 'restocked'
        ? {
            dependencies: [['lines', index, 'unsaleable']],
            rules: [tooMany],
          }
        : {})}
      min={0}
      max={missingOf(line)}
      input={{ label: `${t[field]} ${line.sku}`, isShort: true }}
    />
  )
  return (
    <fieldset className="n-ret-line" aria-label={line.sku}>
      <div>
        <b>{line.sku}</b> {line.productName}{' '}
        <span className="n-quiet">{fill(t.missing, { n: missingOf(line), unit: line.unit })}</span>
      </div>
      {units('restocked')}
      {units('unsaleable')}
      <Form.Item
        name={['lines', index, 'condition']}
        label={t.condition}
        dependencies={[['lines', index, 'unsaleable']]}
        rules={[noCondition]}
      >
        <Select
          allowClear
          options={options}
          disabled={!typed?.unsaleable}
          aria-label={`${t.condition} ${line.sku}`}
        />
      </Form.Item>
    </fieldset>
  )
}

/** The server's rule of a line, told on the field it is about. */
function useArrivalRule(line: Line, index: number, about: 'return.too_many' | 'return.condition_missing') {
  const r = useText(refusals)
  const form = Form.useFormInstance()
  return {
    validator: async () => {
      const typed = form.getFieldValue(['lines', index]) as LineValue | undefined
      const counted = {
        restocked: typed?.restocked ?? 0,
        unsaleable: typed?.unsaleable ?? 0,
        condition: typed?.condition ?? null,
      }
      if (whyNotArrive(counted, missingOf(line)) === about) throw new Error(r[about])
    },
  }
}
import { NumberItem } from '#web/ui/number-input.tsx'
