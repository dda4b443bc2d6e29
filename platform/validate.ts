import type { FastifyRequest } from 'fastify'
import { type ZodType, z } from 'zod'
import type { FileOnDisk, Operation } from '#platform/api.ts'
import { type FieldProblem, Invalid } from '#platform/errors.ts'
import { wordsOfIssue } from '#platform/input-words.ts'

const PROBLEMS_MAX = 100

type StoredFile = Pick<FileOnDisk, 'path' | 'size' | 'sha256'>

/** Checks params, query and body of a request against the operation's row; `stored` is an upload that went to disk. */
export function readInput(
  operation: Operation,
  request: FastifyRequest,
  stored: StoredFile | null = null,
): object {
  const problems: FieldProblem[] = []
  const read = (schema: unknown, value: unknown, place: string) => {
    if (!schema) return undefined
    const result = check(schema as ZodType, value)
    if (result.problems)
      problems.push(
        ...result.problems.map((p) => ({ ...p, path: place === 'body' ? p.path : p.path || place })),
      )
    return result.value
  }
  const input = {
    params: read(operation.params, request.params, 'params'),
    query: read(operation.query ?? NoQuery, request.query, 'query'),
    body: operation.upload
      ? undefined
      : read(operation.body, request.body ?? (operation.body ? {} : undefined), 'body'),
    file: operation.upload ? readFile(operation, request, stored) : undefined,
  }
  if (problems.length > 0) throw new Invalid(problems.slice(0, PROBLEMS_MAX))
  return input
}

const NoQuery = z.strictObject({})

/** Checks one value; problems in both languages, paths as `lines[2].quantity`. */
export function check<T>(schema: ZodType<T>, value: unknown): { value?: T; problems?: FieldProblem[] } {
  const result = schema.safeParse(value)
  if (result.success) return { value: result.data }
  const problems = result.error.issues.map((issue) => problemOfIssue(issue, value))
  // What is no list is not too long as well: the first thing wrong with a field is what helps.
  return {
    problems: [...Map.groupBy(problems, ({ path }) => path).values()].flatMap(([first]) => first ?? []),
  }
}

function problemOfIssue(issue: z.core.$ZodIssue, input: unknown): FieldProblem {
  // A field nobody knows is named itself, not what it stands in.
  const place = issue.code === 'unrecognized_keys' ? [...issue.path, issue.keys[0] ?? ''] : issue.path
  const path = place.reduce<string>(
    (at, key) => (typeof key === 'number' ? `${at}[${key}]` : at ? `${at}.${String(key)}` : String(key)),
    '',
  )
  return { path, message: wordsOfIssue(issue, valueAt(input, issue.path)) }
}

/** What was given at a place. A single value where a schema reads a list stands for its first. */
function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => {
    if (typeof at !== 'object' || at === null) return at
    return Object.hasOwn(at, key) ? (at as Record<PropertyKey, unknown>)[key] : undefined
  }, input)
}

function readFile(operation: Operation, request: FastifyRequest, stored: StoredFile | null) {
  const contentType = (request.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  const allowed = operation.upload?.contentTypes ?? []
  const bytes = request.body
  const isThere = stored ? stored.size > 0 : Buffer.isBuffer(bytes) && bytes.length > 0
  if (!isThere || !allowed.includes(contentType)) {
    throw new Invalid([
      {
        path: 'file',
        message: {
          zh: `请上传文件，支持的类型：${allowed.join('、')}`,
          en: `Send a file of one of these types: ${allowed.join(', ')}`,
        },
      },
    ])
  }
  return { ...(stored ?? { bytes }), contentType, name: fileName(request.headers['x-file-name']) }
}

function fileName(header: string | string[] | undefined): string {
  try {
    return (
      decodeURIComponent(String(header ?? ''))
        .replace(/[\u0000-\u001f\u007f/\\]/g, '')
        .slice(0, 200) || 'file'
    )
  } catch {
    return 'file'
  }
}
