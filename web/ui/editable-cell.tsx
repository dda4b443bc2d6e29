import '#web/styles/editable-cell.css'
import { App, Input, Select, Tooltip } from 'antd'
import { type KeyboardEvent, type ReactNode, type RefObject, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { CallInput, Operation, Permission } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { ApiProblem, problemText, useSend } from '#web/lib/api.ts'
import { NO_VALUE } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { Lookup } from '#web/ui/fields.tsx'
import type { Found } from '#web/ui/list-types.ts'

const text = {
  edit: { zh: '双击或按 F2 修改{label}', en: 'Double click or F2 to change: {label}' },
  lacks: { zh: '您没有修改的权限', en: 'You may not change this' },
  failed: { zh: '未保存，已恢复原值：{why}', en: 'Not saved, the old value is back: {why}' },
} satisfies Text

/** How a cell is typed into: a line of text, one of some choices, or a record found by its name. */
type How =
  | { kind: 'text'; max: number }
  | { kind: 'choice'; choices: readonly Found[] }
  | { kind: 'lookup'; find: (search: string) => Promise<Found[]> }

type EditableCellProps<O extends Operation> = {
  label: string
  value: string | null
  how: How
  operation: O
  permission: Permission
  /** Why the rule does not let this row's value be changed, or null. */
  whyNot?: string | null
  toInput: (value: string | null) => CallInput<O>
  children: ReactNode
}

/**
 * A cell of a list that can be changed where it stands: Enter, F2 or a double click begins, Enter saves, Escape leaves it, Tab saves
 * and goes on to the next. What was typed is shown at once; a refusal brings the old value back and says why.
 * Until it is begun with for the first time it is no more than its words: a list has hundreds.
 */
export function EditableCell<O extends Operation>(props: EditableCellProps<O>) {
  const t = useText(text)
  const mayEdit = useCan(props.permission)
  const [isBegun, setBegun] = useState(false)
  const reason = mayEdit ? (props.whyNot ?? null) : t.lacks
  if (isBegun) return <Begun {...props} reason={reason} />
  return (
    <AtRest {...props} reason={reason} onBegin={() => flushSync(() => setBegun(true))}>
      {props.children}
    </AtRest>
  )
}

type Reasoned = { /** Why it cannot be changed, or null. */ reason: string | null }

/** The cell once somebody has begun to change it: with its editor, or back at rest. */
function Begun<O extends Operation>(props: EditableCellProps<O> & Reasoned) {
  const [isEditing, setEditing] = useState(true)
  const cell = useRef<HTMLSpanElement>(null)
  const { save, shown } = useSaving(props)
  const end = (how: End) => {
    // Drawn again at once: the next key already belongs to the place this one leads to.
    flushSync(() => setEditing(false))
    if (how === 'stay') cell.current?.focus()
    else if (how !== 'left') moveOn(cell.current, how)
  }
  if (isEditing) {
    return (
      <span className="n-edit-box" ref={cell}>
        <Editor {...props} onSave={save} onEnd={end} />
      </span>
    )
  }
  return (
    <AtRest {...props} place={cell} onBegin={() => setEditing(true)}>
      {shown === undefined ? props.children : (shown ?? NO_VALUE)}
    </AtRest>
  )
}

type AtRestProps = Reasoned & {
  label: string
  place?: RefObject<HTMLSpanElement | null>
  onBegin: () => void
  children: ReactNode
}

/** The words of a cell. Why they cannot be changed is said when somebody is at them. */
function AtRest({ label, reason, place, onBegin, children }: AtRestProps) {
  const t = useText(text)
  const [isNear, setNear] = useState(false)
  const id = useId()
  const begin = () => reason === null && onBegin()
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== 'F2') return
    event.preventDefault()
    event.stopPropagation()
    begin()
  }
  const near = reason === null ? undefined : () => setNear(true)
  const away = reason === null ? undefined : () => setNear(false)
  return (
    <span
      ref={place}
      className={reason === null ? 'n-edit' : 'n-edit n-edit-off'}
      role="button"
      tabIndex={-1}
      aria-disabled={reason !== null}
      aria-describedby={isNear ? id : undefined}
      title={reason === null ? fill(t.edit, { label }) : label}
      onDoubleClick={begin}
      onKeyDown={press}
      onPointerEnter={near}
      onPointerLeave={away}
      onFocus={near}
      onBlur={away}
    >
      {children}
      {isNear && (
        <Tooltip open title={reason} id={id}>
          <span className="n-edit-why" />
        </Tooltip>
      )}
    </span>
  )
}

