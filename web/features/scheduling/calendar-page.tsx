import { useParams } from '@tanstack/react-router'
import { App } from 'antd'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { Text } from '#platform/text.ts'
import { schedulingApi } from '#modules/scheduling/api.ts'
import { whyNotRule } from '#modules/scheduling/calendar-rule.ts'
import { refusals } from '#modules/scheduling/refusals.ts'
import { RecordPage } from '#web/features/activity/record-page.tsx'
import { BasicsEditor } from '#web/features/scheduling/basics-editor.tsx'
import {
  type CalendarView,
  type Draft,
  calendarName,
  calendarText,
} from '#web/features/scheduling/calendar-text.ts'
import { ExceptionsEditor } from '#web/features/scheduling/exceptions-editor.tsx'
import { TryBox } from '#web/features/scheduling/try-box.tsx'
import { WeekEditor, emptyWeek } from '#web/features/scheduling/week-editor.tsx'
import { YearView } from '#web/features/scheduling/year-view.tsx'
import { type ApiProblem, useOperation, useSend } from '#web/lib/api.ts'
import { getZone } from '#web/lib/format.ts'
import { fill, useLocale, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { DetailPage, Loaded, Section } from '#web/ui/detail-page.tsx'
import { useLeaveGuard } from '#web/ui/leave-guard.tsx'
import { ErrorSummary } from '#web/ui/form-parts.tsx'
import { useGo } from '#web/ui/link.tsx'
import '#web/features/scheduling/calendars.css'

const text = {
  add: { zh: '新增日历', en: 'Add a calendar' },
  save: { zh: '保存', en: 'Save' },
  saved: {
    zh: '已保存。新的承诺按此计算，已有承诺不变',
    en: 'Saved. New promises use it; those made stay as they are',
  },
  unchanged: { zh: '没有修改', en: 'Nothing was changed' },
  nameless: { zh: '请填写名称', en: 'Give it a name' },
  keyless: {
    zh: '标识需以小写字母开头，只含小写字母、数字与下划线',
    en: 'A key begins with a small letter; small letters, digits and underscores',
  },
  remove: { zh: '删除', en: 'Delete' },
  removeAsk: { zh: '删除日历「{name}」？', en: 'Delete the calendar "{name}"?' },
  removeHelp: {
    zh: '仍被条款、仓库或站点使用的日历不能删除。',
    en: 'A calendar that clauses, warehouses or sites still use cannot be deleted.',
  },
  basics: { zh: '基本信息', en: 'Basics' },
  year: { zh: '年历', en: 'The year' },
  tryIt: { zh: '试算', en: 'Try it' },
} satisfies Text

/** A new calendar. */
export function NewCalendarPage() {
  const draft: Draft = {
    key: '',
    name: '',
    zone: getZone(),
    week: emptyWeek(),
    holidaySet: 'cn',
    exceptions: [],
  }
  return <CalendarEditor calendar={null} initial={draft} />
}

/** One calendar: its week, exceptions and year, and a box to try it in. */
export function CalendarPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const read = useOperation(schedulingApi.getCalendar, { params: { id } })
  return (
    <Loaded read={read}>
      {(calendar) => (
        <CalendarEditor key={`${calendar.id} ${calendar.version}`} calendar={calendar} initial={calendar} />
      )}
    </Loaded>
  )
}

