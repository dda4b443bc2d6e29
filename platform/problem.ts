import pg from 'pg'
import {
  type FieldProblem,
  Forbidden,
  Invalid,
  NotFound,
  Refused,
  TooMany,
  Unauthenticated,
  Unavailable,
  platformRefusals,
} from '#platform/errors.ts'
import { isConnectionError } from '#platform/db.ts'
import { type Bilingual, type Locale, fill } from '#platform/text.ts'

/** An error as the answer tells it (RFC 9457), in the caller's language. */
export type Problem = {
  status: number
  code: string
  detail: string
  /** Which fields are wrong and what to do about each. */
  fields?: { path: string; message: string }[]
  details?: Record<string, unknown>
  retryAfterS?: number
}

const texts = {
  not_found: {
    zh: '找不到这条记录，可能已被删除，或您无权查看',
    en: 'There is no such record, or you may not see it',
  },
  unauthenticated: { zh: '请先登录', en: 'Please log in' },
  forbidden: {
    zh: '您没有此项权限（{permission}），请联系管理员',
    en: 'You lack the permission {permission}. Ask an administrator',
  },
  too_many: {
    zh: '尝试次数过多，请在 {seconds} 秒后再试',
    en: 'Too many tries. Wait {seconds} seconds and try again',
  },
  unavailable: {
    zh: '系统暂时繁忙，内容未保存，请稍后重试',
    en: 'The system is busy and nothing was saved. Try again shortly',
  },
  bug: {
    zh: '系统出现故障，内容未保存。请把请求编号告诉管理员',
    en: 'Something failed on our side and nothing was saved. Tell an administrator the request id',
  },
  exists: {
    zh: '已存在相同的记录，请核对编号或名称',
    en: 'Such a record already exists. Check the number or name',
  },
  reference: {
    zh: '所引用的记录不存在，请刷新后重新选择',
    en: 'It refers to a record that does not exist. Reload and choose again',
  },
  unfit: {
    zh: '数值超出允许范围，请检查后重试',
    en: 'A value is outside what is allowed. Check it and send again',
  },
  unreadable: { zh: '请求内容无法读取，请检查格式', en: 'The request cannot be read. Check its format' },
} satisfies Record<string, Bilingual>

export function problemOf(error: unknown, locale: Locale, refusals: Record<string, Bilingual>): Problem {
  if (error instanceof Refused) {
    const text = refusals[error.code] ?? platformRefusals['request.invalid']
    return {
      status: error.status,
      code: error.code,
      detail: fill(text[locale], error.details),
      details: error.details,
    }
  }
  if (error instanceof Invalid) return invalidProblem(error.problems, locale)
  if (error instanceof NotFound) return { status: 404, code: 'not_found', detail: texts.not_found[locale] }
  if (error instanceof Unauthenticated)
    return { status: 401, code: 'unauthenticated', detail: texts.unauthenticated[locale] }
  if (error instanceof Forbidden)
    return {
      status: 403,
      code: 'forbidden',
      detail: fill(texts.forbidden[locale], { permission: error.permission }),
    }
  if (error instanceof TooMany)
    return {
      status: 429,
      code: 'too_many',
      detail: fill(texts.too_many[locale], { seconds: error.retryAfterS }),
      retryAfterS: error.retryAfterS,
    }
  if (error instanceof Unavailable || isConnectionError(error)) return unavailable(locale)
  if (error instanceof pg.DatabaseError) return databaseProblem(error, locale)
  const status = (error as { statusCode?: unknown })?.statusCode
  if (typeof status === 'number' && status >= 400 && status < 500) return requestProblem(status, locale)
  return { status: 500, code: 'internal', detail: texts.bug[locale] }
}

function invalidProblem(problems: FieldProblem[], locale: Locale): Problem {
  const fields = problems.map((p) => ({ path: p.path, message: p.message[locale] }))
  return { status: 400, code: 'request.invalid', detail: platformRefusals['request.invalid'][locale], fields }
}

function unavailable(locale: Locale): Problem {
  return { status: 503, code: 'unavailable', detail: texts.unavailable[locale], retryAfterS: 1 }
}

/** The database's own rules are the last wall. A verb should have refused before; the answer is still a clear one. */
function databaseProblem(error: pg.DatabaseError, locale: Locale): Problem {
  const code = error.code ?? ''
  if (code === '57014' || code === '55P03' || code === '40P01' || code === '40001') return unavailable(locale)
  if (code === '23505') return { status: 409, code: 'record.exists', detail: texts.exists[locale] }
  if (code === '23503')
    return { status: 422, code: 'record.no_such_reference', detail: texts.reference[locale] }
  if (code === '23514' || code.startsWith('22'))
    return { status: 422, code: 'record.value_not_allowed', detail: texts.unfit[locale] }
  return { status: 500, code: 'internal', detail: texts.bug[locale] }
}

function requestProblem(status: number, locale: Locale): Problem {
  if (status === 413)
    return { status, code: 'request.too_large', detail: platformRefusals['request.too_large'][locale] }
  return { status, code: 'request.unreadable', detail: texts.unreadable[locale] }
}
