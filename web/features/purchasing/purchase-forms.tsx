import { Form, Input } from 'antd'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { LETTER_MAX, purchasingApi } from '#modules/purchasing/api.ts'
import { expectedOn, missingOf } from '#modules/purchasing/purchase.ts'
import { refusals } from '#modules/purchasing/refusals.ts'
import type { Channel } from '#modules/promises/telling.ts'
import { TellingFields } from '#web/features/promises/repromise-form.tsx'
import { type Purchase, type PurchaseLine, purchaseText } from '#web/features/purchasing/purchase-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { Loaded } from '#web/ui/detail-page.tsx'
import { DayInput } from '#web/ui/fields.tsx'
import type { ToForm } from '#web/ui/form-conflict.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import { Day } from '#web/ui/values.tsx'
import '#web/features/purchasing/purchasing.css'

const text = {
  ...purchaseText,
  send: { zh: '发给供应商', en: 'Send to the supplier' },
  sendNow: { zh: '发送', en: 'Send' },
  queued: { zh: '邮件已放入发件箱', en: 'The mail is in the outbox' },
  subject: { zh: '标题', en: 'Subject' },
  body: { zh: '正文', en: 'Text' },
  tell: { zh: '登记已告知供应商', en: 'Record that the supplier was told' },
  tellHelp: {
    zh: '电话、传真、供应商系统等方式下单后在此登记，作为下单凭据保留。',
    en: 'After a call, on paper or in the supplier’s own system. It is kept as the proof of the order.',
  },
  confirm: { zh: '供应商确认 {number}', en: 'Confirmation of {number}' },
  confirmHelp: {
    zh: '填写供应商答复的每一行到货日期。等这批货的缺货会按新日期提示。',
    en: 'The day of each line as the supplier says. Shortages that wait for these goods go by it.',
  },
  missingOf: { zh: '未到 {n} {unit}', en: '{n} {unit} to come' },
  dayOf: { zh: '{sku} 到货日期', en: 'Day of {sku}' },
} satisfies Text

type Open = { purchase: Purchase; onClose: () => void }

/** The mail as the supplier gets it; its text may be changed before it goes. */
export function SendPurchaseForm({ purchase, onClose }: Open) {
  const read = useOperation(purchasingApi.getPurchaseLetter, { params: { id: purchase.id } })
  return (
    <Loaded read={read}>
      {(letter) => <LetterForm purchase={purchase} letter={letter} onClose={onClose} />}
    </Loaded>
  )
}

type Letter = ResultOf<typeof purchasingApi.getPurchaseLetter>

function LetterForm({ purchase, letter, onClose }: Open & { letter: Letter }) {
  const t = useText(text)
  const r = useText(refusals)
  const rules = [{ required: true, whitespace: true }]
  return (
    <FormDrawer<typeof purchasingApi.sendPurchase, { subject: string; body: string }>
      title={t.send}
      saveText={t.sendNow}
      savedText={t.queued}
      whyNot={letter.to ? null : r['purchase.no_address']}
      onClose={onClose}
      width={600}
      initial={{ subject: letter.subject, body: letter.body }}
      operation={purchasingApi.sendPurchase}
      about={{ id: purchase.id }}
      toInput={(body) => ({ params: { id: purchase.id }, body })}
    >
      <p className="n-modal-help">
        {purchase.supplier.name} · {letter.to?.name} {letter.to?.address}
      </p>
      <Form.Item name="subject" label={t.subject} rules={rules}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="body" label={t.body} rules={rules}>
        <Input.TextArea autoSize={{ minRows: 10, maxRows: 24 }} maxLength={LETTER_MAX} />
      </Form.Item>
    </FormDrawer>
  )
}

type Telling = { channel: Channel; recipient: string; proof?: string }

