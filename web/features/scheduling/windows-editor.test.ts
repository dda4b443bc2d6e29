import { expect, test } from 'vitest'
import { tidyTime } from './windows-editor.tsx'

test.each([
  ['830', '08:30'],
  ['8:30', '08:30'],
  ['8：30', '08:30'],
  ['8', '08:00'],
  ['2400', '24:00'],
  ['08:30', '08:30'],
  ['noon', 'noon'],
  ['', ''],
])('%s is read as %s', (typed, time) => expect(tidyTime(typed)).toBe(time))
