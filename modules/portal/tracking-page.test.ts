import { expect, test } from 'vitest'
import { cityOf } from './places.ts'
import { confidenceOf, mostPressing, nextStepOf } from './tracking-page.ts'

test.each([
  ['广东省广州市天河区天河路123号', '广州市'],
  ['广州市天河营业部', '广州市'],
  ['上海浦东张江路88弄', '上海'],
  ['【深圳市】张三 13800001111 正在派件', '深圳市'],
  ['中国 浙江省杭州市', '杭州市'],
  ['李小明住在广州市', '广州市'],
  ['李小明13800001111 昆山市', '昆山市'],
  ['广州天河营业部', '广州'],
  ['延边朝鲜族自治州延吉', '延边朝鲜族自治州'],
  ['天河路123号5栋1203室', ''],
  ['张三 13800001111', ''],
  ['菜市场门口', ''],
  ['Memphis, TN', 'Memphis, TN'],
  ['12 Main Street, Springfield', ''],
  ['Main Street, US', ''],
  ['Mr. Wang at the door', ''],
  ['', ''],
])('the city of %s: %s', (place, city) => expect(cityOf(place)).toBe(city))

test('one clear next step', () => {
  expect(nextStepOf('created', false)).toBe('wait_for_dispatch')
  expect(nextStepOf('in_transit', true)).toBe('nothing')
  expect(nextStepOf('out_for_delivery', true)).toBe('be_reachable')
  expect(nextStepOf('available_for_collection', true)).toBe('collect')
  expect(nextStepOf('attempt_failed', true)).toBe('arrange_again')
  expect(nextStepOf('lost', true)).toBe('contact_us')
  expect(nextStepOf('delivered', true)).toBe('check_goods')
  expect(mostPressing(['nothing', 'collect', 'check_goods'])).toBe('collect')
  expect(mostPressing([])).toBe('wait_for_dispatch')
  expect(mostPressing(['nothing'])).toBe('nothing')
  // One part came, another one is still to come: the order is not delivered.
  expect(mostPressing(['check_goods', 'check_goods'])).toBe('check_goods')
  expect(mostPressing(['check_goods', 'nothing'])).toBe('nothing')
  expect(mostPressing(['wait_for_dispatch', 'check_goods'])).toBe('wait_for_dispatch')
  expect(mostPressing(['wait_for_dispatch', 'nothing'])).toBe('nothing')
})

test('how sure: from how many cases', () => {
  expect([
    confidenceOf(false, 99),
    confidenceOf(true, null),
    confidenceOf(true, 12),
    confidenceOf(true, 30),
  ]).toEqual(['none', 'plan', 'medium', 'high'])
})
