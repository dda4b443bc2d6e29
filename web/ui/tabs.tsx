import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { useReveal } from '#web/lib/reveal.ts'

export type Tab = { key: string; label: string; children: ReactNode }

type TabsProps = { label: string; items: readonly Tab[]; active: string; onChange: (key: string) => void }

/** Parts of a page, one shown at a time. Arrows, Home and End move along the bar; on a phone it scrolls. */
export function Tabs({ label, items, active, onChange }: TabsProps) {
  const id = useId()
  const bar = useRef<HTMLDivElement>(null)
  const shown = items.find((item) => item.key === active) ?? items[0]
  useReveal(bar, '[aria-selected=true]', shown?.key)
  const move = (event: KeyboardEvent) => {
    const at = items.findIndex((item) => item.key === shown?.key)
    const targets: Record<string, number> = {
      ArrowRight: (at + 1) % items.length,
      ArrowLeft: (at + items.length - 1) % items.length,
      Home: 0,
      End: items.length - 1,
    }
    const next = targets[event.key]
    const item = next === undefined ? undefined : items[next]
    if (next === undefined || !item) return
    event.preventDefault()
    onChange(item.key)
    bar.current?.querySelectorAll('button')[next]?.focus()
  }
  return (
    <>
      <div ref={bar} role="tablist" aria-label={label} className="n-tabs" onKeyDown={move} tabIndex={-1}>
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            role="tab"
            id={`${id}-${item.key}`}
            aria-selected={item.key === shown?.key}
            aria-controls={`${id}-panel`}
            tabIndex={item.key === shown?.key ? 0 : -1}
            onClick={() => onChange(item.key)}
          >
            {item.label}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${shown?.key ?? ''}`}>
        {shown?.children}
      </div>
    </>
  )
}
