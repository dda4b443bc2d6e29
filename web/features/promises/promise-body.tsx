import type { Text } from '#platform/text.ts'
import { ladder, levelNames, rungAt } from '#modules/promises/ladder.ts'
import {
  type Against,
  type Cause,
  type Liable,
  causes,
  liableNames,
  verdict,
} from '#modules/promises/promise.ts'
import { AT_RISK_SHARE } from '#modules/promises/risk.ts'
import { PromiseHistory } from '#web/features/promises/promise-history.tsx'
import { Fuse, isLive } from '#web/features/promises/promise-cells.tsx'
import {
  type PromiseDetail,
  promiseText,
  sourceNames,
  verdictTags,
} from '#web/features/promises/promise-text.ts'
import { NO_VALUE, formatPercent } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Properties, Section } from '#web/ui/detail-page.tsx'
import { PageLink } from '#web/ui/link.tsx'
import { StateTag } from '#web/ui/status-tag.tsx'
import { Deadline, Time, useNow } from '#web/ui/values.tsx'

const text = {
  facts: { zh: '承诺内容', en: 'What is promised' },
  verdicts: { zh: '兑现情况', en: 'How it stands' },
  original: { zh: '对最初承诺', en: 'Against the first promise' },
  current: { zh: '对现在的承诺', en: 'Against the promise now' },
  contract: { zh: '对合同条款', en: 'Against the contract' },
  fulfilled: { zh: '完成时间', en: 'Fulfilled' },
  started: { zh: '起算时间', en: 'Clock began' },
  quantity: { zh: '数量', en: 'Quantity' },
  window: { zh: '不早于', en: 'Not before' },
  riskIs: { zh: '{share} 可能延误', en: '{share} likely to be late' },
  riskFrom: {
    zh: '依据{from}的 {n} 例历史：到现在仍未完成的同类中，有这么多在承诺时间之后才完成。',
    en: 'From {n} earlier cases of {from}: of those not done by now, so many were done after the due time.',
  },
  expected: { zh: '预计完成', en: 'Expected' },
  expectedLate: { zh: '晚于承诺', en: 'later than promised' },
  noRisk: { zh: '历史少于 20 例，无法预测。', en: 'Fewer than 20 earlier cases: nothing can be said.' },
  ladder: { zh: '预警阶梯', en: 'Warnings' },
  history: { zh: '经过', en: 'What happened' },
} satisfies Text

/** Everything about one promise: facts, verdicts, risk, warnings, and the whole chain. */
export function PromiseBody({ promise }: { promise: PromiseDetail }) {
  const t = useText(text)
  const isAhead = Date.parse(promise.dueAt) > useNow()
  return (
    <div className="n-pr-body">
      <Section title={t.verdicts}>
        <Verdicts promise={promise} />
      </Section>
      {isLive(promise) && isAhead && <RiskSection promise={promise} />}
      <Section title={t.facts}>
        <Facts promise={promise} />
      </Section>
      {promise.state === 'open' && (
        <Section title={t.ladder}>
          <Ladder promise={promise} />
        </Section>
      )}
      <Section title={t.history}>
        <PromiseHistory promise={promise} />
      </Section>
    </div>
  )
}

/** One line for each promise it is measured against: the due time and the verdict. */
function Verdicts({ promise }: { promise: PromiseDetail }) {
  const t = useText(text)
  const nowMs = useNow()
  const chain = promise.chain.map((link) => ({
    earlyMs: link.earlyAt ? Date.parse(link.earlyAt) : null,
    dueMs: Date.parse(link.dueAt),
    contractDueMs: link.contractDueAt ? Date.parse(link.contractDueAt) : null,
  }))
  const first = promise.chain[0]
  const at = promise.fulfilledAt ? Date.parse(promise.fulfilledAt) : null
  const lines: [Against, string, string | undefined][] = [
    ['current', t.current, promise.dueAt],
    ['original', t.original, first?.dueAt],
    ['contract', t.contract, first?.contractDueAt ?? first?.dueAt],
  ]
  return (
    <table className="n-pr-verdicts">
      <tbody>
        {lines.map(([against, name, due]) => (
          <tr key={against}>
            <th scope="row">{name}</th>
            <td>
              <Time at={due} />
            </td>
            <td>
              {promise.state === 'broken' || promise.state === 'withdrawn' ? (
                NO_VALUE
              ) : (
                <StateTag of={verdictTags} state={verdict(chain, at, { against, nowMs })} />
              )}
            </td>
          </tr>
        ))}
        {promise.fulfilledAt && (
          <tr>
            <th scope="row">{t.fulfilled}</th>
            <td colSpan={2}>
              <Time at={promise.fulfilledAt} />
            </td>
          </tr>
        )}
      </tbody>
    </table>
  )
}

