import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useEffect, useEffectEvent, useState } from 'react'
import { editingApi } from '#modules/editing/api.ts'
import type { Text } from '#platform/text.ts'
import { ApiProblem, call } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { useShortcuts } from '#web/lib/shortcuts.ts'
import { type WaitingAction, addWaiting, dropWaiting, useWaitingActions } from '#web/lib/waiting-actions.ts'

import '#web/styles/undo.css'

const text = {
  bar: { zh: '等待生效的操作', en: 'Acts about to be done' },
  waits: { zh: '{label}：{seconds} 秒后生效', en: '{label}: in {seconds} s' },
  being: { zh: '{label}：正在生效…', en: '{label}: being done…' },
  said: { zh: '{label}：10 秒后生效，可撤销', en: '{label}: done in 10 seconds unless undone' },
  undo: { zh: '撤销', en: 'Undo' },
  undone: { zh: '已撤销：{label}', en: 'Undone: {label}' },
  done: { zh: '已生效：{label}', en: 'Done: {label}' },
  refused: { zh: '没有生效：{label}。{problem}', en: 'Not done: {label}. {problem}' },
  slow: { zh: '服务器稍后会完成：{label}', en: 'The server will do it shortly: {label}' },
  lost: { zh: '连不上服务器，没能撤销', en: 'The server cannot be reached; it was not undone' },
  group: { zh: '编辑', en: 'Editing' },
} satisfies Text

const TICK_MS = 250
const ASK_MS = 600
const ASKS_MAX = 25
const SAID_S = 10

/** What the person did and can still take back. The server does it when its time comes, whether the page is there or not. */
export function UndoBar() {
  const t = useText(text)
  const { message } = App.useApp()
  const waiting = useWaitingActions()
  const undo = async ({ id, label }: WaitingAction) => {
    try {
      await call(editingApi.undoDelayed, { params: { id } })
      dropWaiting(id)
      void message.success(fill(t.undone, { label }))
    } catch (error) {
      void message.error(error instanceof ApiProblem && error.status > 0 ? error.detail : t.lost, SAID_S)
    }
  }
  useEffect(() => void findWaiting(), [])
  const newest = waiting.at(-1)
  return (
    <section className="n-undo" aria-label={t.bar} hidden={waiting.length === 0}>
      <span className="n-hidden" role="status" aria-live="polite">
        {newest && fill(t.said, { label: newest.label })}
      </span>
      {waiting.map((one) => (
        <Waiting key={one.id} action={one} onUndo={() => void undo(one)} />
      ))}
      {newest && <UndoKey onUndo={() => void undo(newest)} />}
    </section>
  )
}

/** Acts of this person that wait since before the page was loaded. */
async function findWaiting(): Promise<void> {
  const found = await call(editingApi.listDelayed, {}).catch(() => null)
  for (const row of found?.rows.toReversed() ?? []) if (row.state === 'waiting') addWaiting(row)
}

function UndoKey({ onUndo }: { onUndo: () => void }) {
  useShortcuts([{ keys: ['Mod+z'], text: text.undo, group: text.group, run: onUndo }])
  return null
}

function Waiting({ action, onUndo }: { action: WaitingAction; onUndo: () => void }) {
  const t = useText(text)
  const left = useSecondsLeft(action)
  useEnding(action, left <= 0)
  const words = left > 0 ? fill(t.waits, { label: action.label, seconds: left }) : fill(t.being, action)
  return (
    <div className="n-undo-row">
      <span>{words}</span>
      <Button size="small" onClick={onUndo} disabled={left <= 0}>
        {t.undo} <kbd aria-hidden="true">Ctrl Z</kbd>
      </Button>
    </div>
  )
}

function useSecondsLeft({ dueAt }: WaitingAction): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS)
    return () => clearInterval(timer)
  }, [])
  return Math.max(0, Math.ceil((dueAt - now) / 1_000))
}

/** Asks what became of an act whose time has come, and says it. */
function useEnding({ id, label }: WaitingAction, isDue: boolean): void {
  const t = useText(text)
  const client = useQueryClient()
  const { message } = App.useApp()
  const end = useEffectEvent((state: string, problem: string | null) => {
    dropWaiting(id)
    if (state === 'done') void message.success(fill(t.done, { label }))
    if (state === 'refused') void message.error(fill(t.refused, { label, problem: problem ?? '' }), SAID_S)
    if (state === 'waiting') void message.info(fill(t.slow, { label }))
    void client.invalidateQueries()
  })
  useEffect(() => {
    if (!isDue) return
    let asks = 0
    const ask = async () => {
      asks += 1
      const found = await call(editingApi.listDelayed, {}).catch(() => null)
      const row = found?.rows.find((one) => one.id === id)
      if (found && row?.state !== 'waiting') end(row?.state ?? 'done', row?.problem ?? null)
      else if (asks >= ASKS_MAX) end('waiting', null)
    }
    const timer = setInterval(() => void ask(), ASK_MS)
    return () => clearInterval(timer)
  }, [isDue, id])
}
