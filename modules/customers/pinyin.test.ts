import { expect, test } from 'vitest'
import { plain, soundsOf } from './pinyin.ts'

test('names sound as people type them', async () => {
  expect(await soundsOf(['广州诺达物流', 'DHL中国', 'Acme Foods Ltd', '绿色', '', '3M'])).toEqual([
    { pinyin: 'guangzhounuodawuliu', initials: 'gzndwl' },
    { pinyin: 'dhlzhongguo', initials: 'dzg' },
    { pinyin: 'acmefoodsltd', initials: 'afl' },
    { pinyin: 'lvse', initials: 'ls' },
    { pinyin: '', initials: '' },
    { pinyin: '3m', initials: '3' },
  ])
})

test('what is typed is compared without case, spaces and signs', () =>
  expect(plain('Guang-Zhou 3')).toBe('guangzhou3'))
