import { expect, test } from 'vitest'
import { menu } from '#web/menu.ts'
import { paths } from '#web/paths.ts'
import { findSettings, settingsPages } from '#web/settings.ts'

const all = () => true
const found = (typed: string) =>
  findSettings(typed, all).map((page) => [page.path, page.settings.map((one) => one.text.en)] as const)

test('every page of settings in the menu is in the index, under the same permission', () => {
  const known = new Map(settingsPages.map((page) => [page.path, page.permission]))
  for (const { path, permission } of menu.filter(
    (row) => row.group === 'settings' && row.path !== paths.settings,
  ))
    expect([path, known.get(path)]).toEqual([path, permission])
})

test('every setting has a name and other words in both languages', () => {
  for (const { text, settings } of settingsPages)
    for (const { text: name, words } of settings)
      for (const said of [name, words]) {
        expect(said.zh, text.en).toMatch(/\p{Script=Han}/u)
        expect(said.en, text.en).toMatch(/^[\x20-\x7e’]+$/)
      }
})

test('settings are found by the words people use, in either language, only where one may go', () => {
  expect(found('2fa')).toEqual([[paths.account, ['Two-step log-in']]])
  expect(found('调休')).toEqual([[paths.calendars, ['Public holidays and make-up days']]])
  expect(found('SMTP')).toEqual([[paths.mails, ['State of the mail server']]])
  expect(found('时效')[0]?.[0]).toBe(paths.contracts)
  expect(found('no such thing')).toEqual([])
  expect(found('').length).toBe(settingsPages.length)
  expect(findSettings('smtp', () => false)).toEqual([])
})
