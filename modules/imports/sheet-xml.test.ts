import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dateStylesOf } from './sheet-number.ts'
import { elementsOf, plainText, restOf } from './sheet-xml.ts'

// The same by patterns, as they say what is meant: right for good files, endless for hostile ones.
function byPatterns(xml: string): string[] {
  return [...xml.matchAll(/<(\w+:)?si(?:\s[^>]*)?(?:\/>|>(.*?)<\/(?:\w+:)?si>)/gs)].map(([, , item = '']) => {
    const spoken = item.replace(/<(?:\w+:)?rPh\b.*?<\/(?:\w+:)?rPh>/gs, '')
    const parts = [...spoken.matchAll(/<(?:\w+:)?t(?:\s[^>/]*)?>(.*?)<\/(?:\w+:)?t>/gs)]
    return parts.map(([, part = '']) => part).join('')
  })
}

const text = fc
  .string({ unit: fc.constantFrom('天', 'a', ' ', '\n', '𠀀', '/', 't', 'r', 'P', 'si', '>', '"') })
  .map((one) => one.replaceAll('<', ''))
const textElement = fc
  .tuple(text, fc.constantFrom('', ' xml:space="preserve"', '\n'))
  .map(([one, attributes]) => `<t${attributes}>${one}</t>`)
const empty = fc.constantFrom('<t/>', '<t xml:space="preserve"/>', '<phoneticPr fontId="1"/>', '<r></r>')
const run = textElement.map((one) => `<r><rPr><sz val="11"/><rFont val="宋体"/></rPr>${one}</r>`)
const hint = textElement.map((one) => `<rPh sb="0" eb="1">${one}</rPh>`)
const item = fc.oneof(
  fc.constant('<si/>'),
  fc
    .array(fc.oneof(textElement, run, hint, empty), { maxLength: 5 })
    .map((parts) => `<si>${parts.join('')}</si>`),
)
const prefixed = (xml: string, prefix: string) => xml.replace(/<(\/?)(?=[a-zA-Z])/g, `<$1${prefix}`)

describe('shared texts of a workbook', () => {
  test('are the same as by patterns, whatever pieces they come in', () => {
    fc.assert(
      fc.property(
        fc.array(item, { maxLength: 8 }),
        fc.constantFrom('', 'x:'),
        fc.integer({ min: 1, max: 40 }),
        (items, prefix, size) => {
          const xml = prefixed(items.join('\n'), prefix)
          const open = `<${prefix}si`
          const found: string[] = []
          let rest = ''
          for (let from = 0; from < xml.length; from += size) {
            rest += xml.slice(from, from + size)
            let at = 0
            for (const { content, end } of elementsOf(rest, open)) {
              found.push(plainText(content, prefix))
              at = end
            }
            rest = restOf(rest, at, open)
          }
          expect(found).toEqual(byPatterns(xml))
        },
      ),
    )
  })

  test.each(['<t>', '<t ', '<t', '<t></t>', '<rPh>', '<rPh', '<x:t>', '</t>', '<', '<a:'])(
    'hundred thousand of %s take no longer than its length',
    (mark) => {
      const began = performance.now()
      plainText(mark.repeat(128 * 1024), mark.startsWith('<x:') ? 'x:' : '')
      expect(performance.now() - began).toBeLessThan(5_000)
    },
  )
})

test.each(['<cellXfs>', '<numFmt ', '<numFmt numFmtId="1"', 'numFmtId="1" ', 'formatCode="[[', '<xf '])(
  'tens of thousands of %s among the styles take no longer than their length',
  (mark) => {
    const began = performance.now()
    dateStylesOf(`<cellXfs><numFmt ${mark.repeat(64 * 1024)}`)
    expect(performance.now() - began).toBeLessThan(5_000)
  },
)
