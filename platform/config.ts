import { isIPv4, isIPv6 } from 'node:net'
import { resolve } from 'node:path'
import { z } from 'zod'
import type { MailSettings } from '#platform/mail-sending.ts'

/** Settings from the environment, checked once at start. The table in README.md lists them. */
export type Config = {
  host: string
  port: number
  dataDir: string
  databaseUrl: string | null
  logLevel: string
  secureCookies: boolean
  trustedProxies: string[]
  /** What readers of /metrics send; null: only this machine reads them. */
  metricsToken: string | null
  /** Null: mails wait in the outbox, shown as not configured. */
  mail: MailSettings | null
  /** Mails that ended longer ago lose their text and address. */
  mailKeptDays: number
  /** Where people find the web app, for links in mails; null: mails have none. */
  publicUrl: string | null
  /** Set by `--demo`: the log-in page names the demo accounts. */
  demo: boolean
}

const Environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number('a port from 0 to 65535').int().min(0).max(65_535).default(8080),
  NUODA_DATA: z.string().default('data'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'starts with postgres:// or postgresql://')
    .optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  SECURE_COOKIES: z.enum(['0', '1']).default('0'),
  TRUSTED_PROXIES: z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((one) => one.trim())
        .filter(Boolean),
    )
    .refine(
      (list) => list.every(isAddressOrNetwork),
      'addresses or networks (10.0.0.0/8, or loopback, linklocal, uniquelocal), comma separated',
    ),
  METRICS_TOKEN: z
    .string()
    .regex(/^\S{16,200}$/, 'at least 16 characters, none of them a space')
    .optional(),
  PUBLIC_URL: z
    .url()
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'starts with smtp:// or smtps://')
    .optional(),
  MAIL_FROM: z.email().optional(),
  MAIL_KEPT_DAYS: z.coerce.number().int().min(1).max(3_650).default(180),
  MAIL_PER_MINUTE: z.coerce.number().int().min(1).max(6_000).default(60),
})

/** Reads and checks the settings; throws with the name of the first wrong variable. */
export function readConfig(env: NodeJS.ProcessEnv = process.env, demo = false): Config {
  const parsed = Environment.safeParse(env)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(`Environment variable ${issue?.path.join('.')}: ${issue?.message}`)
  }
  const e = parsed.data
  if (e.SMTP_URL && !e.MAIL_FROM)
    throw new Error('Environment variable MAIL_FROM: the address mails come from is needed with SMTP_URL')
  return {
    host: e.HOST,
    port: e.PORT,
    dataDir: resolve(e.NUODA_DATA),
    databaseUrl: e.DATABASE_URL ?? null,
    logLevel: e.LOG_LEVEL,
    secureCookies: e.SECURE_COOKIES === '1',
    trustedProxies: e.TRUSTED_PROXIES,
    metricsToken: e.METRICS_TOKEN ?? null,
    mailKeptDays: e.MAIL_KEPT_DAYS,
    publicUrl: e.PUBLIC_URL ?? null,
    mail:
      e.SMTP_URL && e.MAIL_FROM ? { url: e.SMTP_URL, from: e.MAIL_FROM, perMinute: e.MAIL_PER_MINUTE } : null,
    demo,
  }
}

function isAddressOrNetwork(text: string): boolean {
  if (['loopback', 'linklocal', 'uniquelocal'].includes(text)) return true
  const [address = '', bits, ...more] = text.split('/')
  const most = isIPv4(address) ? 32 : isIPv6(address) ? 128 : -1
  return (
    most > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  )
}
