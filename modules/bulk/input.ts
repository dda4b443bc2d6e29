import { z } from 'zod'
import type { BulkField, BulkInput, BulkSpec } from '#platform/bulk.ts'
import { Invalid } from '#platform/errors.ts'
import { Id, Instant, line } from '#platform/schema.ts'
import { check } from '#platform/validate.ts'

/** What an action needs besides its records, checked; Invalid names the fields as `input.reason`. */
export function readBulkInput(spec: BulkSpec, given: BulkInput): BulkInput {
  const schema = z.strictObject(
    Object.fromEntries(
      spec.fields.map((field) => [
        field.name,
        field.isOptional ? schemaOf(field).optional() : schemaOf(field),
      ]),
    ),
  )
  const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== ''))
  const { value, problems } = check(schema, filled)
  if (problems) throw new Invalid(problems.map((problem) => ({ ...problem, path: `input.${problem.path}` })))
  return value as BulkInput
}

function schemaOf(field: BulkField): z.ZodType {
  switch (field.kind) {
    case 'text':
      return line(field.max, field.min)
    case 'choice':
      return z.enum(field.choices.map((choice) => choice.value) as [string, ...string[]])
    case 'instant':
      return Instant
    case 'user':
      return Id
    case 'class':
      return line(20, 1)
  }
}
