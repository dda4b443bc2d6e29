import { Button, type FormInstance, Radio } from 'antd'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { NO_VALUE } from '#web/lib/format.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import type { Conflict, Stale } from '#web/ui/form-conflict.ts'
import { Time } from '#web/ui/values.tsx'

const text = {
  title: { zh: '您编辑期间，他人改了同样的内容', en: 'Somebody changed the same while you were editing' },
  help: {
    zh: '请逐项选择保留哪一个，然后保存。您填写的其他内容都还在。',
    en: 'Choose for each which one to keep, then save. All else you typed is still here.',
  },
  merged: {
    zh: '另有 {count} 处只有对方修改过，已直接采用。',
    en: '{count} other fields only the other person changed; they are taken over.',
  },
  before: { zh: '您打开时', en: 'When you opened it' },
  now: { zh: '现在', en: 'Now' },
  mine: { zh: '您填写的', en: 'What you typed' },
  by: { zh: '{name} 修改', en: 'changed by {name}' },
  somebody: { zh: '系统', en: 'the system' },
  keepMine: { zh: '用我的', en: 'Keep mine' },
  takeTheirs: { zh: '用对方的', en: 'Take theirs' },
  allMine: { zh: '全部用我的', en: 'Keep all mine' },
  allTheirs: { zh: '全部用对方的', en: 'Take all theirs' },
  save: { zh: '按选择保存', en: 'Save as chosen' },
  choose: { zh: '还有 {count} 项未选择', en: '{count} still to choose' },
  which: { zh: '{field}：保留哪一个', en: '{field}: which to keep' },
  yes: { zh: '是', en: 'Yes' },
  no: { zh: '否', en: 'No' },
} satisfies Text

type Choice = 'mine' | 'theirs'
/** How a coded value of a field is told; `undefined` leaves it to the form. */
export type ShowField = (field: string, value: unknown) => ReactNode | undefined

/** Tells fields of codes or ids by name, single ones and lists. */
export const showNames =
  (names: Record<string, (code: string) => string>): ShowField =>
  (field, value) => {
    const nameOf = names[field]
    if (!nameOf || value === null) return undefined
    return Array.isArray(value)
      ? value.map((one) => nameOf(String(one))).join('、') || NO_VALUE
      : nameOf(String(value))
  }

type FormConflictsProps = {
  form: FormInstance
  stale: Stale
  show: ShowField | undefined
  isBusy: boolean
  /** All is chosen and stands in the form. */
  onSettled: () => void
}

/** The difference of a stale save, field by field, to choose from. */
export function FormConflicts({ form, stale, show, isBusy, onSettled }: FormConflictsProps) {
  const t = useText(text)
  const [choices, setChoices] = useState<Record<string, Choice>>({})
  const box = useRef<HTMLElement>(null)
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' })
    box.current?.focus()
  }, [])
  const choose = (conflicts: readonly Conflict[], choice: Choice) => {
    for (const { name, value, typed } of conflicts)
      if (name) form.setFieldValue(name, choice === 'mine' ? typed : value)
    setChoices((known) => ({ ...known, ...Object.fromEntries(conflicts.map((c) => [c.field, choice])) }))
  }
  const open = stale.conflicts.filter(({ field }) => !choices[field]).length
  return (
    <section ref={box} className="n-conflicts" role="alert" aria-label={t.title} tabIndex={-1}>
      <h3>{t.title}</h3>
      <p>{t.help}</p>
      {stale.merged.length > 0 && <p>{fill(t.merged, { count: stale.merged.length })}</p>}
      {stale.conflicts.map((conflict) => (
        <ConflictRow
          key={conflict.field}
          conflict={conflict}
          show={show}
          choice={choices[conflict.field] ?? null}
          onChoose={(choice) => choose([conflict], choice)}
        />
      ))}
      <div className="n-conflicts-foot">
        {stale.conflicts.length > 1 && (
          <>
            <Button size="small" onClick={() => choose(stale.conflicts, 'mine')}>
              {t.allMine}
            </Button>
            <Button size="small" onClick={() => choose(stale.conflicts, 'theirs')}>
              {t.allTheirs}
            </Button>
          </>
        )}
        <span className="n-quiet" aria-live="polite">
          {open > 0 && fill(t.choose, { count: open })}
        </span>
        <Button type="primary" size="small" disabled={open > 0} loading={isBusy} onClick={onSettled}>
          {t.save}
        </Button>
      </div>
    </section>
  )
}

type ConflictRowProps = {
  conflict: Conflict
  show: ShowField | undefined
  choice: Choice | null
  onChoose: (choice: Choice) => void
}

function ConflictRow({ conflict, show, choice, onChoose }: ConflictRowProps) {
  const t = useText(text)
  const { field, label, before, now, mine, by, at } = conflict
  const shown = (value: unknown) => show?.(field, value) ?? <Plain value={value} />
  return (
    <div className="n-conflict">
      <strong>{label}</strong>
      <dl>
        <div>
          <dt>{t.before}</dt>
          <dd>{shown(before)}</dd>
        </div>
        <div>
          <dt>{t.now}</dt>
          <dd>{shown(now)}</dd>
          <dd className="n-quiet">
            {fill(t.by, { name: by ?? t.somebody })} <Time at={at} />
          </dd>
        </div>
        <div>
          <dt>{t.mine}</dt>
          <dd>{shown(mine)}</dd>
        </div>
      </dl>
      <Radio.Group
        aria-label={fill(t.which, { field: label })}
        value={choice}
        onChange={(event) => onChoose(event.target.value as Choice)}
        options={[
          { value: 'mine', label: t.keepMine },
          { value: 'theirs', label: t.takeTheirs },
        ]}
      />
    </div>
  )
}

/** A value without a meaning of its own: a text, a figure, yes or no, a list of such. */
function Plain({ value }: { value: unknown }) {
  const t = useText(text)
  if (value === null || value === undefined || value === '') return NO_VALUE
  if (typeof value === 'boolean') return value ? t.yes : t.no
  if (Array.isArray(value)) return value.map(String).join('、') || NO_VALUE
  return typeof value === 'object' ? Object.values(value).map(String).join(' · ') : String(value)
}
