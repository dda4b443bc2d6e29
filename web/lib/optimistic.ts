import { useQueryClient } from '@tanstack/react-query'
import { App } from 'antd'
import type { CallInput, Operation } from '#platform/api.ts'
import { type Answer, type ApiProblem, problemText, useSend } from '#web/lib/api.ts'

/**
 * A write whose result is shown before the server has answered, and taken back with the server's words when it refuses. For
 * small changes that are almost never refused; `foresee` gives what the reads will show, for every one of them that is open.
 */
export function useOptimistic<W extends Operation, R extends Operation>(
  write: W,
  read: R,
  foresee: (shown: Answer<R>, input: CallInput<W>) => Answer<R>,
) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const send = useSend(write)
  const shown = { queryKey: [read.path] }
  const run = async (input: CallInput<W>) => {
    // A read under way would bring back how it was.
    await client.cancelQueries(shown)
    const before = client.getQueriesData(shown)
    client.setQueriesData<Answer<R>>(shown, (data) => (data === undefined ? data : foresee(data, input)))
    // Also when what it was pressed on has been closed meanwhile.
    await send.mutateAsync(input).catch((error: ApiProblem) => {
      for (const [key, data] of before) client.setQueryData(key, data)
      void message.error(problemText(error))
      void client.invalidateQueries(shown)
    })
  }
  return { run: (input: CallInput<W>) => void run(input), isBusy: send.isPending }
}
