import { useParams } from '@tanstack/react-router'
import type { Text } from '#platform/text.ts'
import { channelNames } from '#modules/promises/telling.ts'
import { purchasingApi } from '#modules/purchasing/api.ts'
import { type PurchaseAction, whyNotPurchase } from '#modules/purchasing/purchase.ts'
import { refusals } from '#modules/purchasing/refusals.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import {
  ConfirmPurchaseForm,
  SendPurchaseForm,
  TellPurchaseForm,
} from '#web/features/purchasing/purchase-forms.tsx'
import { PricePurchaseForm } from '#web/features/purchasing/price-form.tsx'
import { PurchaseLinesSection, ReceiptsSection } from '#web/features/purchasing/purchase-sections.tsx'
import {
  type Purchase,
  Expected,
  purchaseStateTags,
  purchaseText,
} from '#web/features/purchasing/purchase-text.tsx'
import { PrintsSection } from '#web/features/printing/prints-section.tsx'
import { usePrint } from '#web/features/printing/use-print.tsx'
import { WaitingSection } from '#web/features/purchasing/waiting-section.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Loaded, type Property, endRow } from '#web/ui/detail-page.tsx'
import { PageLink, useGo } from '#web/ui/link.tsx'
import { ask, useActs } from '#web/ui/record-acts.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Moment, Money } from '#web/ui/values.tsx'

const text = {
  ...purchaseText,
  send: { zh: '发给供应商', en: 'Send' },
  tell: { zh: '登记已告知', en: 'Record as told' },
  confirm: { zh: '登记供应商确认', en: 'Record the confirmation' },
  reschedule: { zh: '更改到货日期', en: 'Change the days' },
  receive: { zh: '收货', en: 'Receive' },
  change: { zh: '修改', en: 'Change' },
  price: { zh: '价格', en: 'Prices' },
  close: { zh: '短交结案', en: 'Close short' },
  closeHelp: {
    zh: '其余货物不再到货；仍缺货的订单请在缺货处理中重新安排。',
    en: 'The rest does not come. Orders that still wait for it are decided anew at the shortage desk.',
  },
  cancel: { zh: '取消', en: 'Cancel' },
  cancelHelp: {
    zh: '取消后不能恢复。供应商已经收到订单的，请另行告知供应商。',
    en: 'It cannot be taken back. If the supplier has the order already, tell him.',
  },
  ourselves: { zh: '本公司', en: 'Ourselves' },
  sent: { zh: '发出', en: 'Sent' },
  proof: { zh: '凭据', en: 'Proof' },
  confirmed: { zh: '供应商确认', en: 'Confirmed' },
  ended: { zh: '结束', en: 'Ended' },
} satisfies Text

export function PurchasePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const read = useOperation(purchasingApi.getPurchase, { params: { id } })
  return <Loaded read={read}>{(found) => <PurchaseDetail key={found.id} purchase={found} />}</Loaded>
}

function PurchaseDetail({ purchase }: { purchase: Purchase }) {
  const t = useText(text)
  const { open, close, actions, dialog } = usePurchaseActs(purchase)
  const form = { purchase, onClose: close }
  const print = usePrint('purchase_order', purchase.id)
  const canSeePrints = useCan('print.read')
  return (
    <>
      <RecordPage
        record={{ type: 'purchase_order', id: purchase.id }}
        back={{ to: paths.purchases, text: t.purchases }}
        title={purchase.number}
        state={<StateTag of={purchaseStateTags} state={purchase.state} />}
        actions={[...actions, ...print.actions]}
        properties={useProperties(purchase)}
        side={canSeePrints && <PrintsSection subjectId={purchase.id} />}
      >
        <PurchaseLinesSection purchase={purchase} />
        <WaitingSection purchase={purchase} />
        <ReceiptsSection purchase={purchase} />
      </RecordPage>
      {open === 'send' && <SendPurchaseForm {...form} />}
      {open === 'tell' && <TellPurchaseForm {...form} />}
      {open === 'confirm' && <ConfirmPurchaseForm {...form} />}
      {open === 'price' && <PricePurchaseForm {...form} />}
      {dialog}
      {print.dialog}
    </>
  )
}

