import { Cascader } from 'antd'
import { useQueries } from '@tanstack/react-query'
import { useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { queryOf } from '#web/lib/api.ts'
import { useText } from '#web/lib/i18n.ts'

type Division = ResultOf<typeof customersApi.listDivisions>['rows'][number]
type Option = { value: string; label: string; isLeaf: boolean; children?: Option[] }

const text = { choose: { zh: '省 / 市 / 区县', en: 'Province / city / district' } } satisfies Text

type DivisionFieldProps = {
  id?: string
  /** Codes of province, city and district; fewer when the address says less. */
  value?: string[]
  onChange?: (value: string[]) => void
}

/** Province, city and district of an address in China. Levels are fetched as they are opened. */
export function DivisionField({ id, value = [], onChange }: DivisionFieldProps) {
  const t = useText(text)
  const [opened, setOpened] = useState<string[]>([])
  const parents = [...new Set(['', ...value.slice(0, 2), ...opened])]
  const reads = useQueries({
    queries: parents.map((parent) => ({
      ...queryOf(customersApi.listDivisions, { query: parent ? { parent } : {} }),
      staleTime: Infinity,
    })),
  })
  const known = new Map(parents.map((parent, i) => [parent, reads[i]?.data?.rows]))
  return (
    <Cascader<Option>
      {...(id ? { id } : {})}
      options={optionsOf('', known)}
      value={value}
      onChange={(codes) => onChange?.((codes ?? []).map(String))}
      loadData={(path) => setOpened([...opened, path.at(-1)?.value ?? ''])}
      placeholder={t.choose}
      changeOnSelect
      allowClear
    />
  )
}

function optionsOf(parent: string, known: ReadonlyMap<string, Division[] | undefined>): Option[] {
  return (known.get(parent) ?? []).map(({ code, name, level }) => {
    const children = known.get(code)
    const isLeaf = level === 'district' || children?.length === 0
    return {
      value: code,
      label: name,
      isLeaf,
      ...(children && !isLeaf ? { children: optionsOf(code, known) } : {}),
    }
  })
}
