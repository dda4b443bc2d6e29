import { Select } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { customersApi } from '#modules/customers/api.ts'
import { importsApi } from '#modules/imports/api.ts'
import {
  type Mapping,
  ORDER_FIELDS,
  type OrderField,
  isRequired,
  missingFields,
  orderFields,
} from '#modules/imports/columns.ts'
import { refusals } from '#modules/imports/refusals.ts'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { ApiProblem, call, useSend } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useCan } from '#web/lib/session.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'
import { Lookup } from '#web/ui/fields.tsx'

const text = {
  title: { zh: '文件的哪一列是什么', en: 'What each column means' },
  help: {
    zh: '已按列名自动识别，请核对；“示例”是该列前几行的内容（个人信息已隐藏）。',
    en: 'Recognised by the headings; please check. Samples are the first rows of the column, with persons hidden.',
  },
  field: { zh: '订单内容', en: 'Field of the order' },
  column: { zh: '文件中的列', en: 'Column of the file' },
  samples: { zh: '示例', en: 'Samples' },
  required: { zh: '必填', en: 'required' },
  none: { zh: '不导入', en: 'Not imported' },
  customer: { zh: '整个文件的客户', en: 'Customer of the whole file' },
  customerHelp: {
    zh: '文件里没有客户列时在此指定；有客户列的行以文件为准。',
    en: 'Where the file names no customer. Rows that name one keep their own.',
  },
  unused: { zh: '未使用的列：', en: 'Columns not used: ' },
  check: { zh: '保存并检查', en: 'Save and check' },
  checking: { zh: '正在逐行检查…', en: 'Checking every row…' },
  unknown: { zh: '出现意外错误，请重试', en: 'Something unexpected happened. Try again' },
} satisfies Text

const SAMPLES = 3
const FOUND_MAX = 20

/** Says which column holds which field, and has the rows checked. */
export function MappingPanel({ batch, onChecked }: { batch: Batch; onChecked: () => void }) {
  const t = useText(text)
  const r = useText(refusals)
  const say = useSay()
  const [fields, setFields] = useState<Mapping>(
    Object.keys(batch.mapping).length > 0 ? batch.mapping : batch.guess,
  )
  const [customerNumber, setCustomer] = useState(batch.customerNumber)
  const { run, isBusy, problem } = useMapAndCheck(batch.id, onChecked)
  const missing = missingFields(fields, customerNumber)
  const whyNot =
    missing.length > 0
      ? fill(r['import.mapping_incomplete'], {
          fields: missing.map((field) => say(orderFields[field])).join('、'),
        })
      : null
  const set = (field: OrderField, column: string | null) => {
    const rest = Object.fromEntries(
      Object.entries(fields).filter(([name, used]) => name !== field && used !== column),
    )
    setFields(column === null ? rest : { ...rest, [field]: column })
  }
  const used = new Set(Object.values(fields))
  const unused = batch.columns.filter((column) => !used.has(column))
  return (
    <Section title={t.title}>
      <p className="n-quiet n-imp-gap">{t.help}</p>
      {problem && (
        <div className="n-note n-note-bad" role="alert">
          {problem}
        </div>
      )}
      <div className="n-imp-map" role="table" aria-label={t.title}>
        <div role="row" className="n-imp-map-head">
          <span role="columnheader">{t.field}</span>
          <span role="columnheader">{t.column}</span>
          <span role="columnheader">{t.samples}</span>
        </div>
        {ORDER_FIELDS.map((field) => (
          <FieldRow
            key={field}
            field={field}
            batch={batch}
            column={fields[field] ?? null}
            isMissing={missing.includes(field)}
            onChange={(column) => set(field, column)}
          />
        ))}
      </div>
      {unused.length > 0 && <p className="n-quiet n-imp-gap">{t.unused + unused.join('、')}</p>}
      <div className="n-imp-customer">
        <label htmlFor="import-customer">{t.customer}</label>
        <CustomerNumber value={customerNumber} onChange={setCustomer} />
        <p className="n-quiet">{t.customerHelp}</p>
      </div>
      <div className="n-imp-foot">
        <ActionButton
          action={{
            key: 'check',
            label: isBusy ? t.checking : t.check,
            isPrimary: true,
            isBusy,
            whyNot,
            run: () => run(fields, customerNumber),
          }}
        />
        {whyNot && <span className="n-imp-why">{whyNot}</span>}
      </div>
    </Section>
  )
}

type FieldRowProps = {
  field: OrderField
  batch: Batch
  column: string | null
  isMissing: boolean
  onChange: (column: string | null) => void
}

function FieldRow({ field, batch, column, isMissing, onChange }: FieldRowProps) {
  const t = useText(text)
  const name = useSay()(orderFields[field])
  const index = column === null ? -1 : batch.columns.indexOf(column)
  const samples =
    index === -1
      ? []
      : batch.samples
          .map((row) => row.cells[index] ?? '')
          .filter((cell) => cell !== '')
          .slice(0, SAMPLES)
  return (
    <div role="row" className="n-imp-map-row" data-missing={isMissing} data-set={column !== null}>
      <span role="rowheader">
        {name} {isRequired(field) && <em>{t.required}</em>}
      </span>
      <span role="cell">
        <Select<string>
          aria-label={name}
          value={column ?? undefined}
          onChange={(value) => onChange(value ?? null)}
          placeholder={t.none}
          allowClear
          showSearch
          {...(isMissing ? { status: 'error' as const } : {})}
          options={batch.columns.map((value) => ({ value, label: value }))}
          style={{ width: '100%' }}
        />
      </span>
      <span role="cell" className="n-quiet n-imp-samples">
        {samples.join(' · ') || '–'}
      </span>
    </div>
  )
}

function CustomerNumber({
  value,
  onChange,
}: {
  value: string | null
  onChange: (number: string | null) => void
}) {
  const t = useText(text)
  const canSee = useCan('customer.read')
  const find = async (search: string) => {
    const { rows } = await call(customersApi.listCustomers, {
      query: { limit: FOUND_MAX, ...(search && { search }) },
    })
    return rows.map((customer) => ({ value: customer.number, label: `${customer.name} ${customer.number}` }))
  }
  return (
    <Lookup
      id="import-customer"
      value={value}
      onChange={onChange}
      find={find}
      label={t.customer}
      isDisabled={!canSee}
      current={value ? { value, label: value } : undefined}
    />
  )
}

/** Saves the mapping, then checks the rows. */
function useMapAndCheck(id: string, onChecked: () => void) {
  const t = useText(text)
  const [problem, setProblem] = useState<string | null>(null)
  const map = useSend(importsApi.mapImport)
  const check = useSend(importsApi.checkImport, { onDone: onChecked })
  const run = async (fields: Mapping, customerNumber: string | null) => {
    setProblem(null)
    try {
      await map.mutateAsync({ params: { id }, body: { fields, customerNumber } })
      await check.mutateAsync({ params: { id } })
    } catch (error) {
      setProblem(
        error instanceof ApiProblem
          ? [error.detail, ...error.fields.map((field) => field.message)].join(' ')
          : t.unknown,
      )
    }
  }
  return {
    run: (fields: Mapping, customerNumber: string | null) => void run(fields, customerNumber),
    isBusy: map.isPending || check.isPending,
    problem,
  }
}
