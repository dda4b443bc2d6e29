import type { Bilingual } from '#platform/text.ts'

/**
 * Codes of refusals. Each module adds its own by declaration merging:
 * `declare module '#platform/errors.ts' { interface Refusals extends Record<keyof typeof refusals, true> {} }`
 * so a code without a text in both languages does not compile.
 */
export interface Refusals {
  'request.invalid': true
  'request.key_reused': true
  'request.stale': true
  'request.too_large': true
  'mail.ended': true
  'mail.too_large': true
}
export type RefusalCode = keyof Refusals

/** The business says no. 409 unless the input itself can never be right (422). */
export class Refused extends Error {
  readonly code: RefusalCode
  readonly details: Record<string, unknown>
  readonly status: 409 | 422
  constructor(code: RefusalCode, details: Record<string, unknown> = {}, status: 409 | 422 = 409) {
    super(code)
    this.code = code
    this.details = details
    this.status = status
  }
}

/** The input does not fit; each problem names the field and the remedy. Answer 400. */
export class Invalid extends Error {
  readonly problems: FieldProblem[]
  constructor(problems: FieldProblem[]) {
    super('request.invalid')
    this.problems = problems
  }
}
export type FieldProblem = { path: string; message: Bilingual }

/** No such record, or none the actor may know of: the answer is the same. */
export class NotFound extends Error {
  readonly what: string
  constructor(what: string) {
    super(`${what} not found`)
    this.what = what
  }
}

export class Unauthenticated extends Error {}

/** The actor lacks this permission. */
export class Forbidden extends Error {
  readonly permission: string
  constructor(permission: string) {
    super(`lacks ${permission}`)
    this.permission = permission
  }
}

/** Something we depend on does not answer; the caller may try again. */
export class Unavailable extends Error {}

/** Too many tries; `retryAfterS` says when the next one counts. */
export class TooMany extends Error {
  readonly retryAfterS: number
  constructor(retryAfterS: number) {
    super('too many requests')
    this.retryAfterS = retryAfterS
  }
}

export const platformRefusals = {
  'request.invalid': {
    zh: '提交的内容有误，请按提示修改后重试',
    en: 'Some of the input is not right. Correct the fields named and send again',
  },
  'request.key_reused': {
    zh: '这个幂等键已用于另一份内容，请换一个新的键',
    en: 'This idempotency key was used with other content. Send a new key',
  },
  'request.stale': {
    zh: '您打开后，这条记录已被他人修改，请核对有冲突的内容后再保存',
    en: 'Somebody changed this record after you opened it. Compare what conflicts, then save again',
  },
  'request.too_large': { zh: '内容过大，请分批提交', en: 'Too large. Send it in smaller parts' },
  'mail.ended': {
    zh: '这封邮件已发出或已作废，不能再操作',
    en: 'This mail was sent or discarded already',
  },
  'mail.too_large': {
    zh: '邮件附件最多 5 个、合计 10 MB，请减少附件',
    en: 'A mail takes at most 5 files of 10 MB together. Attach less',
  },
} satisfies Record<string, Bilingual>
