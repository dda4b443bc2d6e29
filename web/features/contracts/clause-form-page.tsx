import { useParams } from '@tanstack/react-router'
import { Form, type FormInstance } from 'antd'
import type { Operation } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { contractsApi } from '#modules/contracts/api.ts'
import { ClauseFields } from '#web/features/contracts/clause-fields.tsx'
import { useCalendarOptions } from '#web/features/scheduling/calendar-options.ts'
import { type ClauseValues, firstValues, inputOf, valuesOf } from '#web/features/contracts/clause-values.ts'
import {
  type ClauseRow,
  type Contract,
  Sentence,
  useSentence,
} from '#web/features/contracts/contract-text.tsx'
import { DryRunPanel } from '#web/features/contracts/dry-run-panel.tsx'
import { type Answer, useOperation } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { one, useUrlState } from '#web/lib/search.ts'
import { paths } from '#web/paths.ts'
import { Loaded, Section } from '#web/ui/detail-page.tsx'
import { FormPage } from '#web/ui/form-page.tsx'
import { useGo } from '#web/ui/link.tsx'
import { isInRange } from '#web/ui/number-range.ts'
import { amountMax } from '#modules/contracts/contract.ts'

const text = {
  add: { zh: '新增条款', en: 'Add a clause' },
  copy: { zh: '复制条款', en: 'Copy a clause' },
  change: { zh: '修改条款（新版本 v{version}）', en: 'Change the clause (new version v{version})' },
  save: { zh: '保存为草稿', en: 'Save as a draft' },
  inWords: { zh: '条款原文', en: 'In words' },
  notYet: { zh: '数量填对后，这里显示条款原文。', en: 'The clause is shown here once its number is right.' },
  inWordsHelp: {
    zh: '随填写实时更新。保存为草稿后并不生效，发布后才约束新订单。',
    en: 'It follows what you enter. A draft binds nobody until it is published.',
  },
} satisfies Text

/** A new clause of a contract. */
export function NewClausePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const contract = useOperation(contractsApi.getContract, { params: { id } })
  const from = one(useUrlState().values['from'])
  return (
    <Loaded read={contract}>
      {(found) =>
        from === undefined ? (
          <NewClause contract={found} copied={null} />
        ) : (
          <CopiedClause contract={found} id={from} />
        )
      }
    </Loaded>
  )
}

/** A new clause that begins with what another one says. */
function CopiedClause({ contract, id }: { contract: Contract; id: string }) {
  const clause = useOperation(contractsApi.getClause, { params: { id } })
  return <Loaded read={clause}>{(found) => <NewClause contract={contract} copied={found} />}</Loaded>
}

function NewClause({ contract, copied }: { contract: Contract; copied: ClauseRow | null }) {
  const t = useText(text)
  const go = useGo()
  return (
    <FormPage<typeof contractsApi.draftClause, ClauseValues>
      back={{ to: paths.contract(contract.id), text: contract.name }}
      title={copied ? t.copy : t.add}
      saveText={t.save}
      initial={copied ? valuesOf(copied) : firstValues}
      operation={contractsApi.draftClause}
      about={{ id: contract.id }}
      toInput={(values) => ({ params: { id: contract.id }, body: { kind: values.kind, ...inputOf(values) } })}
      onDone={(draft: Answer<typeof contractsApi.draftClause>) => go(paths.clause(draft.id))}
    >
      {(form) => <ClauseColumns form={form} contractId={contract.id} clause={null} />}
    </FormPage>
  )
}

/** A new version of a clause; the one in force stays until the new one is published. */
export function ChangeClausePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const clause = useOperation(contractsApi.getClause, { params: { id } })
  return <Loaded read={clause}>{(found) => <ChangeClause clause={found} />}</Loaded>
}

function ChangeClause({ clause }: { clause: ClauseRow }) {
  const t = useText(text)
  const go = useGo()
  return (
    <FormPage<typeof contractsApi.changeClause, ClauseValues>
      back={{ to: paths.clause(clause.id), text: clause.contractName }}
      title={fill(t.change, { version: clause.version + 1 })}
      saveText={t.save}
      initial={valuesOf(clause)}
      operation={contractsApi.changeClause}
      about={{ id: clause.id, version: clause.version }}
      toForm={(field, value) => ({
        name: [field],
        value: valuesOf({ ...clause, [field]: value })[field as keyof ClauseValues],
      })}
      toInput={(values) => ({
        params: { id: clause.id },
        body: { version: clause.version, ...inputOf(values) },
      })}
      onDone={(made) => go(paths.clause(made.id))}
    >
      {(form) => <ClauseColumns form={form} contractId={clause.contractId} clause={clause} />}
    </FormPage>
  )
}

type ClauseColumnsProps = { form: FormInstance<ClauseValues>; contractId: string; clause: ClauseRow | null }

function ClauseColumns({ form, contractId, clause }: ClauseColumnsProps) {
  const t = useText(text)
  const { options: calendars } = useCalendarOptions()
  const sentence = useSentence()
  const typed = Form.useWatch([], form) as ClauseValues | undefined
  // Until the first render of the fields the form says nothing.
  const values: ClauseValues = typed?.target
    ? { ...typed, kind: typed.kind ?? clause?.kind ?? firstValues.kind }
    : clause
      ? valuesOf(clause)
      : firstValues
  const input = inputOf(values)
  const calendar = calendars.find((one) => one.value === input.calendarId)
  return (
    <div className="n-con-form">
      <div>
        <ClauseFields isChange={clause !== null} />
      </div>
      <div className="n-con-side">
        <Section title={t.inWords}>
          {isInRange(values.target.amount, { min: 0, max: amountMax[values.target.unit] }) ? (
            <Sentence of={sentence({ ...input, kind: values.kind }, calendar?.label ?? null)} />
          ) : (
            <p className="n-quiet">{t.notYet}</p>
          )}
          <p className="n-quiet">{t.inWordsHelp}</p>
        </Section>
        <DryRunPanel
          operation={contractsApi.dryRunDraft satisfies Operation}
          toInput={(span) => ({
            body: {
              contractId,
              kind: values.kind,
              ...span,
              ...(clause ? { lineId: clause.lineId } : {}),
              ...input,
            },
          })}
          of={JSON.stringify(input)}
        />
      </div>
    </div>
  )
}