function CalendarEditor({ calendar, initial }: { calendar: CalendarView | null; initial: Draft }) {
  const t = useText(text)
  const c = useText(calendarText)
  const [draft, setDraft] = useState<Draft>(initial)
  const [year, setYear] = useState(() => new Date().getFullYear())
  const [isRemoving, setRemoving] = useState(false)
  const go = useGo()
  const locale = useLocale()
  const isReadOnly = !useCan('calendar.manage')
  const isDirty = JSON.stringify(draft) !== JSON.stringify(initial)
  const { problem, whyNot } = useProblem(draft, { isNew: calendar === null, isDirty })
  const saving = useSaving(calendar, draft)
  const removal = useRemoval(calendar, isReadOnly)
  useLeaveGuard(isDirty && !saving.isSaved)
  const set = (patch: Partial<Draft>) => setDraft({ ...draft, ...patch })
  const pickDay = (date: string) => {
    if (!draft.exceptions.some((one) => one.date === date))
      set({ exceptions: [...draft.exceptions, { date, name: '', windows: [] }] })
  }
  const actions: Action[] = [
    {
      key: 'save',
      label: t.save,
      isPrimary: true,
      isBusy: saving.isBusy,
      whyNot: isReadOnly ? c.lacks : whyNot,
      run: saving.save,
    },
    ...(calendar
      ? [
          {
            key: 'remove',
            label: t.remove,
            isDanger: true,
            whyNot: removal,
            run: () => setRemoving(true),
          },
        ]
      : []),
  ]
  const editor = { isReadOnly, problemAt: problem?.at ?? null }
  const page = {
    back: { to: paths.calendars, text: c.calendars },
    title: calendar ? calendarName(calendar, locale) : t.add,
    actions,
    side: (
      <Section title={t.tryIt}>
        <TryBox rule={draft} />
      </Section>
    ),
  }
  const parts = (
    <>
      {saving.error && <ErrorSummary trouble={saving.error} />}
      <Section title={t.basics}>
        <BasicsEditor draft={draft} isNew={calendar === null} isReadOnly={isReadOnly} onChange={set} />
      </Section>
      <Section title={c.week}>
        <WeekEditor
          {...editor}
          week={draft.week}
          onChange={(week) => set(week === null ? { week, holidaySet: null, exceptions: [] } : { week })}
        />
      </Section>
      {draft.week && (
        <Section title={c.exceptions}>
          <ExceptionsEditor
            {...editor}
            exceptions={draft.exceptions}
            onChange={(exceptions) => set({ exceptions })}
          />
        </Section>
      )}
      <Section title={t.year}>
        <YearView
          rule={draft}
          year={year}
          onYear={setYear}
          onPick={isReadOnly || draft.week === null ? null : pickDay}
        />
      </Section>
      {isRemoving && calendar && (
        <ConfirmAction
          title={fill(t.removeAsk, { name: calendar.name })}
          help={t.removeHelp}
          confirmText={t.remove}
          isDanger
          operation={schedulingApi.deleteCalendar}
          undoLabel={`${t.remove} ${calendar.name}`}
          toInput={() => ({ params: { id: calendar.id } })}
          onClose={(isDone) => (isDone ? go(paths.calendars) : setRemoving(false))}
        />
      )}
    </>
  )
  if (!calendar) return <DetailPage {...page}>{parts}</DetailPage>
  return (
    <RecordPage {...page} record={{ type: 'calendar', id: calendar.id }} copyId={calendar.key}>
      {parts}
    </RecordPage>
  )
}

/** The server's own rule, told while editing: where, and why it cannot be saved. */
function useProblem(draft: Draft, { isNew, isDirty }: { isNew: boolean; isDirty: boolean }) {
  const t = useText(text)
  const r = useText(refusals)
  const problem = whyNotRule(draft)
  const whyNot = () => {
    if (draft.name.trim() === '') return t.nameless
    if (isNew && !/^[a-z][a-z0-9_]{1,40}$/.test(draft.key)) return t.keyless
    if (problem) return `${problem.at.replace(/^(week|exceptions)\.?/, '')} ${r[problem.code]}`.trim()
    return isDirty ? null : t.unchanged
  }
  return { problem, whyNot: whyNot() }
}

function useRemoval(calendar: CalendarView | null, isReadOnly: boolean): string | null {
  const c = useText(calendarText)
  const r = useText(refusals)
  if (isReadOnly) return c.lacks
  return calendar?.builtIn ? r['calendar.built_in'] : null
}

function useSaving(calendar: CalendarView | null, { key, name, zone, week, holidaySet, exceptions }: Draft) {
  const t = useText(text)
  const go = useGo()
  const { message } = App.useApp()
  const [isSaved, setSaved] = useState(false)
  const done = { onDone: () => void message.success(t.saved) }
  const create = useSend(schedulingApi.createCalendar, done)
  const update = useSend(schedulingApi.updateCalendar, done)
  const fields = { name, zone, week, holidaySet, exceptions }
  const save = () => {
    if (calendar)
      return update.mutate({ params: { id: calendar.id }, body: { ...fields, version: calendar.version } })
    const open = {
      onSuccess: (made: CalendarView) => {
        // At once, so that its page is not held up as if work were lost.
        flushSync(() => setSaved(true))
        go(paths.calendar(made.id))
      },
    }
    return create.mutate({ body: { key, ...fields } }, open)
  }
  const error = create.error ?? update.error
  return { save, isSaved, isBusy: create.isPending || update.isPending, error: error && troubleOf(error) }
}

function troubleOf(error: ApiProblem) {
  return {
    message: error.detail,
    requestId: error.status >= 500 ? error.requestId : null,
    rest: error.fields.map((field) => `${field.path}: ${field.message}`),
  }
}
