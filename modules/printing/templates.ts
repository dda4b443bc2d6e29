import type { Ctx } from '#platform/ctx.ts'
import { sql } from '#platform/db.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { type EditedRecord, recordChange } from '#platform/versions.ts'
import './events.ts'
import { type DocumentKind, documentKinds } from './document.ts'
import { templateId } from './settings.ts'
import { type TemplateOptions, completeOptions } from './template.ts'

export type Template = {
  id: string
  document: DocumentKind
  /** 0: the company never changed it. */
  version: number
  isOn: boolean
  options: TemplateOptions
  logoId: string | null
  changedAt: string | null
  changedBy: string | null
}

type Row = {
  document: DocumentKind
  version: number
  isOn: boolean
  options: Partial<TemplateOptions>
  logoId: string | null
  changedAt: Date
  changedBy: string
}

const columns = sql`
  t.document, t.version, t.is_on as "isOn", t.options, t.logo_id as "logoId", t.changed_at as "changedAt", t.changed_by_name as "changedBy"`

/** How each document looks now. */
export async function listTemplates(ctx: Ctx): Promise<Template[]> {
  const rows = await ctx.db.all(sql<Row>`
    select distinct on (t.document) ${columns} from print_template t where t.tenant_id = ${ctx.tenant.id} order by t.document, t.version desc`)
  return documentKinds.map((kind) =>
    viewOf(
      ctx,
      kind,
      rows.find((row) => row.document === kind),
    ),
  )
}

/** How a document looks now, or looked in a version. */
export async function readTemplate(ctx: Ctx, kind: DocumentKind, version?: number): Promise<Template> {
  const row = await ctx.db.maybe(sql<Row>`
    select ${columns} from print_template t
    where t.tenant_id = ${ctx.tenant.id} and t.document = ${kind} and (${version ?? null}::int is null or t.version = ${version ?? null}::int)
    order by t.version desc limit 1`)
  return viewOf(ctx, kind, row)
}

const VERSIONS_MAX = 50

/** Its changes, newest first. */
export async function listVersions(ctx: Ctx, kind: DocumentKind): Promise<Template[]> {
  const rows = await ctx.db.all(sql<Row>`
    select ${columns} from print_template t where t.tenant_id = ${ctx.tenant.id} and t.document = ${kind} order by t.version desc limit ${VERSIONS_MAX}`)
  return rows.map((row) => viewOf(ctx, kind, row))
}

function viewOf(ctx: Ctx, kind: DocumentKind, row: Row | undefined): Template {
  return {
    id: templateId(ctx.tenant.id, kind),
    document: kind,
    version: row?.version ?? 0,
    isOn: row?.isOn ?? true,
    options: completeOptions(kind, row?.options ?? {}),
    logoId: row?.logoId ?? null,
    changedAt: row ? new Date(row.changedAt).toISOString() : null,
    changedBy: row?.changedBy ?? null,
  }
}

export type SaveTemplate = {
  document: DocumentKind
  /** The version it was changed from. */
  version: number
  isOn: boolean
  options: TemplateOptions
  logoId: string | null
  /** Why, where it was switched off or on. */
  reason?: string | undefined
}

/** Keeps the change as a new version. */
export async function saveTemplate(ctx: Ctx, input: SaveTemplate): Promise<Template> {
  const before = await readTemplate(ctx, input.document)
  if (before.version !== input.version) throw new Refused('request.stale')
  await mustHaveLogo(ctx, input.logoId)
  const options = completeOptions(input.document, input.options)
  const version = before.version + 1
  const saved = await ctx.db.maybe(sql`
    insert into print_template (tenant_id, document, version, is_on, options, logo_id, changed_at, changed_by, changed_by_name)
    values (${ctx.tenant.id}, ${input.document}, ${version}, ${input.isOn}, ${JSON.stringify(options)}::jsonb, ${input.logoId}, ${ctx.now},
      ${ctx.actor.kind === 'system' ? null : ctx.actor.id}, ${ctx.actor.name})
    on conflict do nothing returning version`)
  if (!saved) throw new Refused('request.stale')
  const record: EditedRecord<Said> = {
    subject: { type: 'print_template', id: templateId(ctx.tenant.id, input.document) },
    version: before.version,
    values: saidOf(before),
  }
  recordChange(ctx, record, saidOf({ isOn: input.isOn, logoId: input.logoId, options }))
  const reason = input.reason ?? ''
  emit(ctx, 'print_template.changed', record.subject, { document: input.document, version, reason })
  return readTemplate(ctx, input.document)
}

/** What people set in a template, under the names its history tells. */
type Said = Omit<TemplateOptions, 'language' | 'fields'> & {
  isOn: boolean
  logoId: string | null
  printLanguage: TemplateOptions['language']
  shows: TemplateOptions['fields']
}
const saidOf = ({ isOn, logoId, options }: Pick<Template, 'isOn' | 'logoId' | 'options'>): Said => {
  const { language: printLanguage, fields: shows, ...rest } = options
  return { isOn, logoId, printLanguage, shows, ...rest }
}

export async function mustHaveLogo(ctx: Ctx, logoId: string | null): Promise<void> {
  if (logoId === null) return
  const found = await ctx.db.maybe(
    sql`select 1 from print_logo where tenant_id = ${ctx.tenant.id} and id = ${logoId}`,
  )
  if (!found)
    throw new Invalid([
      {
        path: 'logoId',
        message: { zh: '标志图片不存在，请重新上传', en: 'There is no such logo. Upload it again' },
      },
    ])
}
