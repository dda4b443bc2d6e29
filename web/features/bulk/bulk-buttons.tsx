import { Button, Dropdown } from 'antd'
import { Suspense, lazy, useState } from 'react'
import type { BulkSpec } from '#platform/bulk.ts'
import type { Text } from '#platform/text.ts'
import type { BulkTarget } from '#web/features/bulk/bulk-dialog.tsx'
import { useSay, useText } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'

const text = { more: { zh: '更多操作', en: 'More' } } satisfies Text

const BulkDialog = lazy(async () => ({
  default: (await import('#web/features/bulk/bulk-dialog.tsx')).BulkDialog,
}))

/** Buttons shown; the rest is in a menu. */
const SHOWN = 3

type BulkButtonsProps = { specs: readonly BulkSpec[]; target: BulkTarget; count: number; onDone: () => void }

/** What can be done to the records chosen; each opens its dialog. */
export function BulkButtons({ specs, target, count, onDone }: BulkButtonsProps) {
  const t = useText(text)
  const say = useSay()
  const [open, setOpen] = useState<BulkSpec | null>(null)
  const items = specs.slice(SHOWN).map((spec) => ({
    key: spec.key,
    label: say(spec.title),
    danger: spec.isDanger ?? false,
    onClick: () => setOpen(spec),
  }))
  return (
    <>
      {specs.slice(0, SHOWN).map((spec) => (
        <Button key={spec.key} size="small" danger={spec.isDanger ?? false} onClick={() => setOpen(spec)}>
          {say(spec.title)}
        </Button>
      ))}
      {items.length > 0 && (
        <Dropdown menu={{ items }} trigger={['click']}>
          <Button size="small">{t.more}</Button>
        </Dropdown>
      )}
      {open && (
        <Suspense>
          <BulkDialog
            spec={open}
            target={target}
            count={count}
            onClose={(isDone) => {
              setOpen(null)
              if (isDone) onDone()
            }}
          />
        </Suspense>
      )}
    </>
  )
}

const NONE: Readonly<Record<string, BulkSpec>> = {}

/** The actions of a list that the person at the screen may do. */
export function useBulkSpecs(
  list: string,
  specs: Readonly<Record<string, BulkSpec>> = NONE,
): readonly BulkSpec[] {
  const { permissions } = useMe()
  return Object.values(specs).filter(
    (spec) => spec.lists.includes(list) && permissions.includes(spec.permission),
  )
}
