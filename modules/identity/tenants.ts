import { type Tenant, withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { systemSeed, tenantColumns } from '#platform/dispatcher.ts'
import { Invalid, Refused } from '#platform/errors.ts'
import { emit } from '#platform/events.ts'
import { newId } from '#platform/ids.ts'
import { defaultRoles } from '#modules/permissions.ts'

export type NewTenant = {
  slug: string
  name: string
  zone?: string
  locale?: 'zh' | 'en'
  currency?: string
  country?: string
}

export async function findTenant(database: Database, slug: string): Promise<Tenant | undefined> {
  return database.transaction(null, (db) =>
    db.maybe(sql<Tenant>`select ${tenantColumns} from tenant t where t.slug = ${slug}`),
  )
}

const SLUG = /^[a-z0-9][a-z0-9-]{1,40}$/

/** Makes a company with its default roles. */
export async function createTenant(database: Database, input: NewTenant, now: Date): Promise<Tenant> {
  if (!SLUG.test(input.slug))
    throw new Invalid([
      {
        path: 'slug',
        message: {
          zh: `公司标识“${input.slug}”须为 2 至 41 个小写字母、数字或连字符，且以字母或数字开头，例如 acme-express`,
          en: `The company's slug "${input.slug}" must be 2 to 41 small letters, digits and hyphens, the first a letter or digit, such as acme-express`,
        },
      },
    ])
  if (await findTenant(database, input.slug)) throw new Refused('tenant.slug_taken')
  const tenant: Tenant = {
    id: newId(),
    zone: 'Asia/Shanghai',
    locale: 'zh',
    currency: 'CNY',
    country: 'CN',
    settings: {},
    ...input,
  }
  await withCtx(database, systemSeed(tenant, 'set-up', now), async (ctx) => {
    await ctx.db.run(sql`
      insert into tenant (id, slug, name, zone, locale, currency, country, created_at)
      values (${tenant.id}, ${tenant.slug}, ${tenant.name}, ${tenant.zone}, ${tenant.locale}, ${tenant.currency}, ${tenant.country}, ${now})`)
    for (const role of defaultRoles) {
      await ctx.db.run(sql`
        insert into role (tenant_id, id, key, name_zh, name_en, permissions, given, built_in)
        values (${tenant.id}, ${newId()}, ${role.key}, ${role.zh}, ${role.en}, ${role.permissions}::text[], ${role.permissions}::text[], true)`)
    }
    emit(ctx, 'tenant.created', { type: 'tenant', id: tenant.id }, { slug: tenant.slug })
  })
  return tenant
}
