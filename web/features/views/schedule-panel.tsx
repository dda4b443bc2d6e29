import { App, Button, Drawer, Form, Radio, Select, TimePicker } from 'antd'
import dayjs from 'dayjs'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { exportsApi } from '#modules/exports/api.ts'
import { RECIPIENTS_MAX, type Rhythm } from '#modules/exports/schedule.ts'
import { refusals } from '#modules/exports/refusals.ts'
import { identityApi } from '#modules/identity/api.ts'
import { weekdayNames } from '#web/features/scheduling/calendar-text.ts'
import type { View } from '#web/features/views/use-views.ts'
import { problemText, useOperation, useSend } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan, useMe } from '#web/lib/session.ts'
import { keepEnter } from '#web/ui/fields.tsx'
import { FormSection } from '#web/ui/form-section.tsx'
import { StatusTag } from '#web/ui/status-tag.tsx'
import { Time } from '#web/ui/values.tsx'

type Schedule = ResultOf<typeof exportsApi.addSchedule>
type Values = {
  format: 'csv' | 'xlsx'
  every: Rhythm
  weekday?: number
  monthday?: number
  time: dayjs.Dayjs
  recipientIds: string[]
}

const text = {
  title: { zh: '定时发送：{view}', en: 'Send by mail: {view}' },
  help: {
    zh: '到时按您当时的权限生成文件，用邮件发给选定的同事。您的账号停用或失去权限后自动停止。',
    en: 'The file is made with your rights at that moment and mailed to those you choose. It stops when your account or your rights end.',
  },
  every: { zh: '多久一次', en: 'How often' },
  day: { zh: '每天', en: 'Every day' },
  week: { zh: '每周', en: 'Every week' },
  month: { zh: '每月', en: 'Every month' },
  weekday: { zh: '星期', en: 'On' },
  monthday: { zh: '日期', en: 'Day of the month' },
  nth: { zh: '{n} 日', en: '{n}' },
  time: { zh: '时间', en: 'At' },
  format: { zh: '格式', en: 'Format' },
  recipients: { zh: '收件人', en: 'Recipients' },
  add: { zh: '添加定时发送', en: 'Add' },
  none: { zh: '还没有定时发送', en: 'Nothing is sent yet' },
  next: { zh: '下次', en: 'Next' },
  paused: { zh: '已暂停', en: 'Paused' },
  stopped: { zh: '已停止', en: 'Stopped' },
  pause: { zh: '暂停', en: 'Pause' },
  resume: { zh: '继续', en: 'Go on' },
  remove: { zh: '删除', en: 'Delete' },
  sent: { zh: '已发送 {rows} 行，{people} 人', en: 'Sent {rows} {rows:row|rows} to {people}' },
} satisfies Text

const DAYS = Array.from({ length: 28 }, (_, i) => i + 1)
const PEOPLE_SHOWN = 200

/** What of a view is mailed, when and to whom: the person's own schedules, and a form for another. */
export function SchedulePanel({ view, onClose }: { view: View; onClose: () => void }) {
  const t = useText(text)
  const read = useOperation(exportsApi.listSchedules, { query: { viewId: view.id } })
  const rows = read.data?.rows ?? []
  return (
    <Drawer open title={fill(t.title, { view: view.name })} size={520} onClose={onClose}>
      <p className="n-modal-help">{t.help}</p>
      {rows.length === 0 && !read.isPending && <p className="n-quiet">{t.none}</p>}
      <ul className="n-schedules">
        {rows.map((schedule) => (
          <ScheduleRow key={schedule.id} schedule={schedule} />
        ))}
      </ul>
      <ScheduleForm view={view} />
    </Drawer>
  )
}

