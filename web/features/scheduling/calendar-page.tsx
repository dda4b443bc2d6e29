import { useParams } from '@tanstack/react-router'
import { App, Form } from 'antd'
import { useEffect, useEffectEvent, useReducer, useState } from 'react'
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
import { showCalendarField } from '#web/features/scheduling/calendar-values.tsx'
import { TryBox } from '#web/features/scheduling/try-box.tsx'
import { WeekEditor, emptyWeek } from '#web/features/scheduling/week-editor.tsx'
import { YearView } from '#web/features/scheduling/year-view.tsx'
import { useOperation } from '#web/lib/api.ts'
import { getZone } from '#web/lib/format.ts'
import { fill, useLocale, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { useCan } from '#web/lib/session.ts'
import { paths } from '#web/paths.ts'
import type { Action } from '#web/ui/action-button.tsx'
import { ConfirmAction } from '#web/ui/confirm-action.tsx'
import { OnOff, SwitchOff, useSwitchAction } from '#web/ui/switch-off.tsx'
import { DetailPage, Loaded, Section } from '#web/ui/detail-page.tsx'
import { useLeaveGuard } from '#web/ui/leave-guard.tsx'
import { FormBody, UnsavedBadge } from '#web/ui/form-body.tsx'
import type { ToForm } from '#web/ui/form-conflict.ts'
import { useGo } from '#web/ui/link.tsx'
import { type FormSend, useFormSend } from '#web/ui/use-form-send.ts'
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
  removeAsk: { zh: '删除日历“{name}”？', en: 'Delete the calendar "{name}"?' },
  removeHelp: {
    zh: '仍被条款、仓库或站点使用的日历不能删除。',
    en: 'A calendar that clauses, warehouses or sites still use cannot be deleted.',
  },
  copy: { zh: '复制', en: 'Copy' },
  copyOf: { zh: '{name} 副本', en: '{name} (copy)' },
  offHelp: {
    zh: '停用后不能再被条款、仓库或地点选用；已经在用的不受影响，见“用在哪里”。随时可以重新启用。',
    en: 'Clauses, warehouses and sites cannot choose it anew; those that use it go on, see “Used in”. It can be switched on again.',
  },
  onHelp: { zh: '启用后可以再被选用。', en: 'It can be chosen again.' },
  basics: { zh: '基本信息', en: 'Basics' },
  year: { zh: '年历', en: 'The year' },
  tryIt: { zh: '试算', en: 'Try it' },
} satisfies Text

/** A new calendar, empty or a copy. */
export function NewCalendarPage() {
  const from = one(useUrlState().values.from)
  const read = useOperation(
    schedulingApi.getCalendar,
    { params: { id: from ?? '' } },
    { isEnabled: from !== undefined },
  )
  if (from === undefined) return <NewCalendar from={null} />
  return <Loaded read={read}>{(calendar) => <NewCalendar key={calendar.id} from={calendar} />}</Loaded>
}

function NewCalendar({ from }: { from: CalendarView | null }) {
  const go = useGo()
  const tell = useTell()
  const t = useText(text)
  const locale = useLocale()
  const empty = { zone: getZone(), week: emptyWeek(), holidaySet: 'cn' as const, exceptions: [] }
  const { zone, week, holidaySet, exceptions } = from ?? empty
  const initial: Draft = {
    key: from ? `${from.key}_copy`.slice(0, KEY_MAX) : '',
    name: from ? fill(t.copyOf, { name: calendarName(from, locale) }).slice(0, NAME_MAX) : '',
    zone,
    week,
    holidaySet,
    exceptions,
  }
  const sending = useFormSend<typeof schedulingApi.createCalendar, Draft>(
    schedulingApi.createCalendar,
    (values) => ({ body: values }),
    (made) => {
      tell()
      go(paths.calendar(made.id))
    },
    { about: null },
  )
  return <CalendarEditor calendar={null} initial={initial} sending={sending} />
}

/** One calendar: its week, exceptions and year, and a box to try it in. */
export function CalendarPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const read = useOperation(schedulingApi.getCalendar, { params: { id } })
  return <Loaded read={read}>{(calendar) => <StoredCalendar key={calendar.id} calendar={calendar} />}</Loaded>
}

function StoredCalendar({ calendar }: { calendar: CalendarView }) {
  const { id, version } = calendar
  const toForm = useCalendarFields()
  const sending = useFormSend<typeof schedulingApi.updateCalendar, Draft>(
    schedulingApi.updateCalendar,
    (values) => {
      const { name, zone, week, holidaySet, exceptions } = values
      return { params: { id }, body: { name, zone, week, holidaySet, exceptions, version } }
    },
    useTell(),
    { about: { id, version }, toForm },
  )
  // What others save shows at once, unless somebody is typing: then the save tells the difference.
  const follow = useEffectEvent(() => {
    if (sending.isDirty) return
    sending.form.setFields(FIELDS.map((name) => ({ name, value: calendar[name], touched: false })))
    sending.reset()
  })
  useEffect(() => follow(), [version])
  return <CalendarEditor calendar={calendar} initial={calendar} sending={sending} />
}

function useTell(): () => void {
  const t = useText(text)
  const { message } = App.useApp()
  return () => void message.success(t.saved)
}

const KEY_MAX = 41
const NAME_MAX = 60
const FIELDS = ['key', 'name', 'zone', 'week', 'holidaySet', 'exceptions'] as const

