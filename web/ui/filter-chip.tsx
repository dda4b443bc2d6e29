import { Popover } from 'antd'
import { type ReactNode, useState } from 'react'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'

const text = { remove: { zh: '移除筛选', en: 'Remove the filter' } } satisfies Text

type FilterChipProps = {
  label: string
  /** What it is set to, in words; null when it is not set. */
  said: ReactNode
  /** What opens to set or change it; `close` ends that. */
  children: (close: () => void) => ReactNode
  onRemove: () => void
}

/** A filter as a chip: read, changed and taken away in place. */
export function FilterChip({ label, said, children, onRemove }: FilterChipProps) {
  const t = useText(text)
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  const isSet = said !== null
  return (
    <span className="n-filter" data-set={isSet}>
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={isOpen}
        onOpenChange={setOpen}
        destroyOnHidden
        content={
          <div role="dialog" aria-label={label}>
            {children(close)}
          </div>
        }
      >
        <button
          type="button"
          className="n-filter-main"
          aria-expanded={isOpen}
          onKeyDown={(event) => event.key === 'Escape' && close()}
        >
          {!isSet && <Icon name="plus" size={13} />}
          {label}
          {said}
        </button>
      </Popover>
      {isSet && (
        <button
          type="button"
          className="n-filter-off"
          onClick={onRemove}
          aria-label={`${t.remove}: ${label}`}
        >
          <Icon name="close" size={12} />
        </button>
      )}
    </span>
  )
}
