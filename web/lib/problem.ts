import type { Bilingual } from '#platform/text.ts'
import { getLocale } from '#web/lib/i18n.ts'

export type FieldProblem = { path: string; message: string }

/** A refused or failed call, with its text in the user's language (RFC 9457). Status 0: no answer came. */
export class ApiProblem extends Error {
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly fields: readonly FieldProblem[]
  readonly details: Record<string, unknown>
  readonly requestId: string | null

  constructor(problem: {
    status: number
    code: string
    detail: string
    fields?: FieldProblem[]
    details?: Record<string, unknown>
    requestId?: string
  }) {
    super(problem.detail)
    this.status = problem.status
    this.code = problem.code
    this.detail = problem.detail
    this.fields = problem.fields ?? []
    this.details = problem.details ?? {}
    this.requestId = problem.requestId ?? null
  }
}

const texts = {
  unknown: {
    zh: '出现意外错误，请重试',
    en: 'Something unexpected happened. Try again',
  },
  network: {
    zh: '连不上服务器。您填写的内容还在，请检查网络后重试',
    en: 'The server cannot be reached. What you typed is still here. Check the network and try again',
  },
  timeout: { zh: '服务器长时间没有回应，请重试', en: 'The server took too long. Try again' },
  unreadable: { zh: '服务器的回答无法识别，请稍后重试', en: 'The answer cannot be read. Try again shortly' },
} satisfies Record<string, Bilingual>

/** What went wrong, in one line: what is wrong with the fields where the server named some. */
export function problemText(error: unknown): string {
  if (!(error instanceof ApiProblem)) return texts.unknown[getLocale()]
  return error.fields.map((field) => field.message).join(' ') || error.detail
}

/** A call that got no usable answer. */
export function lostProblem(code: keyof typeof texts): ApiProblem {
  return new ApiProblem({ status: 0, code, detail: texts[code][getLocale()] })
}

export async function problemOfResponse(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null)
  const isProblem = typeof body === 'object' && body !== null && 'code' in body && 'detail' in body
  if (!isProblem)
    return new ApiProblem({
      status: response.status,
      code: 'unreadable',
      detail: texts.unreadable[getLocale()],
    })
  return new ApiProblem({ status: response.status, ...(body as { code: string; detail: string }) })
}

/** True when sending the same again may work: no answer, or the server was busy. */
export const mayTryAgain = (error: unknown): boolean =>
  error instanceof ApiProblem && (error.status === 0 || error.status >= 500)
