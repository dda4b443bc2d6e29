import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { UseMutationResult, UseQueryResult } from '@tanstack/react-query'
import { useRef } from 'react'
import type { CallInput, Operation, ResultOf } from '#platform/api.ts'
import { getLocale } from '#web/lib/i18n.ts'
import { type ApiProblem, lostProblem, mayTryAgain, problemOfResponse } from '#web/lib/problem.ts'
import type { Sent } from '#web/lib/draft-copy.ts'
import { fingerprint, randomKey } from '#web/lib/random.ts'
import { saveBlob } from '#web/lib/save-blob.ts'
import { addWaiting } from '#web/lib/waiting-actions.ts'

export { ApiProblem, problemText } from '#web/lib/problem.ts'
export { randomKey } from '#web/lib/random.ts'

const ANSWER_MS = 65_000
const SLOW_ANSWER_MS = 180_000
const MERGED_HEADER = 'nuoda-merged'
const UNDO_HEADER = 'nuoda-undo'

type Delayed = Parameters<typeof addWaiting>[0]
/** A file as the answer of an operation with `download`. */
export type FileAnswer = { name: string; blob: Blob }
export type Answer<O extends Operation> = O['download'] extends true ? FileAnswer : ResultOf<O>
export type CallOptions = {
  /** The Idempotency-Key; `null` for writes that may be done twice. */ key?: string | null
  signal?: AbortSignal
  /** Goes out even while the page is being left. Only for what is small. */ isKept?: boolean
  /** What the person reads about an act that can be taken back: the server does it later. */ undoLabel?: string
  /** Told which fields of somebody else the save let stand. */ onMerged?: (fields: MergedField[]) => void
}
/** A field that somebody else changed meanwhile. */
export type MergedField = { field: string; by: string | null; at: string }

type AnyInput = {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
  file?: Blob
  fileName?: string
}

let signedOut = (): void => {}

/** What to do when the server says that nobody is logged in. Set once by the router. */
export function whenSignedOut(listener: () => void): void {
  signedOut = listener
}

/**
 * Calls one operation. Writes carry an Idempotency-Key: give the same `key` to send the same thing again safely.
 * Throws an ApiProblem whose `detail` can be shown as it is.
 */
export async function call<O extends Operation>(
  operation: O,
  input: CallInput<O>,
  options: CallOptions = {},
): Promise<Answer<O>> {
  const given = input as AnyInput
  const response = await send(operation, given, options)
  if (response.ok) {
    const merged = response.headers.get(MERGED_HEADER)
    if (merged) options.onMerged?.(JSON.parse(decodeURIComponent(merged)) as MergedField[])
    return (await readAnswer(operation, response)) as Answer<O>
  }
  const problem = await problemOfResponse(response)
  if (problem.status === 401 && problem.code === 'unauthenticated') signedOut()
  throw problem
}

/** The URL of an operation, as for links to files. */
export function urlOf<O extends Operation>(operation: O, input: CallInput<O>): string {
  const { params = {}, query = {} } = input as AnyInput
  const path = operation.path.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(String(params[name])),
  )
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    const values = Array.isArray(value) ? value : [value]
    for (const one of values)
      if (one !== undefined && one !== null && one !== '') search.append(name, String(one))
  }
  const tail = search.toString()
  return `/api${path}${tail ? `?${tail}` : ''}`
}

async function send(
  operation: Operation,
  input: AnyInput,
  { key, signal, isKept = false, undoLabel }: CallOptions,
): Promise<Response> {
  const timeout = AbortSignal.timeout(operation.slow ? SLOW_ANSWER_MS : ANSWER_MS)
  const headers: Record<string, string> = { 'accept-language': getLocale(), accept: 'application/json' }
  if (operation.method !== 'GET' && key !== null) headers['idempotency-key'] = key ?? randomKey()
  if (undoLabel) headers[UNDO_HEADER] = encodeURIComponent(undoLabel)
  if (input.file) {
    headers['content-type'] = input.file.type || 'application/octet-stream'
    headers['x-file-name'] = encodeURIComponent(input.fileName ?? 'file')
  } else if (input.body !== undefined) headers['content-type'] = 'application/json'
  try {
    return await fetch(urlOf(operation, input as never), {
      method: operation.method,
      headers,
      body: input.file ?? (input.body === undefined ? null : JSON.stringify(input.body)),
      credentials: 'same-origin',
      keepalive: isKept,
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    })
  } catch (error) {
    if (signal?.aborted) throw error
    throw lostProblem(timeout.aborted ? 'timeout' : 'network')
  }
}

