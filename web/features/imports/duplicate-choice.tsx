import { Radio } from 'antd'
import type { Text } from '#platform/text.ts'
import { type ImportKind } from '#modules/imports/kind-names.ts'
import { type DuplicatePolicy, duplicateNames, kinds } from '#modules/imports/kind.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'

const text = {
  title: { zh: '已经存在的怎么办（按{key}识别）', en: 'What is there already (known by {key})' },
} satisfies Text

type Props = { kind: ImportKind; value: DuplicatePolicy; onChange: (value: DuplicatePolicy) => void }

/** What to do with rows whose record is there. Nothing is asked where there is no choice. */
export function DuplicateChoice({ kind, value, onChange }: Props) {
  const t = useText(text)
  const say = useSay()
  const { duplicates, key } = kinds[kind]
  if (duplicates.length < 2) return null
  return (
    <fieldset className="n-imp-duplicates">
      <legend>{fill(t.title, { key: say(key) })}</legend>
      <Radio.Group value={value} onChange={(event) => onChange(event.target.value as DuplicatePolicy)}>
        {duplicates.map((policy) => (
          <Radio key={policy} value={policy}>
            {say(duplicateNames[policy])}
          </Radio>
        ))}
      </Radio.Group>
    </fieldset>
  )
}
