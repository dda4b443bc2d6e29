import type { Permission } from '#platform/api.ts'
import type { Ctx } from '#platform/ctx.ts'
import type { Bilingual } from '#platform/text.ts'

/** What a bulk action asks for besides the records. `user` and `class` are chosen among those of the company. */
export type BulkField = { name: string; label: Bilingual; isOptional?: true } & (
  | { kind: 'text'; min: number; max: number }
  | { kind: 'choice'; choices: readonly BulkChoice[] }
  | { kind: 'instant' }
  | { kind: 'user' }
  | { kind: 'class' }
)

/** `permission`: offered only to who has it; the verb refuses all others. */
export type BulkChoice = { value: string; text: Bilingual; permission?: Permission }

/** One thing that can be done to many records of a list, as page and server know it. */
export type BulkSpec = {
  /** `orders.cancel`: unique in the product. */
  key: string
  /** Lists whose rows it takes. */
  lists: readonly string[]
  title: Bilingual
  /** What it does, where the title does not say it. */
  help?: Bilingual
  permission: Permission
  fields: readonly BulkField[]
  isDanger?: true
}

/** What was asked for, by the names of the fields. */
export type BulkInput = Readonly<Record<string, string | undefined>>

export type BulkTitle = { id: string; title: string }

/** A spec with what does it. `run` is the verb everybody uses, for one record: it locks, asks the rules and refuses as always. */
export type BulkAction = BulkSpec & {
  run: (ctx: Ctx, id: string, input: BulkInput) => Promise<unknown>
  /** Numbers or names of records within the actor's scopes. */
  find: (ctx: Ctx, ids: readonly string[]) => Promise<BulkTitle[]>
}

/** Records that one run may take. */
export const BULK_MAX = 2_000

type Runs<K extends string> = Record<K, BulkAction['run']>

/** Binds specs to their verbs, one for each: a missing one does not compile. */
export function bulkActions<const S extends Readonly<Record<string, BulkSpec>>>(
  specs: S,
  find: BulkAction['find'],
  runs: Runs<keyof S & string>,
): BulkAction[] {
  return Object.entries(specs).map(([name, spec]) => ({ ...spec, find, run: runs[name as keyof S & string] }))
}

const text = { reason: { zh: '原因', en: 'Reason' }, owner: { zh: '负责人', en: 'Owner' } }
/** Fields that many actions ask for. */
export const reasonField: BulkField = { name: 'reason', kind: 'text', min: 2, max: 300, label: text.reason }
export const ownerField: BulkField = { name: 'ownerId', kind: 'user', label: text.owner }