async function readAnswer(operation: Operation, response: Response): Promise<unknown> {
  try {
    if (operation.download) return { name: fileNameOf(response), blob: await response.blob() }
    return response.status === 204 ? undefined : await response.json()
  } catch {
    throw lostProblem('network')
  }
}

function fileNameOf(response: Response): string {
  const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  return name ? decodeURIComponent(name) : 'nuoda'
}

/** Fetches a file and hands it to the browser to save. */
export async function saveFile<O extends Operation & { download: true }>(
  operation: O,
  input: CallInput<O>,
): Promise<void> {
  const { name, blob } = (await call(operation, input)) as FileAnswer
  saveBlob(name, blob)
}

export type ReadOptions = {
  isEnabled?: boolean
  refreshMs?: number
  keepsPrevious?: boolean
  /** Kinds of records whose changes this read follows, as for counts. A read of one record follows that record anyway. */
  live?: readonly string[]
}

/** Reads an operation into the query cache. */
export function useOperation<O extends Operation>(
  operation: O,
  input: CallInput<O>,
  options: ReadOptions = {},
): UseQueryResult<Answer<O>, ApiProblem> {
  return useQuery({
    ...queryOf(operation, input),
    enabled: options.isEnabled ?? true,
    refetchInterval: options.refreshMs ?? false,
    ...(options.live ? { meta: { live: options.live } } : {}),
    ...(options.keepsPrevious ? { placeholderData: keepPreviousData } : {}),
  }) as UseQueryResult<Answer<O>, ApiProblem>
}

/** Key and function of a read, for `queryClient.ensureQueryData` and the like. */
export function queryOf<O extends Operation>(operation: O, input: CallInput<O>) {
  return {
    queryKey: [operation.path, input],
    queryFn: ({ signal }: { signal: AbortSignal }) => call(operation, input, { signal }),
  }
}

export type SendOptions<O extends Operation> = {
  onDone?: (answer: Answer<O>, input: CallInput<O>) => void
  onMerged?: (fields: MergedField[]) => void
  /**
   * Of an operation that can be taken back: it is done ten seconds later, and the undo bar says so under this label. What comes
   * back then is not the operation's answer, and `onDone` is not called.
   */
  undoLabel?: string
  /** Where the key of what is being sent is remembered; a form keeps it with its draft, so that it outlives the page. */
  sent?: { get: () => Sent | null; set: (sent: Sent | null) => void }
}

/**
 * Sends a write: `const save = useSend(ordersApi.placeOrder); await save.mutateAsync({ body })`.
 * What is on the screen is read again after it. Sending the same content again after a lost answer repeats the key,
 * so the server does the work once.
 */
export function useSend<O extends Operation>(
  operation: O,
  options: SendOptions<O> = {},
): UseMutationResult<Answer<O>, ApiProblem, CallInput<O>> {
  const client = useQueryClient()
  const own = useRef<Sent | null>(null)
  const sent = options.sent ?? { get: () => own.current, set: (next) => void (own.current = next) }
  const isLater = operation.isUndoable === true && options.undoLabel !== undefined
  const told = {
    ...(options.onMerged ? { onMerged: options.onMerged } : {}),
    ...(isLater && options.undoLabel ? { undoLabel: options.undoLabel } : {}),
  }
  return useMutation<Answer<O>, ApiProblem, CallInput<O>>({
    mutationFn: async (input) => {
      const { file, ...rest } = input as AnyInput
      const content = fingerprint(JSON.stringify([rest, file?.size]))
      const known = sent.get()
      const now = known?.content === content ? known : { content, key: randomKey() }
      sent.set(now)
      return call(operation, input, { key: now.key, ...told })
    },
    onError: (error) => {
      if (!mayTryAgain(error)) sent.set(null)
    },
    onSuccess: async (answer, input) => {
      sent.set(null)
      if (isLater) return addWaiting(answer as Delayed)
      options.onDone?.(answer, input)
      await client.invalidateQueries()
    },
  })
}
