import { z } from 'zod'
import type { Operation } from '#platform/api.ts'
import type { BoundOperation } from '#platform/http.ts'
import { UNDO_HEADER } from '#platform/undo.ts'

const UNDO_HELP =
  'From a person: the act is done ten seconds later unless POST /delayed-actions/{id}/undo. A label, percent-encoded. The answer is 202.'

type Json = Record<string, unknown>

/** The OpenAPI 3.1 document of all operations. */
export function openApiDocument(operations: BoundOperation[], version: string): Json {
  const paths: Record<string, Json> = {}
  for (const { id, operation } of operations) {
    const path = `/api${operation.path}`
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describeOperation(id, operation) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Nuoda 诺达', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: 'nuoda_session' },
      },
      schemas: { Problem: PROBLEM },
    },
  }
}

const PROBLEM = {
  type: 'object',
  required: ['status', 'code', 'detail'],
  properties: {
    status: { type: 'integer' },
    code: { type: 'string' },
    detail: { type: 'string' },
    requestId: { type: 'string' },
    fields: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    details: { type: 'object' },
  },
}

function describeOperation(id: string, operation: Operation): Json {
  const problem = {
    description: 'Problem',
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
  }
  return {
    operationId: id,
    summary: `${operation.summary.zh} · ${operation.summary.en}`,
    'x-permission': operation.permission,
    ...(operation.permission === 'public'
      ? { security: [] }
      : { security: [{ apiKey: [] }, { session: [] }] }),
    parameters: [
      ...parametersOf('path', operation.params),
      ...parametersOf('query', operation.query),
      ...keyParameter(operation),
    ],
    ...requestBodyOf(operation),
    responses: { 200: answerOf(operation), default: problem },
  }
}

function parametersOf(place: 'path' | 'query', schema: unknown): Json[] {
  if (!schema) return []
  const object = jsonSchema(schema, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(object.properties ?? {}).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || (object.required ?? []).includes(name),
    schema: property,
  }))
}

function keyParameter(operation: Operation): Json[] {
  if (operation.method === 'GET' || operation.permission === 'public') return []
  const key = {
    name: 'Idempotency-Key',
    in: 'header',
    required: false,
    schema: { type: 'string', maxLength: 255 },
  }
  const undo = {
    name: UNDO_HEADER,
    in: 'header',
    required: false,
    description: UNDO_HELP,
    schema: { type: 'string' },
  }
  return operation.isUndoable ? [key, undo] : [key]
}

function requestBodyOf(operation: Operation): Json {
  if (operation.upload) {
    const content = Object.fromEntries(
      operation.upload.contentTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }]),
    )
    return { requestBody: { required: true, content } }
  }
  if (!operation.body) return {}
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: jsonSchema(operation.body, 'input') } },
    },
  }
}

function answerOf(operation: Operation): Json {
  if (operation.download) return { description: 'A file', content: { 'application/octet-stream': {} } }
  return {
    description: 'OK',
    content: { 'application/json': { schema: jsonSchema(operation.result, 'output') } },
  }
}

function jsonSchema(schema: unknown, io: 'input' | 'output'): object {
  return z.toJSONSchema(schema as z.ZodType, { io, unrepresentable: 'any', reused: 'inline' })
}
