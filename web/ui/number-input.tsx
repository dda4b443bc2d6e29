import { Form, type FormItemProps, Input } from 'antd'
import { type KeyboardEvent, type KeyboardEventHandler, type ReactNode, useId, useState } from 'react'
import { currencyExponent, toMinor } from '#platform/money.ts'
import { getCurrency } from '#web/lib/format.ts'
import { useLocale } from '#web/lib/i18n.ts'
import { type NumberRange, isInRange, readNumber, sayRange } from '#web/ui/number-range.ts'
import '#web/ui/number-input.css'

/** Numbers on the screen are shown with at most so many significant digits: what floating point adds is cut off. */
const DIGITS = 12

export type NumberInputProps = NumberRange & {
  id?: string
  /** NaN: what is typed cannot be taken. It is said, stays as it is, and must not be sent. */
  value?: number | null
  onChange?: (value: number | null) => void
  onBlur?: (value: number | null) => void
  onPressEnter?: KeyboardEventHandler<HTMLInputElement>
  label?: string
  placeholder?: string
  suffix?: ReactNode
  step?: number
  isDisabled?: boolean
  /** As wide as a few digits, not as its place. */
  isShort?: boolean
  /** It belongs to a Form.Item, which says what is wrong once it has looked. */
  isOfItem?: boolean
}

/** A number. What is typed is never changed: what cannot be taken is said under the field until it is right. */
export function NumberInput(props: NumberInputProps) {
  const { min, max, decimals = 0, value = null, onChange, onBlur, onPressEnter, label, step = 1 } = props
  const { suffix, isDisabled, isShort, isOfItem, ...rest } = withoutOwn(props)
  useLocale()
  const noteId = useId()
  const [typed, setTyped] = useState(() => showNumber(value))
  const [seen, setSeen] = useState(value)
  const read = readNumber(typed, decimals)
  // Somebody else set it: not what was typed here.
  if (!isSame(value, seen)) {
    setSeen(value)
    if (!isSame(value, read)) setTyped(showNumber(value))
  }
  const isWrong = read !== null && !isInRange(read, { min, max })
  const note = { id: noteId, text: sayRange({ min, max, decimals }) }
  const take = (next: string) => {
    setTyped(next)
    onChange?.(readNumber(next, decimals))
  }
  const stepBy = (event: KeyboardEvent, by: number) => {
    const next = Number(((read ?? 0) + by).toPrecision(DIGITS))
    if (!isInRange(next, { min, max })) return
    event.preventDefault()
    take(String(next))
  }
  return (
    <span className="n-number" data-short={isShort ?? false}>
      <Input
        {...rest}
        role="spinbutton"
        aria-label={label}
        {...(min === undefined ? {} : { 'aria-valuemin': min })}
        {...(max === undefined ? {} : { 'aria-valuemax': max })}
        {...(isInRange(read, {}) ? { 'aria-valuenow': read } : {})}
        {...(isWrong && !isOfItem ? { 'aria-describedby': noteId } : {})}
        {...(isWrong ? { 'aria-invalid': true, status: 'error' as const } : {})}
        // A keyboard of digits has no minus.
        inputMode={min === undefined || min < 0 ? 'text' : decimals === 0 ? 'numeric' : 'decimal'}
        autoComplete="off"
        value={typed}
        suffix={suffix}
        disabled={isDisabled ?? false}
        onChange={(event) => take(event.target.value)}
        onBlur={() => onBlur?.(read)}
        {...(onPressEnter ? { onPressEnter } : {})}
        onKeyDown={(event) => {
          if (event.key === 'ArrowUp') stepBy(event, step)
          if (event.key === 'ArrowDown') stepBy(event, -step)
        }}
      />
      {isWrong && (isOfItem ? <NoteOfItem {...note} /> : <RangeNote {...note} />)}
    </span>
  )
}

function RangeNote({ id, text }: { id: string; text: string }) {
  return (
    <small id={id} role="alert" className="n-number-wrong">
      {text}
    </small>
  )
}

/** Until the Form.Item says it: a draft that came back has not been looked at. */
function NoteOfItem(note: { id: string; text: string }) {
  const { errors } = Form.Item.useStatus()
  return errors.length > 0 ? null : <RangeNote {...note} />
}

/** What a field of the page gets besides: `id`, the placeholder and what a Form.Item says of it. */
function withoutOwn(props: NumberInputProps) {
  const { min: _min, max: _max, decimals: _decimals, value: _value, onChange: _onChange, ...rest } = props
  const { onBlur: _onBlur, onPressEnter: _onPressEnter, label: _label, step: _step, ...outer } = rest
  return outer
}

/** Money in major units on the screen, minor units as its value. */
export function MoneyInput({
  value,
  onChange,
  currency = getCurrency(),
  ...rest
}: Omit<NumberInputProps, 'decimals' | 'suffix'> & { currency?: string }) {
  const exponent = currencyExponent(currency)
  const minor = (major: number | null) =>
    major === null || Number.isNaN(major) ? major : toMinor(major, currency)
  return (
    <NumberInput
      min={0}
      {...rest}
      decimals={exponent}
      suffix={currency}
      value={value === null || value === undefined ? null : value / 10 ** exponent}
      onChange={(major) => onChange?.(minor(major))}
    />
  )
}

type NumberItemProps = Omit<FormItemProps, 'children'> & NumberRange & { input?: NumberInputProps }

/** A number of a form: out of its range it is said under the field, and the form is not sent. */
export function NumberItem({ min, max, decimals, input, rules = [], ...item }: NumberItemProps) {
  const rule = useRangeRule({ min, max, decimals })
  return (
    <Form.Item {...item} rules={[...rules, rule]}>
      <NumberInput {...{ min, max, decimals }} {...input} isOfItem />
    </Form.Item>
  )
}

/** An amount of a form, in minor units. */
export function MoneyItem({
  currency = getCurrency(),
  rules = [],
  ...item
}: Omit<FormItemProps, 'children'> & { currency?: string }) {
  const rule = useRangeRule({ min: 0, decimals: currencyExponent(currency) })
  return (
    <Form.Item {...item} rules={[...rules, rule]}>
      <MoneyInput currency={currency} isOfItem />
    </Form.Item>
  )
}

function useRangeRule(range: NumberRange) {
  useLocale()
  return {
    validator: async (_: unknown, value: number | null | undefined) => {
      if (value !== null && value !== undefined && !isInRange(value, range)) throw new Error(sayRange(range))
    },
  }
}

const showNumber = (value: number | null): string =>
  value === null || Number.isNaN(value) ? '' : String(Number(value.toPrecision(DIGITS)))

const isSame = (one: number | null, other: number | null): boolean =>
  Object.is(one, other) ||
  (one !== null && other !== null && Number(one.toPrecision(DIGITS)) === Number(other.toPrecision(DIGITS)))
