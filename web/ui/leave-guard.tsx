import { useBlocker } from '@tanstack/react-router'
import { App, Button } from 'antd'
import type { Text } from '#platform/text.ts'
import { useText } from '#web/lib/i18n.ts'

const text = {
  title: { zh: '放弃未保存的内容？', en: 'Leave without saving?' },
  lost: { zh: '您填写的内容还没有保存。', en: 'What you typed is not saved yet.' },
  kept: {
    zh: '您填写的内容还没有保存。可以留作草稿，14 天内再打开时恢复。',
    en: 'What you typed is not saved yet. As a draft it is kept for 14 days and comes back when you open the form again.',
  },
  leave: { zh: '放弃', en: 'Leave' },
  keep: { zh: '留作草稿', en: 'Keep as a draft' },
  stay: { zh: '继续填写', en: 'Stay' },
} satisfies Text

/** What can become of typed work when its form is left: null when no draft of it is kept. */
export type LeaveChoice = { onDiscard: () => void; onKeep: () => void } | null

/** Asks before typed work is left: on close, on going to another page, on closing the tab. */
export function useLeaveGuard(isDirty: boolean, draft: LeaveChoice = null): () => Promise<boolean> {
  const t = useText(text)
  const { modal } = App.useApp()
  const ask = () =>
    new Promise<boolean>((resolve) => {
      const answer = (mayLeave: boolean, also?: () => void) => () => {
        box.destroy()
        also?.()
        resolve(mayLeave)
      }
      const box = modal.confirm({
        title: t.title,
        content: draft ? t.kept : t.lost,
        onCancel: answer(false),
        footer: (
          <div className="n-leave">
            {/* The safe answer stands first: the dialog focuses it. */}
            <Button type="primary" onClick={answer(false)}>
              {t.stay}
            </Button>
            {draft && <Button onClick={answer(true, draft.onKeep)}>{t.keep}</Button>}
            <Button danger onClick={answer(true, draft?.onDiscard)}>
              {t.leave}
            </Button>
          </div>
        ),
      })
    })
  const mayLeave = async () => !isDirty || ask()
  useBlocker({
    shouldBlockFn: async ({ current, next }) => current.pathname !== next.pathname && !(await mayLeave()),
    enableBeforeUnload: isDirty,
    disabled: !isDirty,
  })
  return mayLeave
}