/** What can be done, the usual next step first; what cannot says why. */
function usePurchaseActs({ state, id, hasEmail, confirmedAt }: Purchase) {
  const t = useText(text)
  const go = useGo()
  const [canManage, canReceive] = [useCan('purchase.manage'), useCan('stock.receive')]
  const canPrice = useCan('purchase.price')
  const { act, ...acts } = useActs({
    words: t,
    refusals,
    whyNot: (key: PurchaseAction) =>
      whyNotPurchase(state, key) ?? (key === 'send' && !hasEmail ? 'purchase.no_address' : null),
    questions: {
      close: ask(purchasingApi.closePurchase, { id, help: t.closeHelp }),
      cancel: ask(purchasingApi.cancelPurchase, { id, help: t.cancelHelp, isDanger: true }),
    },
  })
  const canGo = whyNotPurchase(state, 'send') === null
  const receive = act('receive', {
    isPrimary: state === 'confirmed' || state === 'receiving',
    run: () => go(paths.receivePurchase(id)),
  })
  const received = canReceive ? [receive] : []
  const priced = canPrice ? [act('price')] : []
  const actions = canManage
    ? [
        act('send', { isPrimary: canGo && hasEmail }),
        act('tell', { isPrimary: canGo && !hasEmail }),
        act('confirm', { label: confirmedAt ? t.reschedule : t.confirm, isPrimary: state === 'sent' }),
        ...received,
        ...priced,
        act('change', { run: () => go(paths.changePurchase(id)) }),
        act('close'),
        act('cancel'),
      ]
    : [...received, ...priced]
  return { ...acts, actions }
}

function useProperties(purchase: Purchase): Property[] {
  const t = useText(text)
  const say = useSay()
  const { supplier, customer, warehouse } = purchase
  return [
    { label: t.supplier, value: <PageLink to={paths.customer(supplier.id)}>{supplier.name}</PageLink> },
    {
      label: t.warehouse,
      value: <PageLink to={paths.warehouse(warehouse.id)}>{`${warehouse.code} ${warehouse.name}`}</PageLink>,
    },
    {
      label: t.customer,
      value: customer ? <PageLink to={paths.customer(customer.id)}>{customer.name}</PageLink> : t.ourselves,
    },
    ...(purchase.customerRef ? [{ label: t.customerRef, value: purchase.customerRef }] : []),
    {
      label: t.expected,
      value: <Expected day={purchase.expectedOn} isOverdue={purchase.isOverdue} />,
    },
    ...(purchase.amountMinor === null
      ? []
      : [
          {
            label: t.amount,
            value: <Money minor={purchase.amountMinor} currency={purchase.currency} />,
          },
        ]),
    { label: t.supplierRef, value: purchase.supplierRef || '–' },
    { label: t.drafted, value: <Moment at={purchase.draftedAt} words={[purchase.draftedBy]} /> },
    ...(purchase.channel
      ? [
          {
            label: t.sent,
            value: (
              <Moment
                at={purchase.sentAt}
                words={[say(channelNames[purchase.channel]), purchase.recipient, purchase.sentBy]}
              />
            ),
          },
        ]
      : []),
    ...(purchase.proof ? [{ label: t.proof, value: purchase.proof, isWide: true }] : []),
    ...(purchase.confirmedAt
      ? [{ label: t.confirmed, value: <Moment at={purchase.confirmedAt} words={[purchase.confirmedBy]} /> }]
      : []),
    ...(purchase.note ? [{ label: t.note, value: purchase.note, isWide: true }] : []),
    ...endRow(t.ended, purchase.endedAt, purchase.endedBy, purchase.endReason),
  ]
}
