import { Email } from '#modules/identity/api.ts'
import { whyNotPassword } from '#modules/identity/password-rule.ts'
import { createTenant } from '#modules/identity/tenants.ts'
import { createUser } from '#modules/identity/users.ts'
import { prepareTenant } from '#modules/imports/command.ts'
import { withCtx } from '#platform/ctx.ts'
import { type Database, sql } from '#platform/db.ts'
import { systemSeed } from '#platform/dispatcher.ts'
import { Refused } from '#platform/errors.ts'

/** `nuoda create-tenant SLUG NAME EMAIL`: the company, its defaults and its first manager. */
export async function runCreateTenantCommand(database: Database, args: string[]): Promise<void> {
  const [slug, name, email] = args
  if (!slug || !name || !email)
    throw new Error('say: create-tenant SLUG NAME EMAIL, with the password on standard input')
  if (!Email.safeParse(email).success) throw new Error(`"${email}" is not an e-mail address`)
  const password = (await readStandardInput()).trim()
  const weak = whyNotPassword(password)
  if (weak) throw new Refused(weak, {}, 422)
  const now = new Date()
  const tenant = await createTenant(database, { slug, name }, now)
  await prepareTenant(database, tenant, now)
  await withCtx(database, systemSeed(tenant, 'set-up', now), async (ctx) => {
    const { id } = await ctx.db.one(
      sql<{ id: string }>`select id from role where tenant_id = ${ctx.tenant.id} and key = 'manager'`,
    )
    await createUser(ctx, {
      email: email.toLowerCase(),
      password,
      name: email.split('@')[0] ?? email,
      roleIds: [id],
      teamIds: [],
      scopes: {},
    })
  })
  process.stdout.write(`${slug}: made, ${email} may log in\n`)
}

async function readStandardInput(): Promise<string> {
  let text = ''
  for await (const chunk of process.stdin) text += String(chunk)
  return text
}
