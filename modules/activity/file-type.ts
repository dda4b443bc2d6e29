/**
 * What a file is by its first bytes and its name together; the type its sender claims counts for nothing.
 * HTML, SVG, scripts and archives are not taken at all: a browser or a person might run what is in them.
 */

export const FILE_MAX_BYTES = 20 * 1024 * 1024
export const FILE_NAME_MAX = 120

type FileType = {
  contentType: string
  extensions: readonly string[]
  matches: (bytes: Uint8Array) => boolean
  /** How the page shows it without leaving the page. */
  preview?: 'image' | 'text'
}

const begins =
  (...signature: number[]) =>
  (bytes: Uint8Array): boolean =>
    signature.every((byte, i) => bytes[i] === byte)
const has = (bytes: Uint8Array, at: number, text: string): boolean =>
  [...text].every((c, i) => bytes[at + i] === c.charCodeAt(0))

const isZip = begins(0x50, 0x4b, 0x03, 0x04)
const isOle = begins(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)
const OFFICE = 'application/vnd.openxmlformats-officedocument'

export const fileTypes: readonly FileType[] = [
  {
    contentType: 'image/png',
    extensions: ['png'],
    matches: begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    preview: 'image',
  },
  {
    contentType: 'image/jpeg',
    extensions: ['jpg', 'jpeg'],
    matches: begins(0xff, 0xd8, 0xff),
    preview: 'image',
  },
  {
    contentType: 'image/gif',
    extensions: ['gif'],
    matches: (bytes) => has(bytes, 0, 'GIF87a') || has(bytes, 0, 'GIF89a'),
    preview: 'image',
  },
  {
    contentType: 'image/webp',
    extensions: ['webp'],
    matches: (bytes) => has(bytes, 0, 'RIFF') && has(bytes, 8, 'WEBP'),
    preview: 'image',
  },
  { contentType: 'application/pdf', extensions: ['pdf'], matches: (bytes) => has(bytes, 0, '%PDF-') },
  { contentType: `${OFFICE}.spreadsheetml.sheet`, extensions: ['xlsx'], matches: isZip },
  { contentType: `${OFFICE}.wordprocessingml.document`, extensions: ['docx'], matches: isZip },
  { contentType: `${OFFICE}.presentationml.presentation`, extensions: ['pptx'], matches: isZip },
  { contentType: 'application/vnd.ms-excel', extensions: ['xls'], matches: isOle },
  { contentType: 'application/msword', extensions: ['doc'], matches: isOle },
  { contentType: 'text/csv; charset=utf-8', extensions: ['csv'], matches: isText, preview: 'text' },
  { contentType: 'text/plain; charset=utf-8', extensions: ['txt', 'log'], matches: isText, preview: 'text' },
]

export const allowedExtensions: readonly string[] = fileTypes.flatMap((type) => type.extensions)

export type FileProblem = 'attachment.kind_refused' | 'attachment.not_what_it_says'

/** The type of a file, or why it is not taken. */
export function typeOfFile(name: string, bytes: Uint8Array): FileType | FileProblem {
  const type = fileTypes.find((one) => one.extensions.includes(extensionOf(name)))
  if (!type) return 'attachment.kind_refused'
  return type.matches(bytes) ? type : 'attachment.not_what_it_says'
}

export const previewOf = (contentType: string): 'image' | 'text' | null =>
  fileTypes.find((one) => one.contentType === contentType)?.preview ?? null

const extensionOf = (name: string): string => /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''

/** A name to keep: no path, no control or direction characters, not too long, its extension whole. */
export function safeFileName(name: string): string {
  const base = name.split(/[/\\]/).at(-1) ?? ''
  const plain = base.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '').replace(/^[\s.]+|[\s.]+$/g, '')
  const extension = extensionOf(plain)
  const stem = extension ? plain.slice(0, -extension.length - 1).trim() : plain
  const room = FILE_NAME_MAX - (extension ? extension.length + 1 : 0)
  return `${[...stem].slice(0, room).join('') || 'file'}${extension ? `.${extension}` : ''}`
}

const BOM = [0xef, 0xbb, 0xbf]

/** UTF-8 without NUL: what a page can show as text and nothing else. */
function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(begins(...BOM)(bytes) ? bytes.subarray(3) : bytes)
    return true
  } catch {
    return false
  }
}