/** Sends what was typed; until the list has been read again it is shown as if it were saved. */
function useSaving<O extends Operation>({ operation, toInput, value }: EditableCellProps<O>) {
  const t = useText(text)
  const { message } = App.useApp()
  const send = useSend(operation)
  const [shown, setShown] = useState<string | null | undefined>(undefined)
  const save = async (next: string | null, words: string | null) => {
    if (next === value) return
    setShown(words)
    try {
      await send.mutateAsync(toInput(next))
    } catch (error) {
      const why = error instanceof ApiProblem ? problemText(error) : String(error)
      void message.error(fill(t.failed, { why }))
    } finally {
      setShown(undefined)
    }
  }
  return { save, shown }
}

/** Where the focus goes; `left`: it is elsewhere already. */
type End = 'stay' | 'next' | 'previous' | 'left'

type EditorProps = Pick<EditableCellProps<Operation>, 'label' | 'value' | 'how'> & {
  onSave: (value: string | null, words: string | null) => Promise<void>
  onEnd: (how: End) => void
}

function Editor({ label, value, how, onSave, onEnd }: EditorProps) {
  const [typed, setTyped] = useState(value ?? '')
  const isOver = useRef(false)
  const finish = (where: End, saves: boolean) => {
    if (isOver.current || (saves && how.kind === 'text' && typed.length > how.max)) return
    isOver.current = true
    const next = typed.trim() || null
    if (saves && how.kind === 'text') void onSave(next, next)
    onEnd(where)
  }
  const pick = (next: string | null, words: string | null) => {
    isOver.current = true
    void onSave(next, words)
    onEnd('stay')
  }
  const press = (event: KeyboardEvent) => {
    if (event.key === 'Escape') finish('stay', false)
    else if (event.key === 'Tab') finish(event.shiftKey ? 'previous' : 'next', true)
    else if (event.key === 'Enter' && how.kind === 'text') finish('stay', true)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const input = () => {
    switch (how.kind) {
      case 'text':
        return (
          <Input
            size="small"
            value={typed}
            maxLength={how.max}
            aria-label={label}
            onChange={(event) => setTyped(event.target.value)}
            onBlur={() => finish('left', true)}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the cell has just been opened to be typed into
            autoFocus
          />
        )
      case 'choice':
        return (
          <Select
            size="small"
            defaultOpen
            allowClear
            value={value ?? undefined}
            options={[...how.choices]}
            aria-label={label}
            onChange={(next: string | undefined) =>
              pick(next ?? null, how.choices.find((choice) => choice.value === next)?.label ?? null)
            }
            onBlur={() => finish('left', false)}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the cell has just been opened to be chosen in
            autoFocus
            popupMatchSelectWidth={false}
            style={{ width: '100%', minWidth: 120 }}
          />
        )
      case 'lookup':
        return (
          <Lookup label={label} find={how.find} value={null} onChange={(next) => pick(next, '…')} isFocused />
        )
    }
  }
  return (
    // A choice opens outside of the table and is still part of the row, which a click would open.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions, jsx-a11y/click-events-have-key-events -- only hears what happens to the input in it
    <span
      onKeyDownCapture={press}
      onClick={(event) => event.stopPropagation()}
      onBlur={how.kind === 'lookup' ? () => finish('left', false) : undefined}
    >
      {input()}
    </span>
  )
}

/** Goes to the next cell of the table that can be edited, and begins there. */
function moveOn(cell: HTMLElement | null, how: 'next' | 'previous'): void {
  const cells = [...(cell?.closest('table')?.querySelectorAll<HTMLElement>('.n-edit:not(.n-edit-off)') ?? [])]
  const at = cell ? cells.indexOf(cell) : -1
  const next = cells[at + (how === 'next' ? 1 : -1)]
  next?.focus()
  flushSync(() => next?.dispatchEvent(new MouseEvent('dblclick', { bubbles: true })))
}