function RiskSection({ promise }: { promise: PromiseDetail }) {
  const t = useText(text)
  const p = useText(promiseText)
  const say = useSay()
  const { lateShare, riskCases, riskFrom, expectedAt } = promise
  if (lateShare === null)
    return (
      <Section title={p.risk}>
        <p className="n-quiet">{t.noRisk}</p>
      </Section>
    )
  const isLater = expectedAt !== null && Date.parse(expectedAt) > Date.parse(promise.dueAt)
  return (
    <Section title={p.risk}>
      <p className="n-pr-risk" data-tone={lateShare >= AT_RISK_SHARE ? 'warn' : 'good'}>
        {fill(t.riskIs, { share: formatPercent(lateShare, 0) })}
      </p>
      <p>
        {t.expected} <Time at={expectedAt} /> {isLater && <strong>({t.expectedLate})</strong>}
      </p>
      <p className="n-quiet">
        {fill(t.riskFrom, { n: riskCases ?? 0, from: riskFrom ? say(sourceNames[riskFrom]) : '' })}
      </p>
    </Section>
  )
}

function Facts({ promise }: { promise: PromiseDetail }) {
  const t = useText(text)
  const p = useText(promiseText)
  const say = useSay()
  const canOrder = useCan('order.read')
  const canCustomer = useCan('customer.read')
  const order = promise.orderNumber ?? NO_VALUE
  const customer = promise.customerName ?? NO_VALUE
  const rows = [
    {
      label: p.order,
      value:
        canOrder && promise.orderId ? <PageLink to={paths.order(promise.orderId)}>{order}</PageLink> : order,
    },
    {
      label: p.customer,
      value: canCustomer ? <PageLink to={paths.customer(promise.customerId)}>{customer}</PageLink> : customer,
    },
    { label: p.owner, value: promise.ownerName ?? p.nobody },
    { label: t.started, value: <Time at={promise.startedAt} /> },
    { label: p.warehouse, value: promise.warehouseName },
    { label: p.carrier, value: promise.carrierName },
    { label: p.lane, value: promise.lane },
    { label: p.mode, value: promise.mode },
    { label: t.quantity, value: promise.quantity },
    { label: t.window, value: promise.earlyAt && <Time at={promise.earlyAt} /> },
    {
      label: p.cause,
      value: promise.cause && promise.cause in causes ? say(causes[promise.cause as Cause]) : promise.cause,
    },
    {
      label: p.liable,
      value:
        promise.liable && promise.liable in liableNames
          ? say(liableNames[promise.liable as Liable])
          : promise.liable,
    },
  ]
  return <Properties rows={rows.filter((row) => row.value !== null && row.value !== '')} />
}

/** Each rung with its time; those passed are marked. */
function Ladder({ promise }: { promise: PromiseDetail }) {
  const say = useSay()
  const now = useNow()
  const times = { madeMs: Date.parse(promise.madeAt), dueMs: Date.parse(promise.dueAt) }
  return (
    <>
      <Fuse promise={promise} />
      <ol className="n-pr-ladder">
        {ladder[promise.kind].map((rung) => {
          const at = rungAt(rung, times)
          const name = levelNames[rung.level]
          return (
            <li key={rung.level} data-passed={at <= now}>
              <span>{name ? say(name) : rung.level}</span>
              <Time at={new Date(at).toISOString()} />
              {at > now && <Deadline due={new Date(at).toISOString()} />}
            </li>
          )
        })}
      </ol>
    </>
  )
}
