import { Form, Select } from 'antd'
import { identityApi } from '#modules/identity/api.ts'
import { promisesApi } from '#modules/promises/api.ts'
import type { Text } from '#platform/text.ts'
import { useCalendarOptions } from '#web/features/scheduling/calendar-options.ts'
import { TellingFields } from '#web/features/promises/repromise-form.tsx'
import { type PromiseDetail, promiseText } from '#web/features/promises/promise-text.ts'
import { call } from '#web/lib/api.ts'
import { formatDuration, formatTime } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { Lookup } from '#web/ui/fields.tsx'
import { FormDrawer } from '#web/ui/form-drawer.tsx'
import type { Found } from '#web/ui/list-types.ts'
import { useNow } from '#web/ui/values.tsx'

const text = {
  tell: { zh: '登记已告知客户', en: 'Record that the customer was told' },
  tellHelp: { zh: '告知的是现在的承诺：{time}。', en: 'Told of the promise that holds now: {time}.' },
  resume: { zh: '恢复计时', en: 'Resume the clock' },
  resumeHelp: {
    zh: '已暂停 {paused}。暂停时剩余的时间会完整退还，得到一个新的承诺时间；最初的承诺不变。',
    en: 'Paused for {paused}. What was left then is left again, as a new due time; the first promise stays as it was.',
  },
  natural: { zh: '自然时间', en: 'Natural time' },
  calendar: { zh: '剩余时间按哪个日历计算', en: 'Calendar for the time left' },
  newDue: {
    zh: '按自然时间，新的承诺时间约为 {time}',
    en: 'In natural time the new due time is about {time}',
  },
  owner: { zh: '指定负责人', en: 'Set the owner' },
  ownerHelp: { zh: '留空表示无人负责。', en: 'Empty means nobody.' },
} satisfies Text

type Open = { promise: PromiseDetail; onClose: () => void }
type Telling = { channel: 'phone'; recipient: string; proof?: string }

/** Proof that the customer knows of the date that holds now. */
export function TellForm({ promise, onClose }: Open) {
  const t = useText(text)
  return (
    <FormDrawer<typeof promisesApi.tellCustomer, Telling>
      title={t.tell}
      onClose={onClose}
      initial={{}}
      operation={promisesApi.tellCustomer}
      about={{ id: promise.id }}
      toInput={(body) => ({ params: { id: promise.id }, body })}
    >
      <p className="n-modal-help">{fill(t.tellHelp, { time: formatTime(promise.dueAt) })}</p>
      <TellingFields prefix={[]} />
    </FormDrawer>
  )
}

/** Starts the clock again, with what was left when it stopped. */
export function ResumeForm({ promise, onClose }: Open) {
  const t = useText(text)
  const now = useNow()
  const { options, canSee, isPending } = useCalendarOptions()
  const pausedMs = Math.max(0, now - Date.parse(promise.pausedAt ?? promise.madeAt))
  return (
    <FormDrawer<typeof promisesApi.resumePromise, { calendarId?: string }>
      title={t.resume}
      onClose={onClose}
      initial={{}}
      operation={promisesApi.resumePromise}
      about={{ id: promise.id }}
      saveText={t.resume}
      toInput={({ calendarId }) => ({ params: { id: promise.id }, body: calendarId ? { calendarId } : {} })}
    >
      <p className="n-modal-help">{fill(t.resumeHelp, { paused: formatDuration(pausedMs) })}</p>
      <p className="n-modal-help">
        {fill(t.newDue, { time: formatTime(new Date(Date.parse(promise.dueAt) + pausedMs)) })}
      </p>
      {canSee && (
        <Form.Item name="calendarId" label={t.calendar}>
          <Select options={options} placeholder={t.natural} allowClear loading={isPending} />
        </Form.Item>
      )}
    </FormDrawer>
  )
}

const USERS_MAX = 20

/** Users by part of their name or e-mail, for look-ups. */
export async function findUsers(search: string): Promise<Found[]> {
  const { rows } = await call(identityApi.listUsers, {
    query: { limit: USERS_MAX, ...(search && { search }) },
  })
  return rows.filter((user) => user.disabledAt === null).map((user) => ({ value: user.id, label: user.name }))
}

/** Who looks after a promise. */
export function OwnerForm({ promise, onClose }: Open) {
  const t = useText(text)
  const p = useText(promiseText)
  const current = promise.ownerId
    ? { value: promise.ownerId, label: promise.ownerName ?? promise.ownerId }
    : undefined
  return (
    <FormDrawer<typeof promisesApi.assignPromise, { ownerId: string | null }>
      title={t.owner}
      onClose={onClose}
      initial={{ ownerId: promise.ownerId }}
      operation={promisesApi.assignPromise}
      about={{ id: promise.id }}
      toInput={({ ownerId }) => ({ params: { id: promise.id }, body: { ownerId: ownerId ?? null } })}
    >
      <Form.Item name="ownerId" label={p.owner} extra={t.ownerHelp}>
        <Lookup find={findUsers} current={current} label={p.owner} />
      </Form.Item>
    </FormDrawer>
  )
}
