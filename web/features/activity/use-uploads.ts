import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { RecordRef } from '#platform/records.ts'
import type { Text } from '#platform/text.ts'
import { activityApi } from '#modules/activity/api.ts'
import { FILE_MAX_BYTES, allowedExtensions } from '#modules/activity/file-type.ts'
import type { Audience } from '#modules/activity/kind.ts'
import { ApiProblem } from '#web/lib/api.ts'
import { fill, useText } from '#web/lib/i18n.ts'
import { newId } from '#web/lib/random.ts'
import { upload } from '#web/lib/upload.ts'

const text = {
  tooLarge: {
    zh: '“{name}”超过 {max} MB，请压缩后再传',
    en: '“{name}” is larger than {max} MB. Make it smaller',
  },
  empty: { zh: '“{name}”是空文件', en: '“{name}” is empty' },
  kind: { zh: '不支持“{name}”这种文件', en: '“{name}” is of a kind that is not taken' },
  tooMany: { zh: '一次最多上传 {max} 个文件', en: 'At most {max} files at once' },
  failed: { zh: '上传失败，请重试', en: 'The upload failed. Try again' },
} satisfies Text

const AT_ONCE_MAX = 20
const MEGABYTE = 1024 * 1024

/** A file on its way, or why it did not get there. */
export type Upload = { key: string; name: string; fraction: number; problem: string | null }

/** Sends files to a record one after the other; what cannot be taken is said at once, by name. */
export function useUploads(record: RecordRef, audience: Audience) {
  const t = useText(text)
  const client = useQueryClient()
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const stops = useRef(new Map<string, AbortController>())
  const patch = (key: string, change: Partial<Upload>) =>
    setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...change } : one)))
  const drop = (key: string) => {
    stops.current.get(key)?.abort()
    setUploads((all) => all.filter((one) => one.key !== key))
  }
  const problemOf = (file: File): string | null => {
    const values = { name: file.name, max: FILE_MAX_BYTES / MEGABYTE }
    if (file.size === 0) return fill(t.empty, values)
    if (file.size > FILE_MAX_BYTES) return fill(t.tooLarge, values)
    const extension = file.name.split('.').at(-1)?.toLowerCase() ?? ''
    return allowedExtensions.includes(extension) ? null : fill(t.kind, values)
  }
  const sendOne = async (key: string, file: File) => {
    const stop = new AbortController()
    stops.current.set(key, stop)
    try {
      await upload(
        activityApi.addAttachment,
        { params: record, query: { audience }, file, fileName: file.name },
        { signal: stop.signal, onProgress: (fraction) => patch(key, { fraction }) },
      )
      drop(key)
    } catch (error) {
      patch(key, { problem: error instanceof ApiProblem ? error.detail : t.failed })
    }
    stops.current.delete(key)
  }
  const add = async (files: readonly File[]) => {
    const taken = files
      .slice(0, AT_ONCE_MAX)
      .map((file) => ({ key: newId(), file, problem: problemOf(file) }))
    const rest =
      files.length > AT_ONCE_MAX
        ? [
            {
              key: newId(),
              name: '',
              fraction: 0,
              problem: fill(t.tooMany, { max: AT_ONCE_MAX }),
            },
          ]
        : []
    setUploads((all) => [
      ...all,
      ...taken.map(({ key, file, problem }) => ({ key, name: file.name, fraction: 0, problem })),
      ...rest,
    ])
    for (const { key, file, problem } of taken) if (problem === null) await sendOne(key, file)
    await client.invalidateQueries()
  }
  return { uploads, add, drop }
}
