import '#web/features/notifications/notifications.css'
import { App, Button, Input, Radio, Select } from 'antd'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { notificationsApi } from '#modules/notifications/api.ts'
import { KindTable, type Settings, rowsOf, settingsOf } from '#web/features/notifications/kind-table.tsx'
import { useCalendarOptions } from '#web/features/scheduling/calendar-options.ts'
import { problemText, useOperation, useSend } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { useLeaveGuard } from '#web/ui/leave-guard.tsx'
import { PageLink } from '#web/ui/link.tsx'

type Stored = ResultOf<typeof notificationsApi.getNoticeSettings>
type Schedule = Stored['schedule']

const text = {
  title: { zh: '消息设置', en: 'Notification settings' },
  mine: { zh: '我要收到什么', en: 'What I want to hear of' },
  when: { zh: '什么时候发邮件', en: 'When mail may come' },
  company: { zh: '公司的默认设置', en: 'The company’s defaults' },
  companyHelp: {
    zh: '对没有自行设置的人生效。',
    en: 'They hold for everybody who has not chosen for themselves.',
  },
  save: { zh: '保存', en: 'Save' },
  saved: { zh: '已保存', en: 'Saved' },
  none: { zh: '随时都可以', en: 'At any time' },
  hours: { zh: '这段时间不发', en: 'Not between' },
  calendar: { zh: '只在工作时间发', en: 'Only in working hours' },
  from: { zh: '从', en: 'From' },
  to: { zh: '到', en: 'To' },
  which: { zh: '工作日历', en: 'Calendar' },
  digestAt: { zh: '每天汇总的时间', en: 'The daily digest comes at' },
  zone: { zh: '时区', en: 'Time zone' },
  help: {
    zh: '安静时段内的邮件会等到时段结束再发；站内消息不受影响。',
    en: 'Mails of a quiet time wait until it ends. The bell is not affected.',
  },
  back: { zh: '消息', en: 'Notifications' },
} satisfies Text

/** What a person hears of, how, and when; for administrators also what others hear of by default. */
export function NoticeSettingsPage() {
  const t = useText(text)
  const settings = useOperation(notificationsApi.getNoticeSettings, {})
  const mayManage = useCan('notice.manage')
  return (
    <div className="n-page">
      <nav aria-label={t.back} className="n-crumbs">
        <PageLink to={paths.notices}>{t.back}</PageLink>
        <span aria-hidden="true">/</span>
        <span aria-current="page">{t.title}</span>
      </nav>
      <div className="n-page-head">
        <h1>{t.title}</h1>
      </div>
      <Loaded read={settings}>{(stored) => <Mine stored={stored} />}</Loaded>
      {mayManage && <Company />}
    </div>
  )
}

function Mine({ stored }: { stored: Stored }) {
  const t = useText(text)
  const { message } = App.useApp()
  const [edited, setEdited] = useState<{ kinds: Settings; schedule: Schedule } | null>(null)
  const save = useSend(notificationsApi.saveNoticeSettings, {
    onDone: () => {
      setEdited(null)
      message.success(t.saved)
    },
  })
  useLeaveGuard(edited !== null)
  const shown = edited ?? { kinds: settingsOf(stored.kinds), schedule: stored.schedule }
  // A kind that nobody touched goes on following the company.
  const chosen = () => {
    const before = settingsOf(stored.kinds)
    const own = new Set(stored.kinds.filter((row) => row.isOwn).map((row) => row.kind))
    return rowsOf(shown.kinds).filter(
      ({ kind, inApp, mail }) => own.has(kind) || before[kind].inApp !== inApp || before[kind].mail !== mail,
    )
  }
  return (
    <>
      <Section title={t.mine}>
        <KindTable value={shown.kinds} onChange={(kinds) => setEdited({ ...shown, kinds })} />
      </Section>
      <Section title={t.when}>
        <WhenFields value={shown.schedule} onChange={(schedule) => setEdited({ ...shown, schedule })} />
        {save.error && <p role="alert">{problemText(save.error)}</p>}
        <Button
          type="primary"
          loading={save.isPending}
          onClick={() => save.mutate({ body: { kinds: chosen(), schedule: shown.schedule } })}
        >
          {t.save}
        </Button>
      </Section>
    </>
  )
}

function WhenFields({ value, onChange }: { value: Schedule; onChange: (value: Schedule) => void }) {
  const t = useText(text)
  const { options: calendars, canSee: mayCalendars } = useCalendarOptions()
  const set = (patch: Partial<Schedule>) => onChange({ ...value, ...patch })
  const time = (name: 'quietFrom' | 'quietTo' | 'digestAt', label: string) => (
    <label className="n-when-field">
      <span>{label}</span>
      <Input type="time" value={value[name]} onChange={(e) => set({ [name]: e.target.value })} />
    </label>
  )
  return (
    <div className="n-when">
      <Radio.Group
        value={value.quiet}
        onChange={(event) => set({ quiet: event.target.value as Schedule['quiet'] })}
        options={[
          { value: 'none', label: t.none },
          { value: 'hours', label: t.hours },
          ...(mayCalendars ? [{ value: 'calendar', label: t.calendar }] : []),
        ]}
      />
      {value.quiet === 'hours' && (
        <div className="n-when-row">
          {time('quietFrom', t.from)}
          {time('quietTo', t.to)}
        </div>
      )}
      {value.quiet === 'calendar' && (
        <label className="n-when-field">
          <span>{t.which}</span>
          <Select
            value={value.calendarId}
            aria-label={t.which}
            className="n-when-calendar"
            options={calendars}
            onChange={(calendarId: string) => set({ calendarId })}
          />
        </label>
      )}
      <div className="n-when-row">
        {time('digestAt', t.digestAt)}
        <label className="n-when-field">
          <span>{t.zone}</span>
          <Select
            value={value.zone}
            aria-label={t.zone}
            showSearch
            className="n-when-calendar"
            options={Intl.supportedValuesOf('timeZone').map((zone) => ({ value: zone, label: zone }))}
            onChange={(zone: string) => set({ zone })}
          />
        </label>
      </div>
      <p className="n-quiet">{t.help}</p>
    </div>
  )
}

function Company() {
  const t = useText(text)
  const { message } = App.useApp()
  const defaults = useOperation(notificationsApi.getNoticeDefaults, {})
  const [edited, setEdited] = useState<Settings | null>(null)
  const save = useSend(notificationsApi.saveNoticeDefaults, {
    onDone: () => {
      setEdited(null)
      message.success(t.saved)
    },
  })
  useLeaveGuard(edited !== null)
  return (
    <Section title={t.company}>
      <p className="n-quiet">{t.companyHelp}</p>
      <Loaded read={defaults}>
        {(stored) => {
          const shown = edited ?? settingsOf(stored.kinds)
          return (
            <>
              <KindTable value={shown} onChange={setEdited} />
              {save.error && <p role="alert">{problemText(save.error)}</p>}
              <Button
                loading={save.isPending}
                onClick={() => save.mutate({ body: { kinds: rowsOf(shown) } })}
              >
                {t.save}
              </Button>
            </>
          )
        }}
      </Loaded>
    </Section>
  )
}
