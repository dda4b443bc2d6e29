import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { ordersApi } from '#modules/orders/api.ts'
import { errorKinds } from '#modules/orders/order-error.ts'
import { liableNames } from '#modules/promises/promise.ts'
import { ChangeErrorForm, LogErrorForm, type OrderError } from '#web/features/orders/error-form.tsx'
import type { Order } from '#web/features/orders/order-text.tsx'
import { useOperation } from '#web/lib/api.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Money, Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '订单差错', en: 'Errors' },
  log: { zh: '登记差错', en: 'Log an error' },
  none: { zh: '没有登记差错', en: 'No errors' },
  change: { zh: '修改', en: 'Change' },
  withdraw: { zh: '撤销', en: 'Withdraw' },
  withdrawHelp: {
    zh: '核实后不是差错。记录保留，但不再计入差错率和损失。',
    en: 'It was no error after all. It stays in the log and counts nowhere.',
  },
  withdrawn: { zh: '已撤销：{reason}', en: 'Withdrawn: {reason}' },
  noCost: { zh: '损失待定', en: 'Cost not known yet' },
} satisfies Text

const SHOWN_MAX = 50

type Open = { what: 'log' } | { what: 'change' | 'withdraw'; error: OrderError } | null

/** What was wrong with the order, what it cost and who answers for it. */
export function OrderErrors({ order }: { order: Order }) {
  const t = useText(text)
  const canLog = useCan('order_error.log')
  const [open, setOpen] = useState<Open>(null)
  const close = () => setOpen(null)
  const read = useOperation(ordersApi.listOrderErrors, { query: { orderId: order.id, limit: SHOWN_MAX } })
  const rows = read.data?.rows ?? []
  if (!read.data || (rows.length === 0 && !canLog)) return null
  return (
    <Section
      title={t.title}
      extra={
        canLog && <ActionButton action={{ key: 'log', label: t.log, run: () => setOpen({ what: 'log' }) }} />
      }
    >
      {rows.length === 0 ? (
        <p className="n-quiet">{t.none}</p>
      ) : (
        <ul className="n-plain">
          {rows.map((error) => (
            <ErrorLine key={error.id} error={error} canLog={canLog} onOpen={setOpen} />
          ))}
        </ul>
      )}
      {open?.what === 'log' && <LogErrorForm order={order} onClose={close} />}
      {open?.what === 'change' && <ChangeErrorForm error={open.error} onClose={close} />}
      {open?.what === 'withdraw' && (
        <ConfirmAction
          title={t.withdraw}
          help={t.withdrawHelp}
          confirmText={t.withdraw}
          needsReason
          operation={ordersApi.withdrawOrderError}
          toInput={(reason) => ({ params: { id: open.error.id }, body: { reason } })}
          onClose={close}
        />
      )}
    </Section>
  )
}

type LineProps = { error: OrderError; canLog: boolean; onOpen: (open: Open) => void }

function ErrorLine({ error, canLog, onOpen }: LineProps) {
  const t = useText(text)
  const say = useSay()
  const isOff = error.state === 'withdrawn'
  return (
    <li>
      <StatusTag tone={isOff ? 'mute' : 'bad'}>{say(errorKinds[error.kind])}</StatusTag>{' '}
      {isOff ? <s>{error.description}</s> : error.description}{' '}
      <span className="n-quiet">
        {error.line && `${error.line.lineNo} · ${error.line.sku} · `}
        {error.liable && `${say(liableNames[error.liable])} · `}
        {error.costMinor === null ? t.noCost : <Money minor={error.costMinor} />} ·{' '}
        <Time at={error.foundAt} /> {error.loggedBy}
      </span>{' '}
      {isOff && (
        <span className="n-quiet">{t.withdrawn.replace('{reason}', error.withdrawReason ?? '')}</span>
      )}
      {!isOff && canLog && (
        <span className="n-tags">
          <button type="button" className="n-link" onClick={() => onOpen({ what: 'change', error })}>
            {t.change}
          </button>
          <button type="button" className="n-link" onClick={() => onOpen({ what: 'withdraw', error })}>
            {t.withdraw}
          </button>
        </span>
      )}
    </li>
  )
}
