import type { RefObject } from 'react'
import type { Text } from '#platform/text.ts'
import { type Shortcut, useShortcuts } from '#web/lib/shortcuts.ts'
import { focusRow } from '#web/ui/data-table.tsx'

const text = {
  group: { zh: '列表', en: 'Lists' },
  down: { zh: '下一行', en: 'Next row' },
  up: { zh: '上一行', en: 'Previous row' },
  open: { zh: '打开所在行', en: 'Open the row' },
  pick: { zh: '选择所在行', en: 'Select the row' },
  extend: { zh: '向下连选', en: 'Extend the selection down' },
  extendUp: { zh: '向上连选', en: 'Extend the selection up' },
  all: { zh: '选择本页全部', en: 'Select all on this page' },
  filter: { zh: '跳到筛选框', en: 'Go to the filter' },
  clear: { zh: '取消选择', en: 'Clear the selection' },
  next: { zh: '下一页', en: 'Next page' },
  previous: { zh: '上一页', en: 'Previous page' },
} satisfies Text

type ListKeys = {
  page: RefObject<HTMLElement | null>
  selection: { count: number; pickAllOnPage: () => void; clear: () => void } | null
  /** Goes to the next or previous page; null when there is none. */
  next: (() => void) | null
  previous: (() => void) | null
}

/** The keyboard of a list. The row with the focus is the one that keys act on. */
export function useListKeys({ page, selection, next, previous }: ListKeys): void {
  const rows = () => [...(page.current?.querySelectorAll<HTMLTableRowElement>('.n-table tbody tr') ?? [])]
  const current = () => rows().find((row) => row.contains(document.activeElement)) ?? null
  const step = (by: 1 | -1): boolean => {
    const all = rows()
    const row = current()
    const target = row ? all[all.indexOf(row) + by] : (all.find((one) => one.tabIndex === 0) ?? all[0])
    if (target) focusRow(target)
    else if (by > 0) next?.()
    else previous?.()
    return all.length > 0
  }
  const pick = (row: Element | null): boolean => {
    const box = row?.querySelector<HTMLInputElement>('.n-pick input')
    box?.click()
    return box !== null && box !== undefined
  }
  const extend = (by: 1 | -1): boolean => {
    const row = current()
    if (!selection || !row) return false
    if (row.getAttribute('aria-selected') !== 'true') pick(row)
    step(by)
    const target = current()
    if (target !== row && target?.getAttribute('aria-selected') !== 'true') pick(target)
    return true
  }
  const focusFilter = (): boolean => {
    const box = page.current?.querySelector<HTMLElement>('.n-search input, .n-filter-main')
    box?.focus()
    return box !== null && box !== undefined
  }
  const shortcut = (keys: string[], name: keyof typeof text, run: Shortcut['run']): Shortcut => ({
    keys,
    text: text[name],
    group: text.group,
    run,
  })
  useShortcuts([
    shortcut(['j', 'ArrowDown'], 'down', () => step(1)),
    shortcut(['k', 'ArrowUp'], 'up', () => step(-1)),
    shortcut(['Enter', 'o'], 'open', () => openRow(current())),
    ...(selection
      ? [
          shortcut(['x', 'Space'], 'pick', () => pick(current())),
          shortcut(['Shift+ArrowDown', 'Shift+j'], 'extend', () => extend(1)),
          shortcut(['Shift+ArrowUp', 'Shift+k'], 'extendUp', () => extend(-1)),
          shortcut(['Mod+a'], 'all', selection.pickAllOnPage),
          shortcut(['Escape'], 'clear', () => selection.count > 0 && selection.clear()),
        ]
      : []),
    shortcut(['/'], 'filter', focusFilter),
    ...(next ? [shortcut([']'], 'next', next)] : []),
    ...(previous ? [shortcut(['['], 'previous', previous)] : []),
  ])
}

function openRow(row: HTMLTableRowElement | null): boolean {
  const isOpenable = row?.dataset['openable'] === 'true'
  if (isOpenable) row?.click()
  return isOpenable
}