/** The supplier was told by telephone, on paper or in person. */
export function TellPurchaseForm({ purchase, onClose }: Open) {
  const t = useText(text)
  return (
    <FormDrawer<typeof purchasingApi.tellPurchase, Telling>
      title={t.tell}
      onClose={onClose}
      initial={{ channel: 'phone' }}
      operation={purchasingApi.tellPurchase}
      about={{ id: purchase.id }}
      toInput={(body) => ({ params: { id: purchase.id }, body })}
    >
      <p className="n-modal-help">{t.tellHelp}</p>
      <TellingFields prefix={[]} />
    </FormDrawer>
  )
}

type Confirming = { supplierRef?: string; reason?: string; lines: { day: string | null }[] }

/** The days the supplier gives, line by line. */
export function ConfirmPurchaseForm({ purchase, onClose }: Open) {
  const t = useText(text)
  const open = purchase.lineRows.filter((line) => missingOf(line) > 0)
  const { id, version } = purchase
  return (
    <FormDrawer<typeof purchasingApi.confirmPurchase, Confirming>
      title={fill(t.confirm, { number: purchase.number })}
      onClose={onClose}
      width={560}
      initial={{
        supplierRef: purchase.supplierRef,
        lines: open.map((line) => ({ day: expectedOn(line) })),
      }}
      operation={purchasingApi.confirmPurchase}
      about={{ id, version }}
      toForm={toFormOf(open)}
      toInput={({ supplierRef, reason, lines }) => ({
        params: { id },
        body: {
          version,
          supplierRef: supplierRef ?? '',
          ...(reason ? { reason } : {}),
          lines: open.map((line, i) => ({ lineId: line.id, day: lines[i]?.day ?? '' })),
        },
      })}
    >
      <p className="n-modal-help">{t.confirmHelp}</p>
      <Form.Item name="supplierRef" label={t.supplierRef}>
        <Input maxLength={80} />
      </Form.Item>
      {open.map((line, i) => (
        <LineDay key={line.id} line={line} index={i} />
      ))}
      <ReasonField lines={open} />
    </FormDrawer>
  )
}

/** Days stand in the form by the place of their line. */
const toFormOf =
  (lines: readonly PurchaseLine[]): ToForm =>
  (field, value) => {
    const lineId = /^lines\.(.+)$/.exec(field)?.[1]
    if (!lineId) return { name: [field], value }
    const at = lines.findIndex((line) => line.id === lineId)
    return at < 0 ? null : { name: ['lines', at, 'day'], value, label: lines[at]?.sku ?? '' }
  }

function LineDay({ line, index }: { line: PurchaseLine; index: number }) {
  const t = useText(text)
  const label = fill(t.dayOf, { sku: line.sku })
  return (
    <fieldset className="n-pur-days" aria-label={line.sku}>
      <div>
        <b>{line.sku}</b> {line.productName}
        <br />
        <span className="n-quiet">
          {fill(t.missingOf, { n: missingOf(line), unit: line.unit })} · {t.wanted}{' '}
          <Day day={line.wantedOn} />
        </span>
      </div>
      <Form.Item name={['lines', index, 'day']} rules={[{ required: true }]} messageVariables={{ label }}>
        <DayInput label={label} />
      </Form.Item>
    </fieldset>
  )
}

/** Asked for once a day he had confirmed becomes another one. */
function ReasonField({ lines }: { lines: readonly PurchaseLine[] }) {
  const t = useText(text)
  const r = useText(refusals)
  const typed = Form.useWatch<Confirming['lines'] | undefined>('lines')
  const isMoved = lines.some(
    ({ confirmedOn }, i) => confirmedOn !== null && typed?.[i] && typed[i].day !== confirmedOn,
  )
  if (!isMoved) return null
  return (
    <Form.Item
      className="n-pur-reason"
      name="reason"
      label={t.reason}
      rules={[{ required: true, whitespace: true, min: 2, message: r['purchase.reason_needed'] }]}
    >
      <Input maxLength={300} />
    </Form.Item>
  )
}
