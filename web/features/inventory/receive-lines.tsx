import { Button, Form, Select } from 'antd'
import { type Text, fill } from '#platform/text.ts'
import { refusalReasons, whyNotReceive } from '#modules/inventory/movement.ts'
import { refusals } from '#modules/inventory/refusals.ts'
import {
  type KnownProducts,
  type LineValue,
  differenceOf,
  isCounted,
} from '#web/features/inventory/receive-line.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { NumberItem } from '#web/ui/number-input.tsx'

const text = {
  none: { zh: '还没有明细。扫描第一件货物的条码开始。', en: 'Nothing yet. Scan the first item to begin.' },
  expected: { zh: '应收', en: 'Expected' },
  accepted: { zh: '实收', en: 'Accepted' },
  refused: { zh: '拒收', en: 'Refused' },
  reason: { zh: '拒收原因', en: 'Reason for refusing' },
  remove: { zh: '删除 {sku}', en: 'Remove {sku}' },
  more: { zh: '比应收多 {n}', en: '{n} more than expected' },
  less: { zh: '比应收少 {n}', en: '{n} less than expected' },
  notOrdered: { zh: '不在采购订单中', en: 'Not in the purchase order' },
} satisfies Text

const UNITS_MAX = 100_000_000

type ReceiveLinesProps = {
  known: KnownProducts
  /** The product scanned last, marked for the eye. */ last: string | null
  /** The lines are those of a purchase order: a part of them may come. */ isOrdered: boolean
}

/** The lines of a receipt, one a product. */
export function ReceiveLines({ known, last, isOrdered }: ReceiveLinesProps) {
  const t = useText(text)
  const r = useText(refusals)
  const rules = [
    {
      validator: async (_: unknown, lines: LineValue[] | undefined) =>
        (isOrdered ? lines?.some(isCounted) : lines?.length)
          ? undefined
          : Promise.reject(new Error(r['receipt.empty'])),
    },
  ]
  return (
    <Form.List name="lines" rules={rules}>
      {(fields, { remove }, { errors }) => (
        <>
          {fields.length === 0 && <p className="n-quiet">{t.none}</p>}
          {fields.map(({ key, name }) => (
            <LineFields
              key={key}
              name={name}
              known={known}
              last={last}
              isOrdered={isOrdered}
              onRemove={() => remove(name)}
            />
          ))}
          <Form.ErrorList errors={errors} />
        </>
      )}
    </Form.List>
  )
}

function LineFields({
  name,
  known,
  last,
  isOrdered,
  onRemove,
}: ReceiveLinesProps & { name: number; onRemove: () => void }) {
  const t = useText(text)
  const say = useSay()
  const form = Form.useFormInstance()
  const line = Form.useWatch<LineValue | undefined>(['lines', name], { form, preserve: true })
  const product = known.get(line?.productId ?? '')
  const sku = product?.sku ?? ''
  const emptyRule = useLineRule(name, 'receipt.empty')
  const reasons = Object.entries(refusalReasons).map(([value, text]) => ({ value, label: say(text) }))
  const units = (field: 'expected' | 'accepted' | 'refused') => (
    <NumberItem
      name={[name, field]}
      label={t[field]}
      {...(field === 'accepted'
        ? { dependencies: [['lines', name, 'refused']], rules: isOrdered ? [] : [emptyRule] }
        : {})}
      min={0}
      max={UNITS_MAX}
      input={{ label: `${t[field]} ${sku}` }}
    />
  )
  return (
    <fieldset className="n-inv-line" data-last={line?.productId === last} aria-label={sku}>
      <Form.Item name={[name, 'productId']} hidden>
        <input type="hidden" />
      </Form.Item>
      <div className="n-inv-line-name">
        <b>{sku}</b> {product?.name} <span className="n-quiet">{product?.unit}</span>{' '}
        <Difference line={line} isOrdered={isOrdered} />
      </div>
      {units('expected')}
      {units('accepted')}
      {units('refused')}
      <Form.Item
        name={[name, 'refusalReason']}
        label={t.reason}
        dependencies={[['lines', name, 'refused']]}
        rules={[useLineRule(name, 'receipt.reason_missing')]}
      >
        <Select allowClear options={reasons} disabled={!line?.refused} aria-label={`${t.reason} ${sku}`} />
      </Form.Item>
      <Button
        type="text"
        aria-label={fill(t.remove, { sku })}
        title={fill(t.remove, { sku })}
        icon={<Icon name="close" size={15} />}
        onClick={onRemove}
      />
    </fieldset>
  )
}

/** More or less than was expected, in words. */
function Difference({ line, isOrdered }: { line: LineValue | undefined; isOrdered: boolean }) {
  const t = useText(text)
  if (isOrdered && line?.expected === null) return <StatusTag tone="warn">{t.notOrdered}</StatusTag>
  const difference = differenceOf(line)
  if (!difference) return null
  return (
    <StatusTag tone="warn">
      {difference > 0 ? fill(t.more, { n: difference }) : fill(t.less, { n: -difference })}
    </StatusTag>
  )
}

/** The server's rule of a line, told on the field it is about. */
function useLineRule(name: number, about: 'receipt.empty' | 'receipt.reason_missing') {
  const r = useText(refusals)
  const form = Form.useFormInstance()
  return {
    validator: async () => {
      const line = form.getFieldValue(['lines', name]) as LineValue | undefined
      const refusal = whyNotReceive({
        accepted: line?.accepted ?? 0,
        refused: line?.refused ?? 0,
        refusalReason: line?.refusalReason ?? null,
      })
      if (refusal === about) throw new Error(r[refusal])
    },
  }
}
