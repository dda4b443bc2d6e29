import '#web/features/bulk/bulk.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import type { ResultOf } from '#platform/api.ts'
import type { BulkSpec } from '#platform/bulk.ts'
import { bulkApi } from '#modules/bulk/api.ts'
import { isUnderWay } from '#modules/bulk/run.ts'
import { BulkFields } from '#web/features/bulk/bulk-fields.tsx'
import { RunProgress, RunResult } from '#web/features/bulk/bulk-result.tsx'
import { bulkText } from '#web/features/bulk/bulk-text.ts'
import { problemText, queryOf, useSend } from '#web/lib/api.ts'
import { formatNumber } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useMe } from '#web/lib/session.ts'
import { FormBody } from '#web/ui/form-body.tsx'
import { useFormSend } from '#web/ui/use-form-send.ts'

export type Run = ResultOf<typeof bulkApi.previewBulk>
/** The records chosen, or all rows that a search of the list shows. */
export type BulkTarget = { ids: string[] } | { matching: { list: string; search: string } }

const LOOK_MS = 600

type BulkDialogProps = {
  spec: BulkSpec
  target: BulkTarget
  count: number
  onClose: (isDone: boolean) => void
}

/** One thing done to many records: what it needs, a preview, progress, and what was not done and why. */
export function BulkDialog({ spec, target, count, onClose }: BulkDialogProps) {
  const t = useText(bulkText)
  const say = useSay()
  const { message } = App.useApp()
  const [runId, setRunId] = useState<string | null>(null)
  const run = useRun(runId)
  const acts = useRunActs(setRunId)
  const close = () => {
    if (run?.state === 'checking' || run?.state === 'ready') acts.cancel(run)
    if (run?.state === 'running') void message.info(t.behind)
    onClose(run?.state === 'done' || run?.state === 'running')
  }
  return (
    <Modal
      open
      title={fill(t.title, { action: say(spec.title), count: formatNumber(run?.total ?? count) })}
      onCancel={close}
      width={640}
      footer={
        run && <RunButtons run={run} spec={spec} acts={acts} onBack={() => setRunId(null)} onClose={close} />
      }
    >
      {spec.help && <p className="n-modal-help">{say(spec.help)}</p>}
      <div hidden={runId !== null}>
        <AskForm spec={spec} target={target} onRun={setRunId} onCancel={close} />
      </div>
      <div aria-live="polite">
        {run && (isUnderWay(run.state) ? <RunProgress run={run} /> : <RunResult run={run} />)}
      </div>
    </Modal>
  )
}

type AskFormProps = Pick<BulkDialogProps, 'spec' | 'target'> & {
  onRun: (id: string) => void
  onCancel: () => void
}

/** Asks for what the action needs; one that needs nothing is previewed at once. */
function AskForm({ spec, target, onRun, onCancel }: AskFormProps) {
  const t = useText(bulkText)
  const me = useMe()
  const sending = useFormSend<typeof bulkApi.previewBulk, { input?: Record<string, string> }>(
    bulkApi.previewBulk,
    ({ input = {} }) => ({
      body: {
        action: spec.key,
        ...target,
        input: Object.fromEntries(Object.entries(input).filter(([, value]) => value)),
      },
    }),
    (run) => onRun(run.id),
  )
  const begun = useRef(false)
  // Most often people take what they pick themselves.
  const own = Object.fromEntries(
    spec.fields.filter((f) => f.kind === 'user').map((f) => [f.name, me.user.id]),
  )
  useEffect(() => {
    if (spec.fields.length > 0 || begun.current) return
    begun.current = true
    sending.form.submit()
  }, [spec, sending.form])
  return (
    <FormBody sending={sending} initial={{ input: own }}>
      <BulkFields fields={spec.fields} />
      <div className="n-bulk-foot">
        <Button onClick={onCancel}>{t.cancel}</Button>
        <Button type="primary" htmlType="submit" loading={sending.isBusy}>
          {t.preview}
        </Button>
      </div>
    </FormBody>
  )
}

/** The run as it stands, looked at while it is under way; when it has ended everything on the screen is read again. */
function useRun(id: string | null): Run | undefined {
  const client = useQueryClient()
  const { data } = useQuery({
    ...queryOf(bulkApi.listBulkRuns, { query: { id: id ?? undefined } }),
    enabled: id !== null,
    refetchInterval: ({ state }) =>
      state.data?.rows.some((row) => !isUnderWay(row.state)) ? false : LOOK_MS,
  })
  const run = id === null ? undefined : data?.rows.find((row) => row.id === id)
  const hasEnded = run?.state === 'done' || run?.state === 'cancelled'
  useEffect(() => {
    if (hasEnded)
      void client.invalidateQueries({ predicate: (query) => query.queryKey[0] !== bulkApi.listBulkRuns.path })
  }, [hasEnded, client])
  return run
}

type RunActs = ReturnType<typeof useRunActs>

function useRunActs(show: (id: string) => void) {
  const { message } = App.useApp()
  const client = useQueryClient()
  const confirm = useSend(bulkApi.confirmBulk)
  const cancel = useSend(bulkApi.cancelBulk)
  const retry = useSend(bulkApi.retryBulk)
  const told = (work: Promise<unknown>) =>
    void work.then(
      () => client.invalidateQueries({ queryKey: [bulkApi.listBulkRuns.path] }),
      (error: unknown) => void message.error(problemText(error)),
    )
  return {
    isBusy: confirm.isPending || retry.isPending,
    confirm: (run: Run) => told(confirm.mutateAsync({ params: { id: run.id } })),
    cancel: (run: Run) => told(cancel.mutateAsync({ params: { id: run.id } })),
    retry: (run: Run) => told(retry.mutateAsync({ params: { id: run.id } }).then((next) => show(next.id))),
  }
}

type RunButtonsProps = { run: Run; spec: BulkSpec; acts: RunActs; onBack: () => void; onClose: () => void }

function RunButtons({ run, spec, acts, onBack, onClose }: RunButtonsProps) {
  const t = useText(bulkText)
  switch (run.state) {
    case 'checking':
      return <Button onClick={onClose}>{t.cancel}</Button>
    case 'running':
      return (
        <>
          <Button onClick={() => acts.cancel(run)}>{t.stop}</Button>
          <Button onClick={onClose}>{t.close}</Button>
        </>
      )
    case 'ready':
      return (
        <>
          {spec.fields.length > 0 && <Button onClick={onBack}>{t.back}</Button>}
          <Button onClick={onClose}>{t.cancel}</Button>
          <Button
            type="primary"
            danger={spec.isDanger ?? false}
            disabled={run.ok === 0}
            loading={acts.isBusy}
            onClick={() => acts.confirm(run)}
          >
            {fill(t.goOn, { n: formatNumber(run.ok) })}
          </Button>
        </>
      )
    default: {
      const failed = run.total - run.done
      return (
        <>
          {failed > 0 && run.state === 'done' && (
            <Button loading={acts.isBusy} onClick={() => acts.retry(run)}>
              {fill(t.retry, { n: formatNumber(failed) })}
            </Button>
          )}
          <Button type="primary" onClick={onClose}>
            {t.close}
          </Button>
        </>
      )
    }
  }
}