function ScheduleRow({ schedule: s }: { schedule: Schedule }) {
  const t = useText(text)
  const r = useText(refusals)
  const say = useSay()
  const { message } = App.useApp()
  const pause = useSend(exportsApi.pauseSchedule)
  const remove = useSend(exportsApi.deleteSchedule)
  const told = (error: unknown) => void message.error(problemText(error))
  const day =
    s.every === 'week'
      ? say(weekdayNames[(s.day ?? 1) as 1])
      : s.every === 'month'
        ? fill(t.nth, { n: s.day })
        : ''
  const last = s.runs[0]
  return (
    <li>
      <strong>{[t[s.every], day, s.time, s.format.toUpperCase()].filter(Boolean).join(' ')}</strong>{' '}
      {s.stopped ? (
        <StatusTag tone="bad">{t.stopped}</StatusTag>
      ) : s.pausedAt ? (
        <StatusTag tone="mute">{t.paused}</StatusTag>
      ) : (
        <span className="n-quiet">
          {t.next} <Time at={s.nextAt} />
        </span>
      )}
      <div>{s.recipients.map((person) => person.name).join(', ')}</div>
      {last && (
        <div className="n-quiet">
          <Time at={last.at} />{' '}
          {last.outcome === 'sent'
            ? fill(t.sent, { rows: last.rows, people: last.recipients })
            : (r[last.code as keyof typeof refusals] ?? last.code)}
        </div>
      )}
      <div className="n-views-acts">
        <Button
          size="small"
          onClick={() =>
            pause.mutateAsync({ params: { id: s.id }, body: { paused: s.pausedAt === null } }).catch(told)
          }
        >
          {s.pausedAt ? t.resume : t.pause}
        </Button>
        <Button size="small" danger onClick={() => remove.mutateAsync({ params: { id: s.id } }).catch(told)}>
          {t.remove}
        </Button>
      </div>
    </li>
  )
}

function ScheduleForm({ view }: { view: View }) {
  const t = useText(text)
  const me = useMe()
  const toInput = ({ format, every, weekday, monthday, time, recipientIds }: Values) => ({
    body: {
      viewId: view.id,
      format,
      every,
      recipientIds,
      day: every === 'week' ? (weekday ?? 1) : every === 'month' ? (monthday ?? 1) : null,
      time: time.format('HH:mm'),
    },
  })
  const initial: Values = {
    format: 'xlsx',
    every: 'day',
    weekday: 1,
    monthday: 1,
    time: dayjs('2000-01-01T08:00'),
    recipientIds: [me.user.id],
  }
  return (
    <FormSection<typeof exportsApi.addSchedule, Values>
      name="schedule"
      operation={exportsApi.addSchedule}
      toInput={toInput}
      onDone={() => {}}
      initial={initial}
      saveText={t.add}
    >
      <PlanFields />
      <Recipients />
    </FormSection>
  )
}

function PlanFields() {
  const t = useText(text)
  const say = useSay()
  const every = Form.useWatch<Rhythm | undefined>('every')
  const rhythmOptions = (['day', 'week', 'month'] as const).map((value) => ({ value, label: t[value] }))
  const weekdays = Object.entries(weekdayNames).map(([value, name]) => ({
    value: Number(value),
    label: say(name),
  }))
  return (
    <>
      <Form.Item name="every" label={t.every}>
        <Radio.Group options={rhythmOptions} />
      </Form.Item>
      {every === 'week' && (
        <Form.Item name="weekday" label={t.weekday}>
          <Select options={weekdays} />
        </Form.Item>
      )}
      {every === 'month' && (
        <Form.Item name="monthday" label={t.monthday}>
          <Select options={DAYS.map((n) => ({ value: n, label: fill(t.nth, { n }) }))} />
        </Form.Item>
      )}
      <Form.Item name="time" label={t.time} rules={[{ required: true }]}>
        <TimePicker format="HH:mm" needConfirm={false} allowClear={false} onKeyDown={keepEnter} />
      </Form.Item>
      <Form.Item name="format" label={t.format}>
        <Radio.Group
          options={[
            { value: 'xlsx', label: 'Excel' },
            { value: 'csv', label: 'CSV' },
          ]}
        />
      </Form.Item>
    </>
  )
}

function Recipients() {
  const t = useText(text)
  const me = useMe()
  const canSee = useCan('user.read')
  const users = useOperation(identityApi.listUsers, { query: { limit: PEOPLE_SHOWN } }, { isEnabled: canSee })
  const others = (users.data?.rows ?? [])
    .filter((user) => user.disabledAt === null && user.id !== me.user.id)
    .map((user) => ({ value: user.id, label: user.name }))
  return (
    <Form.Item name="recipientIds" label={t.recipients} rules={[{ required: true }]}>
      <Select
        mode="multiple"
        maxCount={RECIPIENTS_MAX}
        options={[{ value: me.user.id, label: me.user.name }, ...others]}
        showSearch={{ optionFilterProp: 'label' }}
      />
    </Form.Item>
  )
}
