import { Button, Form } from 'antd'
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import type { Text } from '#platform/text.ts'
import { formatClock, formatTime, today, dayOf } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import type { Keeping } from '#web/lib/draft-keeper.ts'
import { FormConflicts, type ShowField } from '#web/ui/form-conflicts.tsx'
import { ErrorSummary, toWrongField } from '#web/ui/form-parts.tsx'
import type { FormSend } from '#web/ui/use-form-send.ts'

const text = {
  restored: {
    zh: '已恢复您 {time} 填写但未保存的内容。',
    en: 'What you typed at {time} and did not save is back.',
  },
  discard: { zh: '丢弃草稿', en: 'Discard the draft' },
  offline: {
    zh: '连不上服务器。内容已存在本机，恢复连接后会自动提交，不会重复。',
    en: 'The server cannot be reached. What you typed is kept on this machine and is sent, once, when the connection is back.',
  },
  again: { zh: '立即重试', en: 'Try now' },
  stop: { zh: '先不提交', en: 'Do not send' },
  unsaved: { zh: '未保存', en: 'Unsaved' },
  kept: { zh: '草稿已存 {time}', en: 'Draft kept {time}' },
  machine: { zh: '草稿暂存在本机', en: 'Draft kept on this machine' },
  lost: { zh: '内容过长，无法存为草稿', en: 'Too long to keep as a draft' },
} satisfies Text

type FormBodyProps<V extends object> = {
  sending: FormSend<V>
  initial: Partial<V>
  show?: ShowField | undefined
  /** Where several forms stand on one page. */ name?: string
  children: ReactNode
}

/** What every form has inside, on a page or at the side: what was restored, what went wrong, what to choose, and the fields. */
export function FormBody<V extends object>({ sending, initial, show, name, children }: FormBodyProps<V>) {
  const { form, trouble, stale } = sending
  const sendOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
    event.preventDefault()
    // A dialog that was opened from within another form is not part of it.
    event.stopPropagation()
    form.submit()
  }
  const settle = () => {
    sending.settle()
    form.submit()
  }
  return (
    <Form<V>
      form={form}
      {...(name ? { name } : {})}
      layout="vertical"
      initialValues={initial as object}
      onFinish={(values) => void sending.submit(values)}
      onValuesChange={sending.touch}
      scrollToFirstError={toWrongField}
      requiredMark
      onKeyDown={sendOnEnter}
    >
      <Restored sending={sending} />
      {sending.waiting ? (
        <Offline sending={sending} stop={sending.waiting.stop} />
      ) : (
        trouble && <ErrorSummary trouble={trouble} />
      )}
      {stale && (
        <FormConflicts
          key={stale.version}
          form={form}
          stale={stale}
          show={show}
          isBusy={sending.isBusy}
          onSettled={settle}
        />
      )}
      {children}
      <button type="submit" hidden tabIndex={-1} aria-hidden="true" />
    </Form>
  )
}

function Restored<V extends object>({ sending }: { sending: FormSend<V> }) {
  const t = useText(text)
  if (!sending.draft.restoredAt) return null
  return (
    <div className="n-note n-note-row" role="status">
      <span>{fill(t.restored, { time: shortTime(sending.draft.restoredAt) })}</span>
      <Button size="small" onClick={sending.discard}>
        {t.discard}
      </Button>
    </div>
  )
}

function Offline<V extends object>({ sending, stop }: { sending: FormSend<V>; stop: () => void }) {
  const t = useText(text)
  return (
    <div className="n-note n-note-bad n-note-row" role="alert">
      <span>{t.offline}</span>
      <span className="n-note-acts">
        <Button size="small" loading={sending.isBusy} onClick={() => sending.form.submit()}>
          {t.again}
        </Button>
        <Button size="small" onClick={stop}>
          {t.stop}
        </Button>
      </span>
    </div>
  )
}

/** Beside the buttons: that there is unsaved work, and where its draft is. */
export function UnsavedBadge<V extends object>({ sending }: { sending: FormSend<V> }) {
  const t = useText(text)
  if (!sending.isDirty) return null
  return (
    <span className="n-unsaved">
      <b>{t.unsaved}</b>
      <DraftPlace keeping={sending.draft.keeping} />
    </span>
  )
}

/** Where the draft of what is typed is, or that it is too long to have one. */
export function DraftPlace({ keeping }: { keeping: Keeping }) {
  const t = useText(text)
  const where =
    keeping.kind === 'server'
      ? fill(t.kept, { time: formatClock(keeping.at) })
      : keeping.kind === 'machine'
        ? t.machine
        : keeping.kind === 'lost'
          ? t.lost
          : null
  return where && <span>{where}</span>
}

/** Puts the cursor into the first field of what has just opened, where there is a keyboard. */
export function useFirstField(isOpen = true) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isOpen && matchMedia('(pointer: fine)').matches) focusFirst(box.current)
  }, [isOpen])
  return box
}

const FIELD =
  'form input:not([type=hidden]):not([type=radio]):not([type=checkbox]):not([disabled]), form textarea:not([disabled])'

function focusFirst(box: HTMLElement | null): void {
  if (!box || (box.contains(document.activeElement) && document.activeElement?.matches(FIELD))) return
  const field = box.querySelector<HTMLElement>(FIELD)
  // A list must not open by itself: its field opens on a click or a key.
  field?.focus({ preventScroll: true })
}

const shortTime = (at: string): string => (dayOf(at) === today() ? formatClock(at) : formatTime(at))
