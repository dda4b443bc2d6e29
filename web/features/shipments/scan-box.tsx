import { Input, type InputRef } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { Icon } from '#web/ui/icons.tsx'

type ScanBoxProps = {
  label: string
  value?: string
  onChange?: (code: string) => void
  onScan: (code: string) => void
  isKept?: boolean
}

/**
 * A field for a barcode scanner. It has the focus when it appears and takes it back whenever nothing else has it, so the
 * next scan never goes astray. With `isKept` the code stays in the field.
 */
export function ScanBox({ label, value, onChange, onScan, isKept = false }: ScanBoxProps) {
  const input = useRef<InputRef>(null)
  const [own, setOwn] = useState('')
  const typed = value ?? own
  const set = onChange ?? setOwn
  useEffect(() => input.current?.focus({ preventScroll: true }), [])

  const takeBack = () =>
    setTimeout(() => {
      if (document.activeElement === document.body) input.current?.focus({ preventScroll: true })
    })
  const scan = () => {
    const code = typed.trim()
    if (code === '') return
    if (!isKept) set('')
    onScan(code)
  }
  return (
    <Input
      ref={input}
      size="large"
      value={typed}
      maxLength={80}
      onChange={(event) => set(event.target.value)}
      onPressEnter={(event) => {
        event.preventDefault()
        scan()
      }}
      onBlur={takeBack}
      prefix={<Icon name="search" size={16} />}
      placeholder={label}
      aria-label={label}
      autoComplete="off"
      spellCheck={false}
    />
  )
}
