import { App, Button } from 'antd'
import { viewsApi } from '#modules/views/api.ts'
import type { View } from '#web/features/views/use-views.ts'
import { viewText } from '#web/features/views/view-text.ts'
import { problemText, useSend } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'

const UNDO_S = 10

/** Takes a view away, with a moment to take that back. */
export function useViewRemoval({ id, name }: View, onGone: () => void): () => void {
  const t = useText(viewText)
  const { message } = App.useApp()
  const remove = useSend(viewsApi.deleteView)
  const restore = useSend(viewsApi.restoreView)
  const say = (error: unknown) => void message.error(problemText(error))
  const undo = (key: string) => {
    message.destroy(key)
    restore.mutateAsync({ params: { id } }).catch(say)
  }
  const removed = () => {
    onGone()
    const key = `view ${id}`
    const content = (
      <>
        {fill(t.removed, { name })}{' '}
        <Button type="link" size="small" onClick={() => undo(key)}>
          {t.undo}
        </Button>
      </>
    )
    void message.open({ type: 'success', key, duration: UNDO_S, content })
  }
  return () => void remove.mutateAsync({ params: { id } }).then(removed, say)
}
