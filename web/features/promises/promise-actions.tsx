import { useState } from 'react'
import { promisesApi } from '#modules/promises/api.ts'
import { CHANGES_MAX, whyNot, whyNotPause } from '#modules/promises/promise.ts'
import { refusals } from '#modules/promises/refusals.ts'
import type { Text } from '#platform/text.ts'
import { OwnerForm, ResumeForm, TellForm } from '#web/features/promises/desk-forms.tsx'
import { BreakForm, CorrectForm } from '#web/features/promises/end-forms.tsx'
import { isLive } from '#web/features/promises/promise-cells.tsx'
import { type PromiseDetail, promiseText } from '#web/features/promises/promise-text.ts'
import { RepromiseForm } from '#web/features/promises/repromise-form.tsx'
import { useOptimistic } from '#web/lib/optimistic.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { useNow } from '#web/ui/values.tsx'

const text = {
  repromise: { zh: '重新承诺', en: 'Re-promise' },
  tell: { zh: '登记已告知', en: 'Told the customer' },
  pause: { zh: '暂停计时', en: 'Pause the clock' },
  pauseHelp: {
    zh: '等待客户或第三方时使用。暂停期间不预警；恢复时退还剩余时间。对最初承诺的考核不因暂停而放宽。',
    en: 'For waiting on the customer or a third party. No warnings while paused; what was left is left again when resumed. Figures against the first promise do not forgive a pause.',
  },
  resume: { zh: '恢复计时', en: 'Resume the clock' },
  mine: { zh: '我来负责', en: 'I take it' },
  owner: { zh: '指定负责人', en: 'Set the owner' },
  break: { zh: '无法兑现', en: 'Cannot be kept' },
  correct: { zh: '更正结果', en: 'Correct the outcome' },
  isMine: { zh: '已由您负责', en: 'It is yours already' },
  noUsers: { zh: '需要权限「查看用户与团队」', en: 'Needs the permission "See users and teams"' },
} satisfies Text

type Asking = 'repromise' | 'tell' | 'pause' | 'resume' | 'owner' | 'break' | 'correct' | null

/** What can be done with a promise now: the buttons with their reasons, and the form that is open. */
export function usePromiseActions(promise: PromiseDetail | undefined) {
  const t = useText(text)
  const p = useText(promiseText)
  const r = useText(refusals)
  const me = useMe()
  const now = useNow()
  const lack = useCan('promise.manage') ? null : p.lacks
  const noUsers = useCan('user.read') ? null : t.noUsers
  const [asking, setAsking] = useState<Asking>(null)
  const assign = useOptimistic(promisesApi.assignPromise, promisesApi.getPromise, (shown, { params, body }) =>
    shown.id === params.id
      ? { ...shown, ownerId: body.ownerId, ownerName: body.ownerId === me.user.id ? me.user.name : null }
      : shown,
  )
  if (!promise) return { actions: [], dialog: null }

  const standing = { state: promise.state, dueMs: Date.parse(promise.dueAt), changes: promise.changes }
  const say = (code: keyof typeof refusals | null) => lack ?? (code && r[code])
  const moved =
    whyNot(promise.state, 'repromise') ?? (promise.changes >= CHANGES_MAX ? 'promise.too_many_changes' : null)
  const open = (key: NonNullable<Asking>, whyNotText: string | null, more: Partial<Action> = {}): Action => ({
    key,
    label: t[key],
    whyNot: whyNotText,
    run: () => setAsking(key),
    ...more,
  })
  const isUntold = promise.changes > 0 && promise.toldAt === null
  const mine: Action = {
    key: 'mine',
    label: t.mine,
    whyNot: lack ?? (promise.ownerId === me.user.id ? t.isMine : null),
    isBusy: assign.isBusy,
    run: () => assign.run({ params: { id: promise.id }, body: { ownerId: me.user.id } }),
  }
  const live = [
    open('repromise', say(moved), { isPrimary: !isUntold && promise.state === 'open' }),
    open('tell', say(whyNot(promise.state, 'tell')), { isPrimary: isUntold }),
    promise.state === 'paused'
      ? open('resume', say(whyNot(promise.state, 'resume')), { isPrimary: true })
      : open('pause', say(whyNotPause(standing, now))),
    mine,
    open('owner', lack ?? noUsers),
    open('break', say(whyNot(promise.state, 'break')), { isDanger: true }),
  ]
  const actions = isLive(promise) ? live : [open('correct', say(whyNot(promise.state, 'correct')))]
  return { actions, dialog: <Dialog asking={asking} promise={promise} onClose={() => setAsking(null)} /> }
}

function Dialog({
  asking,
  promise,
  onClose,
}: {
  asking: Asking
  promise: PromiseDetail
  onClose: () => void
}) {
  const t = useText(text)
  const open = { promise, onClose }
  switch (asking) {
    case null:
      return null
    case 'repromise':
      return <RepromiseForm {...open} />
    case 'tell':
      return <TellForm {...open} />
    case 'resume':
      return <ResumeForm {...open} />
    case 'owner':
      return <OwnerForm {...open} />
    case 'break':
      return <BreakForm {...open} />
    case 'correct':
      return <CorrectForm {...open} />
    case 'pause':
      return (
        <ConfirmAction
          title={t.pause}
          help={t.pauseHelp}
          confirmText={t.pause}
          needsReason
          operation={promisesApi.pausePromise}
          toInput={(reason) => ({ params: { id: promise.id }, body: { reason } })}
          onClose={onClose}
        />
      )
  }
}
