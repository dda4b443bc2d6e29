import { promisesApi } from '#modules/promises/api.ts'
import { CHANGES_MAX, type PromiseRefusal, whyNot, whyNotPause } from '#modules/promises/promise.ts'
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
import { ask, useActs } from '#web/ui/record-acts.tsx'
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
  noUsers: { zh: '需要权限“查看用户与团队”', en: 'Needs the permission "See users and teams"' },
} satisfies Text

type PromiseAct = 'repromise' | 'tell' | 'pause' | 'resume' | 'mine' | 'owner' | 'break' | 'correct'

/** What can be done with a promise now: the buttons with their reasons, and the form that is open. */
export function usePromiseActions(promise: PromiseDetail | undefined) {
  const t = useText(text)
  const p = useText(promiseText)
  const me = useMe()
  const now = useNow()
  const canManage = useCan('promise.manage')
  const noUsers = useCan('user.read') ? null : t.noUsers
  const assign = useOptimistic(promisesApi.assignPromise, promisesApi.getPromise, (shown, { params, body }) =>
    shown.id === params.id
      ? { ...shown, ownerId: body.ownerId, ownerName: body.ownerId === me.user.id ? me.user.name : null }
      : shown,
  )
  const { open, close, act, dialog } = useActs({
    words: t,
    refusals,
    whyNot: (key: PromiseAct) => (promise ? whyNotPromise(promise, key, now) : null),
    lack: canManage ? null : p.lacks,
    questions: promise ? { pause: ask(promisesApi.pausePromise, { id: promise.id, help: t.pauseHelp }) } : {},
  })
  if (!promise) return { actions: [], dialog: null }

  const isUntold = promise.changes > 0 && promise.toldAt === null
  const live = [
    act('repromise', { isPrimary: !isUntold && promise.state === 'open' }),
    act('tell', { isPrimary: isUntold }),
    promise.state === 'paused' ? act('resume', { isPrimary: true }) : act('pause'),
    act('mine', {
      ...(canManage && promise.ownerId === me.user.id ? { whyNot: t.isMine } : {}),
      isBusy: assign.isBusy,
      run: () => assign.run({ params: { id: promise.id }, body: { ownerId: me.user.id } }),
    }),
    act('owner', canManage ? { whyNot: noUsers } : {}),
    act('break', { isDanger: true }),
  ]
  const form = { promise, onClose: close }
  return {
    actions: isLive(promise) ? live : [act('correct')],
    dialog: (
      <>
        {open === 'repromise' && <RepromiseForm {...form} />}
        {open === 'tell' && <TellForm {...form} />}
        {open === 'resume' && <ResumeForm {...form} />}
        {open === 'owner' && <OwnerForm {...form} />}
        {open === 'break' && <BreakForm {...form} />}
        {open === 'correct' && <CorrectForm {...form} />}
        {dialog}
      </>
    ),
  }
}

function whyNotPromise(promise: PromiseDetail, key: PromiseAct, now: number): PromiseRefusal | null {
  const { state, dueAt, changes } = promise
  if (key === 'mine' || key === 'owner') return null
  if (key === 'pause') return whyNotPause({ state, dueMs: Date.parse(dueAt), changes }, now)
  const refusal = whyNot(state, key)
  if (key !== 'repromise' || changes < CHANGES_MAX) return refusal
  return refusal ?? 'promise.too_many_changes'
}