function placeDraft({ form }: FormSend<Draft>, patch: Partial<Draft>): void {
  for (const field of FIELDS) if (patch[field] !== undefined) form.setFieldValue(field, patch[field])
}

/**
 * What stands in the form. Drawn anew by whoever types, in the same moment: a watched value comes a little later, and what is typed
 * until then would be lost. The watch tells of a draft brought back and of what others saved.
 */
function useDraft({ form }: FormSend<Draft>, initial: Draft): [Draft, () => void] {
  const [, redraw] = useReducer((n: number) => n + 1, 0)
  Form.useWatch([], form)
  return [{ ...initial, ...(form.getFieldsValue(true) as Partial<Draft>) }, redraw]
}

type CalendarEditorProps = { calendar: CalendarView | null; initial: Draft; sending: FormSend<Draft> }

function CalendarEditor({ calendar, initial, sending }: CalendarEditorProps) {
  const t = useText(text)
  const c = useText(calendarText)
  const { message } = App.useApp()
  const [draft, redraw] = useDraft(sending, initial)
  const [year, setYear] = useState(() => new Date().getFullYear())
  const [asking, setAsking] = useState<Asking>(null)
  const locale = useLocale()
  const isReadOnly = !useCan('calendar.manage')
  const { problem, whyNot } = useProblem(draft, { isNew: calendar === null, isDirty: sending.isDirty })
  const more = useCalendarActions(calendar, isReadOnly, setAsking)
  useLeaveGuard(sending.isDirty, {
    onDiscard: () => void sending.draft.discard(),
    onKeep: sending.draft.flush,
  })
  const set = (patch: Partial<Draft>) => {
    placeDraft(sending, patch)
    redraw()
    sending.touch()
  }
  const submit = async (values: Draft) => {
    if (whyNot === null) await sending.submit(values)
    else void message.info(whyNot)
  }
  const pickDay = (date: string) => {
    if (!draft.exceptions.some((one) => one.date === date))
      set({ exceptions: [...draft.exceptions, { date, name: '', windows: [] }] })
  }
  const actions: Action[] = [
    {
      key: 'save',
      label: t.save,
      isPrimary: true,
      isBusy: sending.isBusy,
      whyNot: isReadOnly ? c.lacks : whyNot,
      run: () => sending.form.submit(),
    },
    ...more,
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
    <FormBody sending={{ ...sending, submit }} initial={initial} show={showCalendarField}>
      <UnsavedBadge sending={sending} />
      {FIELDS.map((field) => (
        <Form.Item key={field} name={field} noStyle>
          <Held />
        </Form.Item>
      ))}
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
      {calendar && <CalendarDialogs calendar={calendar} asking={asking} onClose={() => setAsking(null)} />}
    </FormBody>
  )
  if (!calendar) return <DetailPage {...page}>{parts}</DetailPage>
  return (
    <RecordPage
      {...page}
      state={<OnOff isOff={calendar.disabledAt !== null} />}
      record={{ type: 'calendar', id: calendar.id }}
      copyId={calendar.key}
    >
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

type Asking = 'switch' | 'remove' | null

/** What can be done to a stored calendar beside saving it. */
function useCalendarActions(
  calendar: CalendarView | null,
  isReadOnly: boolean,
  ask: (asking: Asking) => void,
): Action[] {
  const t = useText(text)
  const c = useText(calendarText)
  const r = useText(refusals)
  const go = useGo()
  const lack = isReadOnly ? c.lacks : null
  const builtIn = (reason: string) => lack ?? (calendar?.builtIn ? reason : null)
  const switching = useSwitchAction(Boolean(calendar?.disabledAt), {
    whyNot: builtIn(r['calendar.needed']),
    run: () => ask('switch'),
  })
  if (!calendar) return []
  return [
    { key: 'copy', label: t.copy, whyNot: lack, run: () => go(paths.copyCalendar(calendar.id)) },
    switching,
    {
      key: 'remove',
      label: t.remove,
      isDanger: true,
      whyNot: builtIn(r['calendar.built_in']),
      run: () => ask('remove'),
    },
  ]
}

type CalendarDialogsProps = { calendar: CalendarView; asking: Asking; onClose: () => void }

function CalendarDialogs({ calendar, asking, onClose }: CalendarDialogsProps) {
  const t = useText(text)
  const go = useGo()
  const { id, name } = calendar
  if (asking === 'switch')
    return (
      <SwitchOff
        name={name}
        isOff={calendar.disabledAt !== null}
        help={{ off: t.offHelp, on: t.onHelp }}
        operation={schedulingApi.setCalendarDisabled}
        toInput={(body) => ({ params: { id }, body })}
        onClose={onClose}
      />
    )
  if (asking !== 'remove') return null
  return (
    <ConfirmAction
      title={fill(t.removeAsk, { name })}
      help={t.removeHelp}
      confirmText={t.remove}
      isDanger
      operation={schedulingApi.deleteCalendar}
      undoLabel={`${t.remove} ${name}`}
      toInput={() => ({ params: { id } })}
      onClose={(isDone) => (isDone ? go(paths.calendars) : onClose())}
    />
  )
}

/** Holds a value that the editors around it show. */
const Held = () => null

/** The fields under the words that stand above them. */
function useCalendarFields(): ToForm {
  const t = useText(text)
  const c = useText(calendarText)
  const labels: Record<string, string> = {
    name: c.name,
    zone: c.zone,
    week: c.week,
    holidaySet: c.holidays,
    exceptions: c.exceptions,
  }
  return (field, value) => ({ name: [field], value, label: labels[field] ?? t.basics })
}
