import type { CallInput, Operation, ResultOf } from '#platform/api.ts'
import { randomKey, urlOf } from '#web/lib/api.ts'
import { getLocale } from '#web/lib/i18n.ts'
import { lostProblem, problemOfResponse } from '#web/lib/problem.ts'

/** Sends a file and tells how far it is, from 0 to 1: what `fetch` cannot. Throws an ApiProblem like `call`. */
export async function upload<O extends Operation & { upload: object }>(
  operation: O,
  input: CallInput<O> & { file: Blob; fileName: string },
  { onProgress, signal }: { onProgress: (fraction: number) => void; signal: AbortSignal },
): Promise<ResultOf<O>> {
  const request = new XMLHttpRequest()
  request.open(operation.method, urlOf(operation, input))
  const headers = {
    'accept-language': getLocale(),
    accept: 'application/json',
    'idempotency-key': randomKey(),
    'content-type': 'application/octet-stream',
    'x-file-name': encodeURIComponent(input.fileName),
  }
  for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value)
  request.upload.addEventListener('progress', (event) => {
    if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total)
  })
  const ended = new Promise<'load' | 'error'>((done) => {
    request.addEventListener('load', () => done('load'))
    request.addEventListener('error', () => done('error'))
    request.addEventListener('abort', () => done('error'))
  })
  signal.addEventListener('abort', () => request.abort(), { once: true })
  request.send(input.file)
  if ((await ended) === 'error') throw lostProblem('network')
  const response = new Response(request.responseText, {
    status: request.status,
    headers: { 'content-type': request.getResponseHeader('content-type') ?? 'application/json' },
  })
  if (!response.ok) throw await problemOfResponse(response)
  return (await response.json()) as ResultOf<O>
}
