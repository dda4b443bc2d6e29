import { Form, Input, Radio, Select } from 'antd'
import { promisesApi } from '#modules/promises/api.ts'
import {
  type Cause,
  LIABLE,
  type Liable,
  causes,
  liableNames,
  stateNames,
  whyNotCorrect,
} from '#modules/promises/promise.ts'
import { refusals } from '#modules/promises/refusals.ts'
import type { Text } from '#platform/text.ts'
import { InstantInput } from '#web/features/promises/instant-input.tsx'
import { type PromiseDetail, promiseText } from '#web/features/promises/promise-text.ts'
import { useSay, useText } from '#web/lib/i18n.ts'
import { FormDrawer } from '#web/ui/form-drawer.tsx'

const text = {
  break: { zh: '确认无法兑现', en: 'Give the promise up' },
  breakHelp: {
    zh: '承诺按违约结束，计入延误。若只是换日期，请改用“重新承诺”。',
    en: 'It ends as broken and counts as late. If only the date changes, re-promise instead.',
  },
  correct: { zh: '更正结果', en: 'Correct how it ended' },
  correctHelp: {
    zh: '更正另记一个版本，之前的记录保留。',
    en: 'A correction is a new version; what was recorded before stays.',
  },
  outcome: { zh: '正确的结果', en: 'How it really stands' },
  reopened: { zh: '其实尚未结束', en: 'Not ended after all' },
  fulfilledAt: { zh: '实际完成时间', en: 'Really fulfilled at' },
} satisfies Text

type Ending = { cause: Cause; liable: Liable; note?: string }

/** Ends a promise that will not be kept, with cause and liable party. */
export function BreakForm({ promise, onClose }: { promise: PromiseDetail; onClose: () => void }) {
  const t = useText(text)
  return (
    <FormDrawer<typeof promisesApi.breakPromise, Ending>
      title={t.break}
      onClose={onClose}
      initial={{}}
      operation={promisesApi.breakPromise}
      about={{ id: promise.id }}
      saveText={t.break}
      toInput={({ cause, liable, note }) => ({
        params: { id: promise.id },
        body: { cause, liable, note: note ?? '' },
      })}
    >
      <p className="n-modal-help">{t.breakHelp}</p>
      <CauseFields isNeeded />
      <NoteField />
    </FormDrawer>
  )
}

type Outcome = 'fulfilled' | 'broken' | 'withdrawn' | 'reopened'
type Correction = { outcome: Outcome; fulfilledAt?: string; cause?: Cause; liable?: Liable; note?: string }

/** Records how an ended promise really stands. */
export function CorrectForm({ promise, onClose }: { promise: PromiseDetail; onClose: () => void }) {
  const t = useText(text)
  const initial: Correction = {
    outcome: 'fulfilled',
    ...(promise.fulfilledAt ? { fulfilledAt: promise.fulfilledAt } : {}),
  }
  return (
    <FormDrawer<typeof promisesApi.correctOutcome, Correction>
      title={t.correct}
      onClose={onClose}
      initial={initial}
      operation={promisesApi.correctOutcome}
      about={{ id: promise.id }}
      toInput={(values) => ({ params: { id: promise.id }, body: bodyOf(values) })}
    >
      <p className="n-modal-help">{t.correctHelp}</p>
      <CorrectFields promise={promise} />
    </FormDrawer>
  )
}

function bodyOf({ outcome, fulfilledAt = '', cause, liable, note = '' }: Correction) {
  if (outcome === 'reopened') return { outcome, note }
  if (outcome === 'fulfilled')
    return { outcome, fulfilledAt, note, ...(cause && { cause }), ...(liable && { liable }) }
  return { outcome, cause: cause ?? 'other', note, ...(liable && { liable }) }
}

function CorrectFields({ promise }: { promise: PromiseDetail }) {
  const t = useText(text)
  const r = useText(refusals)
  const say = useSay()
  const outcome = Form.useWatch<Outcome | undefined>('outcome') ?? 'fulfilled'
  const options = [
    ...(['fulfilled', 'broken', 'withdrawn'] as const).map((value) => ({
      value,
      label: say(stateNames[value]),
    })),
    { value: 'reopened', label: t.reopened },
  ]
  const checkAt = async (_: unknown, at: string | null) => {
    const refusal = at ? whyNotCorrect(promise.state, Date.parse(at), Date.now()) : null
    if (refusal) throw new Error(r[refusal])
  }
  return (
    <>
      <Form.Item name="outcome" label={t.outcome}>
        <Radio.Group options={options} />
      </Form.Item>
      {outcome === 'fulfilled' && (
        <Form.Item
          name="fulfilledAt"
          label={t.fulfilledAt}
          rules={[{ required: true }, { validator: checkAt }]}
        >
          <InstantInput />
        </Form.Item>
      )}
      {outcome !== 'reopened' && <CauseFields isNeeded={outcome !== 'fulfilled'} />}
      <NoteField />
    </>
  )
}

/** A cause brings the party that mostly answers for it; it can be named otherwise. */
function CauseFields({ isNeeded }: { isNeeded: boolean }) {
  const p = useText(promiseText)
  const say = useSay()
  const form = Form.useFormInstance()
  const rules = isNeeded ? [{ required: true }] : []
  const bring = (cause: Cause | undefined) => cause && form.setFieldValue('liable', causes[cause].liable)
  return (
    <>
      <Form.Item name="cause" label={p.cause} rules={rules}>
        <Select<Cause>
          options={Object.entries(causes).map(([value, name]) => ({
            value: value as Cause,
            label: say(name),
          }))}
          onChange={bring}
          allowClear={!isNeeded}
          showSearch={{ optionFilterProp: 'label' }}
        />
      </Form.Item>
      <Form.Item name="liable" label={p.liable} rules={rules}>
        <Select<Liable>
          options={LIABLE.map((value) => ({ value, label: say(liableNames[value]) }))}
          allowClear={!isNeeded}
        />
      </Form.Item>
    </>
  )
}

function NoteField() {
  const p = useText(promiseText)
  return (
    <Form.Item name="note" label={p.note}>
      <Input.TextArea rows={3} maxLength={1000} showCount />
    </Form.Item>
  )
}
