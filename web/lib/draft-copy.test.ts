import { beforeEach, expect, test, vi } from 'vitest'
import { type KeptDraft, clearCopies, readCopy, removeCopy, writeCopy } from '#web/lib/draft-copy.ts'
import { fingerprint } from '#web/lib/random.ts'

const ME = '01a21a11-dc73-73a3-913e-cafa44b2f9ed'
const YOU = '01a21a14-1504-71e3-9db5-61d9364f5168'
const NOW = Date.parse('2026-03-02T02:00:00Z')
const place = (record = 'r') => ({ form: 'PATCH /customers/{id}', record })
const draft = (name: string, at = NOW): KeptDraft => ({
  values: { name },
  version: 2,
  sent: null,
  savedAt: new Date(at).toISOString(),
})

let stored: Map<string, string>
beforeEach(() => {
  stored = new Map()
  vi.stubGlobal('localStorage', {
    get length() {
      return stored.size
    },
    key: (i: number) => [...stored.keys()][i] ?? null,
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  })
  stored.set('nuoda.locale', '"zh"')
})

test('a copy comes back to its person, form and record, and to nobody else', () => {
  writeCopy(ME, place(), draft('甲'))
  expect(readCopy(ME, place(), NOW)).toEqual(draft('甲'))
  expect(readCopy(YOU, place(), NOW)).toBeNull()
  expect(readCopy(ME, place('other'), NOW)).toBeNull()
  removeCopy(ME, place())
  expect(readCopy(ME, place(), NOW)).toBeNull()
})

test('log-out removes all copies, the log-in of another person those of others; what is no draft stays', () => {
  writeCopy(ME, place(), draft('甲'))
  writeCopy(YOU, place(), draft('乙'))
  clearCopies(YOU, NOW)
  expect([readCopy(ME, place(), NOW), readCopy(YOU, place(), NOW)?.values]).toEqual([null, { name: '乙' }])
  clearCopies(null, NOW)
  expect([...stored.keys()]).toEqual(['nuoda.locale'])
})

test('a copy of a day ago is none', () => {
  writeCopy(ME, place(), draft('旧', NOW - 25 * 3_600_000))
  expect(readCopy(ME, place(), NOW)).toBeNull()
  clearCopies(ME, NOW)
  expect([...stored.keys()]).toEqual(['nuoda.locale'])
})

test('the machine keeps few and small ones: the oldest makes room, a large one is not kept', () => {
  for (let i = 0; i < 25; i += 1) writeCopy(ME, place(`r${i}`), draft(`${i}`, NOW + i))
  expect(readCopy(ME, place('r4'), NOW)).toBeNull()
  expect(readCopy(ME, place('r5'), NOW)?.values).toEqual({ name: '5' })
  expect(readCopy(ME, place('r24'), NOW)?.values).toEqual({ name: '24' })
  expect(writeCopy(ME, place('big'), draft('x'.repeat(70_000)))).toBe(false)
  expect(readCopy(ME, place('big'), NOW)).toBeNull()
})

test('a browser that refuses storage costs nothing but the copy', () => {
  vi.stubGlobal('localStorage', {
    length: 0,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  })
  expect(writeCopy(ME, place(), draft('甲'))).toBe(false)
})

test('the same content has the same fingerprint, other content another', () => {
  const texts = Array.from({ length: 20_000 }, (_, i) =>
    JSON.stringify([{ body: { note: `第 ${i} 条` } }, null]),
  )
  expect(new Set(texts.map(fingerprint)).size).toBe(texts.length)
  expect(fingerprint(texts[7] ?? '')).toBe(fingerprint(texts[7] ?? ''))
})
