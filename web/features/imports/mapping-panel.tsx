import { Select } from 'antd'
import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { importsApi } from '#modules/imports/api.ts'
import { isRequired, missingFields } from '#modules/imports/columns.ts'
import { type DuplicatePolicy, fieldOf, kinds } from '#modules/imports/kind.ts'
import { refusals } from '#modules/imports/refusals.ts'
import { ConstantFields } from '#web/features/imports/constant-fields.tsx'
import { DuplicateChoice } from '#web/features/imports/duplicate-choice.tsx'
import { FilePreview } from '#web/features/imports/file-preview.tsx'
import type { Batch } from '#web/features/imports/import-text.tsx'
import { ApiProblem, problemText, useSend } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { ActionButton } from '#web/ui/action-button.tsx'
import { Section } from '#web/ui/detail-page.tsx'

const text = {
  title: { zh: '文件的哪一列是什么', en: 'What each column means' },
  help: {
    zh: '已按列名和内容自动识别，请核对；“示例”是该列前几行的内容（个人信息已隐藏）。',
    en: 'Recognised by headings and cells; please check. Samples are the first rows of the column, with persons hidden.',
  },
  remembered: {
    zh: '已套用 {name} 上次对同样列名的设置，请核对。',
    en: 'Set as {name} did for these headings the last time; please check.',
  },
  field: { zh: '内容', en: 'Field' },
  column: { zh: '文件中的列', en: 'Column of the file' },
  samples: { zh: '示例', en: 'Samples' },
  required: { zh: '必填', en: 'required' },
  none: { zh: '不导入', en: 'Not imported' },
  unused: { zh: '未使用的列：', en: 'Columns not used: ' },
  check: { zh: '保存并检查', en: 'Save and check' },
  unknown: { zh: '出现意外错误，请重试', en: 'Something unexpected happened. Try again' },
} satisfies Text

const SAMPLES = 3
type Values = Record<string, string>
type Given = { fields: Values; constants: Values; duplicates: DuplicatePolicy }

/** Says which column holds which field, and has the rows checked. */
export function MappingPanel({ batch, onChecked }: { batch: Batch; onChecked: () => void }) {
  const t = useText(text)
  const say = useSay()
  const [fields, setFields] = useState<Values>(
    Object.keys(batch.mapping).length > 0 ? batch.mapping : batch.guess,
  )
  const [constants, setConstants] = useState<Values>(batch.constants)
  const [duplicates, setDuplicates] = useState<DuplicatePolicy>(batch.duplicates)
  const { run, isBusy, problem } = useMapAndCheck(batch.id, onChecked)
  const missing = missingFields(batch.kind, fields, constants)
  const whyNot = useWhyNot(batch, missing)
  const set = (field: string, column: string | null) => {
    const rest = Object.fromEntries(
      Object.entries(fields).filter(([name, used]) => name !== field && used !== column),
    )
    setFields(column === null ? rest : { ...rest, [field]: column })
  }
  const used = new Set(Object.values(fields))
  const unused = batch.columns.filter((column) => !used.has(column))
  return (
    <>
      <Section title={t.title}>
        <p className="n-quiet n-imp-gap">
          {batch.rememberedFrom ? fill(t.remembered, { name: batch.rememberedFrom }) : t.help}
        </p>
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
          {Object.keys(kinds[batch.kind].fields).map((field) => (
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
        {unused.length > 0 && (
          <p className="n-quiet n-imp-gap">{t.unused + unused.join(say({ zh: '、', en: ', ' }))}</p>
        )}
        <ConstantFields kind={batch.kind} values={constants} onChange={setConstants} />
        <DuplicateChoice kind={batch.kind} value={duplicates} onChange={setDuplicates} />
        <div className="n-imp-foot">
          <ActionButton
            action={{
              key: 'check',
              label: t.check,
              isPrimary: true,
              isBusy,
              whyNot,
              run: () => run({ fields, constants, duplicates }),
            }}
          />
          {whyNot && <span className="n-imp-why">{whyNot}</span>}
        </div>
      </Section>
      <FilePreview batch={batch} mapping={fields} />
    </>
  )
}

function useWhyNot({ kind }: Batch, missing: readonly string[]): string | null {
  const r = useText(refusals)
  const say = useSay()
  if (missing.length === 0) return null
  const names = missing.flatMap((field) => fieldOf(kind, field) ?? []).map(say)
  return fill(r['import.mapping_incomplete'], { fields: names.join(say({ zh: '、', en: ', ' })) })
}

type FieldRowProps = {
  field: string
  batch: Batch
  column: string | null
  isMissing: boolean
  onChange: (column: string | null) => void
}

function FieldRow({ field, batch, column, isMissing, onChange }: FieldRowProps) {
  const t = useText(text)
  const say = useSay()
  const facts = fieldOf(batch.kind, field)
  if (!facts) return null
  const name = say(facts)
  const index = column === null ? -1 : batch.columns.indexOf(column)
  const samples = batch.samples
    .map((row) => row.cells[index] ?? '')
    .filter((cell) => cell !== '')
    .slice(0, SAMPLES)
  return (
    <div role="row" className="n-imp-map-row" data-missing={isMissing} data-set={column !== null}>
      <span role="rowheader">
        {name} {isRequired(batch.kind, field) && <em>{t.required}</em>}
        {facts.hint && <small className="n-quiet">{say(facts.hint)}</small>}
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

/** Saves the mapping, then has the rows checked. */
function useMapAndCheck(id: string, onChecked: () => void) {
  const t = useText(text)
  const [problem, setProblem] = useState<string | null>(null)
  const map = useSend(importsApi.mapImport)
  const check = useSend(importsApi.checkImport, { onDone: onChecked })
  const run = async (body: Given) => {
    setProblem(null)
    try {
      await map.mutateAsync({ params: { id }, body })
      await check.mutateAsync({ params: { id } })
    } catch (error) {
      setProblem(error instanceof ApiProblem ? problemText(error) : t.unknown)
    }
  }
  return { run: (body: Given) => void run(body), isBusy: map.isPending || check.isPending, problem }
}
