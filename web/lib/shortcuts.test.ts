import { expect, test } from 'vitest'
import { keyOf } from '#web/lib/shortcuts.ts'

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false }

test.each([
  ['j', { key: 'j' }],
  ['Shift+j', { key: 'J', shiftKey: true }],
  ['?', { key: '?', shiftKey: true }],
  ['Space', { key: ' ' }],
  ['Shift+ArrowDown', { key: 'ArrowDown', shiftKey: true }],
  ['Mod+a', { key: 'a', ctrlKey: true }],
  ['Mod+a', { key: 'a', metaKey: true }],
  ['Alt+1', { key: '1', altKey: true }],
])('%s is read from a key press', (name, event) => {
  expect(keyOf({ ...none, ...event })).toBe(name)
})
