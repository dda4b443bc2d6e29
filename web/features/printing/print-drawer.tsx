import { documentNames, paperNames, formatNames, languageNames, partNames } from '#modules/printing/names.ts'
import { Button, Checkbox, Drawer, Input, Select } from 'antd'
import { useEffect, useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { Text } from '#platform/text.ts'
import { printingApi } from '#modules/printing/api.ts'
import {
  type DocumentKind,
  PRINT_COPIES_MAX,
  PRINT_RECORDS_MAX,
  type Paper,
  type PrintFormat,
  type PrintSubject,
  documents,
  documentsOf,
  formatsOf,
} from '#modules/printing/document.ts'
import { openPrint } from '#web/features/printing/open-print.ts'
import { PrintResult } from '#web/features/printing/print-result.tsx'
import { printHabits } from '#web/features/printing/print-store.ts'
import { type Template } from '#web/features/printing/print-text.ts'
import { ApiProblem, call, useOperation, useSend } from '#web/lib/api.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'
import { Field } from '#web/features/printing/field.tsx'
import { ErrorState, LoadingRows } from '#web/ui/states.tsx'
import '#web/features/printing/printing.css'

const text = {
  title: { zh: '打印', en: 'Print' },
  titleMany: { zh: '打印 {n} 单', en: 'Print {n} {n:record|records}' },
  document: { zh: '单据', en: 'Document' },
  format: { zh: '格式', en: 'Format' },
  paper: { zh: '纸张', en: 'Paper' },
  language: { zh: '语言', en: 'Language' },
  copies: { zh: '份数', en: 'Copies' },
  reason: { zh: '原因', en: 'Reason' },
  reasonAgain: { zh: '补打原因', en: 'Why it is printed again' },
  full: { zh: '打印完整的{parts}', en: 'Print in full: {parts}' },
  fullHelp: { zh: '须填写原因，并记入审计。', en: 'Say why; it goes into the audit log.' },
  send: { zh: '打印', en: 'Print' },
  cancel: { zh: '取消', en: 'Cancel' },
  close: { zh: '关闭', en: 'Close' },
  more: { zh: '再打一种', en: 'Print another' },
  fresh: { zh: '首次打印 {n} 单', en: '{n} printed for the first time' },
  again: { zh: '补打 {n} 单：{numbers}', en: '{n} printed again: {numbers}' },
  leftOut: { zh: '不能打印 {n} 单', en: '{n} cannot be printed' },
  tooMany: { zh: '一次最多打印 {n} 单，请减少选择', en: 'At most {n} at once. Select fewer' },
  masked: {
    zh: '收货人姓名、电话、门牌按隐私规则隐去。',
    en: 'The consignee’s data are masked by the privacy rule.',
  },
} satisfies Text

type Check = ResultOf<typeof printingApi.checkPrint>
type Made = ResultOf<typeof printingApi.startPrint>
type PrintDrawerProps = {
  subject: PrintSubject
  recordIds: readonly string[]
  /** The document chosen first. */
  document?: DocumentKind
  onClose: (isPrinted: boolean) => void
}

/** Choose document, paper and format; see what would be printed again or not at all; print. Mount it while it is open. */
export function PrintDrawer({ subject, recordIds, document: first, onClose }: PrintDrawerProps) {
  const t = useText(text)
  const templates = useOperation(printingApi.listPrintTemplates, {})
  const [made, setMade] = useState<{ print: Made; format: PrintFormat; isOpen: boolean } | null>(null)
  const title = recordIds.length === 1 ? t.title : fill(t.titleMany, { n: recordIds.length })
  const isTooMany = recordIds.length > PRINT_RECORDS_MAX
  return (
    <Drawer open title={title} size={480} onClose={() => onClose(made !== null)}>
      {isTooMany && (
        <p className="n-note n-note-bad" role="alert">
          {fill(t.tooMany, { n: PRINT_RECORDS_MAX })}
        </p>
      )}
      {made && (
        <PrintResult key={made.print.id} made={made.print} format={made.format} isOpened={made.isOpen} />
      )}
      {made ? (
        <div className="n-prt-foot">
          <Button onClick={() => setMade(null)}>{t.more}</Button>
          <Button type="primary" onClick={() => onClose(true)}>
            {t.close}
          </Button>
        </div>
      ) : templates.data && !isTooMany ? (
        <PrintForm
          {...{ subject, recordIds, first, templates: templates.data.rows }}
          onMade={(print, format, isOpen) => setMade({ print, format, isOpen })}
          onCancel={() => onClose(false)}
        />
      ) : templates.error ? (
        <ErrorState error={templates.error} onAgain={() => void templates.refetch()} />
      ) : (
        !isTooMany && <LoadingRows />
      )}
    </Drawer>
  )
}

const COPIES = { min: 1, max: PRINT_COPIES_MAX }

type PrintFormProps = {
  subject: PrintSubject
  recordIds: readonly string[]
  first: DocumentKind | undefined
  templates: readonly Template[]
  onMade: (print: Made, format: PrintFormat, isOpen: boolean) => void
  onCancel: () => void
}

/** What of a record this person may print, as far as the company uses it. */
function useKinds(subject: PrintSubject, templates: readonly Template[]): DocumentKind[] {
  const { permissions } = useMe()
  const isOn = (kind: DocumentKind) => templates.find((one) => one.document === kind)?.isOn
  return documentsOf(subject).filter((kind) => permissions.includes(documents[kind].permission) && isOn(kind))
}

function PrintForm({ subject, recordIds, first, templates, onMade, onCancel }: PrintFormProps) {
  const t = useText(text)
  const say = useSay()
  const kinds = useKinds(subject, templates)
  const [kind, setKind] = useState<DocumentKind>(
    first && kinds.includes(first) ? first : (kinds[0] ?? 'waybill'),
  )
  const template = templates.find((one) => one.document === kind)
  const habit = printHabits.get()[kind]
  const [chosen, setChosen] = useState<{ format?: PrintFormat; paper?: Paper }>({})
  const [language, setLanguage] = useState<'zh' | 'en' | 'customer' | null>(null)
  const [copies, setCopies] = useState<number | null>(1)
  const [reason, setReason] = useState('')
  const [isFull, setFull] = useState(false)
  const { check, problem } = useCheck(kind, recordIds)
  const send = useSend(printingApi.startPrint)
  const format = chosen.format ?? habit?.format ?? 'pdf'
  const paper = chosen.paper ?? habit?.paper ?? template?.options.paper ?? 'a4'
  const shownLanguage = language ?? template?.options.language ?? 'customer'
  const asksReason = isFull || (check && check.reprints.length > 0 && template?.options.asksReprintReason)
  const choose = (next: DocumentKind) => {
    setKind(next)
    setChosen({})
    setLanguage(null)
    setFull(false)
  }
  const run = async () => {
    if (!isInRange(copies, COPIES)) return
    const body = {
      document: kind,
      recordIds: [...recordIds],
      format,
      paper,
      copies,
      isFull,
      ...(shownLanguage === 'customer' ? {} : { language: shownLanguage }),
      ...(reason.trim() ? { reason: reason.trim() } : {}),
    }
    const print = await send.mutateAsync({ body }).catch(() => null)
    if (!print) return
    printHabits.set({ ...printHabits.get(), [kind]: { format, paper } })
    onMade(print, format, await openPrint(print.id, format).catch(() => false))
  }
  return (
    <form
      className="n-prt-form"
      onSubmit={(event) => {
        event.preventDefault()
        void run()
      }}
    >
      {(send.error ?? problem) && (
        <p className="n-note n-note-bad" role="alert">
          {(send.error ?? problem)?.detail}
        </p>
      )}
      <Field label={t.document}>
        {(id) => (
          <Select<DocumentKind>
            id={id}
            value={kind}
            onChange={choose}
            options={kinds.map((value) => ({ value, label: say(documentNames[value]) }))}
          />
        )}
      </Field>
      {formatsOf(kind).length > 1 && (
        <Field label={t.format}>
          {(id) => (
            <Select<PrintFormat>
              id={id}
              value={format}
              onChange={(value) => setChosen({ ...chosen, format: value })}
              options={formatsOf(kind).map((value) => ({ value, label: say(formatNames[value]) }))}
            />
          )}
        </Field>
      )}
      {documents[kind].papers.length > 1 && (
        <Field label={t.paper}>
          {(id) => (
            <Select<Paper>
              id={id}
              value={paper}
              onChange={(value) => setChosen({ ...chosen, paper: value })}
              options={documents[kind].papers.map((value) => ({ value, label: say(paperNames[value]) }))}
            />
          )}
        </Field>
      )}
      <Field label={t.language}>
        {(id) => (
          <Select<'zh' | 'en' | 'customer'>
            id={id}
            value={shownLanguage}
            onChange={setLanguage}
            options={(['customer', 'zh', 'en'] as const).map((value) => ({
              value,
              label: say(languageNames[value]),
            }))}
          />
        )}
      </Field>
      <Field label={t.copies}>
        {(id) => <NumberInput id={id} {...COPIES} value={copies} onChange={setCopies} isShort />}
      </Field>
      {check && check.fullParts.length > 0 && (
        <div>
          <Checkbox checked={isFull} onChange={(event) => setFull(event.target.checked)}>
            {fill(t.full, {
              parts: check.fullParts.map((part) => say(partNames[part])).join(say({ zh: '、', en: ', ' })),
            })}
          </Checkbox>
          <p className="n-quiet">{t.fullHelp}</p>
        </div>
      )}
      {!isFull && <p className="n-quiet">{t.masked}</p>}
      {check && recordIds.length + check.reprints.length + check.leftOut.length > 1 && (
        <CheckSummary check={check} />
      )}
      {asksReason && (
        <Field label={check && check.reprints.length > 0 ? t.reasonAgain : t.reason}>
          {(id) => (
            <Input
              id={id}
              value={reason}
              maxLength={200}
              required
              onChange={(event) => setReason(event.target.value)}
            />
          )}
        </Field>
      )}
      <div className="n-prt-foot">
        <Button onClick={onCancel}>{t.cancel}</Button>
        <Button
          type="primary"
          htmlType="submit"
          loading={send.isPending}
          disabled={!check || !isInRange(copies, COPIES)}
        >
          {t.send}
        </Button>
      </div>
    </form>
  )
}

const NUMBERS_SHOWN = 5

/** What is printed for the first time, what again, and what cannot be. */
function CheckSummary({ check }: { check: Check }) {
  const t = useText(text)
  const numbers = check.reprints.slice(0, NUMBERS_SHOWN).map((one) => one.number)
  return (
    <div className="n-note" role="status">
      {check.fresh > 0 && <p>{fill(t.fresh, { n: check.fresh })}</p>}
      {numbers.length > 0 && (
        <p>
          {fill(t.again, { n: check.reprints.length, numbers: numbers.join(' ') })}
          {check.reprints.length > NUMBERS_SHOWN && ' …'}
        </p>
      )}
      {check.leftOut.length > 0 && (
        <details>
          <summary>{fill(t.leftOut, { n: check.leftOut.length })}</summary>
          <ul>
            {check.leftOut.map((one) => (
              <li key={one.recordId}>
                {one.number} {one.message}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

/** Asks the server what the print would be, anew for each document. */
function useCheck(kind: DocumentKind, recordIds: readonly string[]) {
  const [state, setState] = useState<{ kind: DocumentKind; check?: Check; problem?: ApiProblem } | null>(null)
  const key = recordIds.join(' ')
  useEffect(() => {
    const stop = new AbortController()
    call(
      printingApi.checkPrint,
      { body: { document: kind, recordIds: key.split(' ') } },
      { signal: stop.signal },
    ).then(
      (check) => setState({ kind, check }),
      (error: unknown) => {
        if (!stop.signal.aborted && error instanceof ApiProblem) setState({ kind, problem: error })
      },
    )
    return () => stop.abort()
  }, [kind, key])
  const isCurrent = state?.kind === kind
  return {
    check: isCurrent ? (state.check ?? null) : null,
    problem: isCurrent ? (state.problem ?? null) : null,
  }
}
import { NumberInput } from '#web/ui/number-input.tsx'
import { isInRange } from '#web/ui/number-range.ts'
