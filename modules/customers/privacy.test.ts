import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { maskEmail, maskHandle, maskName, maskPhone, maskStreet } from './privacy.ts'

describe('names', () => {
  test.each([
    ['', ''],
    ['林', '*'],
    ['林诺', '林*'],
    ['欧阳 修', '欧* *'],
    ['John Smith', 'J*** *****'],
    ['𠮷野', '𠮷*'],
  ])('%s is shown as %s', (name, shown) => expect(maskName(name)).toBe(shown))

  test('always hide a character', () => {
    const names = fc.string({ minLength: 1 }).filter((s) => s.trim() !== '')
    fc.assert(
      fc.property(names, (name) => {
        expect(maskName(name)).toContain('*')
      }),
    )
  })
})

describe('phones hide six digits or more', () => {
  test.each([
    ['', ''],
    ['110', '***'],
    ['666888', '******'],
    ['6668881', '******1'],
    ['13812345678', '1******5678'],
    ['+86 138 1234 5678', '+86 1** **** 5678'],
    ['020-87654321', '0**-****4321'],
    ['１３８１２３４５６７８', '1******5678'],
    ['8765 ext. 12', '**** **** **'],
  ])('%s is shown as %s', (phone, shown) => expect(maskPhone(phone)).toBe(shown))

  test('whatever the number, at most the digits beyond six are seen', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\+?[0-9 -]{1,20}$/), (phone) => {
        const digits = phone.replace(/\D/g, '').length
        expect(maskPhone(phone).replace(/\D/g, '').length).toBe(Math.max(0, digits - 6))
      }),
    )
  })
})

describe('streets hide unit and room', () => {
  test.each([
    ['', ''],
    ['天河路123号', '天河路123号'],
    ['天河路123号5栋1203室', '天河路123号***'],
    ['天河路123号天河城大厦1203', '天河路123号***'],
    ['中山大道西238号之3号楼二单元', '中山大道西238号***'],
    ['幸福小区5栋1203室', '幸福小区***'],
    ['幸福小区甲座', '幸福小区***'],
    ['静安里5-2-1203', '静安里***'],
    ['人民路三十八号', '人民路三十八号'],
    ['人民路三十八号二楼', '人民路三十八号***'],
    ['工业园区', '工业园区'],
    ['12 Main Street', '12 Main Street'],
    ['12 Main Street, Apt 4B', '12 Main Street***'],
    ['12 Main Street #4', '12 Main Street***'],
    ['Unit 5, 12 Main Street', '***'],
    ['天河路１２３号１２０３室', '天河路123号***'],
  ])('%s is shown as %s', (street, shown) => expect(maskStreet(street)).toBe(shown))
})

test.each([
  ['', ''],
  ['lin@example.com', 'l***@example.com'],
  ['l@example.com', '***@example.com'],
  ['not an address', '***'],
])('the e-mail %s is shown as %s', (email, shown) => expect(maskEmail(email)).toBe(shown))

test.each([
  ['', ''],
  ['x', '*'],
  ['linnuo88', 'l***'],
])('the handle %s is shown as %s', (handle, shown) => expect(maskHandle(handle)).toBe(shown))
