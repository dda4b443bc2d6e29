import { Button } from 'antd'
import type { ResultOf } from '#platform/api.ts'
import type { Bilingual, Text } from '#platform/text.ts'
import type { activityApi } from '#modules/activity/api.ts'
import { eventName } from '#modules/event-names.ts'
import { holdNames } from '#modules/customers/party.ts'
import type { DocumentKind } from '#modules/printing/document.ts'
import { words } from '#modules/printing/words.ts'
import { type NoticeReason, noticeReasonNames } from '#modules/engagement/customer-notice.ts'
import { type ErrorKind, errorKinds } from '#modules/orders/order-error.ts'
import { exceptionKindNames, reasonOf } from '#modules/shipments/exception-names.ts'
import type { ExceptionKind } from '#modules/shipments/shipment-types.ts'
import { type PromiseKind, kindNames } from '#modules/promises/promise.ts'
import { type Channel, channelNames } from '#modules/promises/telling.ts'
import { AudienceMark } from '#web/features/activity/audience.tsx'
import { originOf } from '#web/features/imports/origin.ts'
import { type EventLook, eventLooks } from '#web/features/activity/event-texts.ts'
import { type ToldChange, isNone, toldChange } from '#modules/activity/audit-content.ts'
import { nameOfField } from '#modules/field-names.ts'
import type { Cell } from '#platform/cells.ts'
import { useCellText } from '#web/lib/cell-text.ts'
import { formatDay, formatTime } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { Icon } from '#web/ui/icons.tsx'
import type { TimelineEntry } from '#web/ui/timeline.tsx'

export type ActivityRow = ResultOf<typeof activityApi.listActivity>['rows'][number]

const text = {
  noteRemoved: { zh: '（内容已删除）', en: '(its text was removed)' },
  hidden: { zh: '已修改', en: 'changed' },
  system: { zh: '系统', en: 'System' },
  visitor: { zh: '查询链接访客', en: 'Visitor of the tracking link' },
  link: { zh: '复制此条的链接', en: 'Copy a link to this entry' },
  remove: { zh: '删除', en: 'Remove' },
  show: { zh: '打开“{name}”', en: 'Open “{name}”' },
} satisfies Text

type Doing = {
  onLink: (row: ActivityRow) => void
  onRemoveNote: ((row: ActivityRow) => void) | null
  onFile: (file: NonNullable<ActivityRow['file']>) => void
  linkedSeq: number | null
}

/** Rows of the activity as entries of a timeline. */
export function useEntries({ onLink, onRemoveNote, onFile, linkedSeq }: Doing) {
  const say = useSay()
  const t = useText(text)
  return (row: ActivityRow): TimelineEntry => {
    const known = (eventLooks as Record<string, EventLook>)[row.type]
    const isNote = row.type === 'note.added' && row.note !== null && !row.note.isRemoved
    return {
      key: String(row.seq),
      at: row.at,
      title: say(eventName(row.type)),
      by: row.actorKind === 'system' ? t.system : row.actorKind === 'link' ? t.visitor : row.actorName,
      ...(known?.icon ? { icon: known.icon } : {}),
      tone: isNote ? (row.audience === 'customer' ? 'info' : 'warn') : (known?.tone ?? 'mute'),
      isCard: isNote,
      isLinked: row.seq === linkedSeq,
      mark:
        isNote || row.kind === 'file' || row.audience === 'customer' ? (
          <AudienceMark audience={row.audience} />
        ) : null,
      body: <Body row={row} onFile={onFile} />,
      tools: (
        <>
          {isNote && onRemoveNote && (
            <Button
              size="small"
              type="text"
              aria-label={t.remove}
              title={t.remove}
              icon={<Icon name="trash" size={14} />}
              onClick={() => onRemoveNote(row)}
            />
          )}
          <Button
            size="small"
            type="text"
            aria-label={t.link}
            title={t.link}
            icon={<Icon name="link" size={14} />}
            onClick={() => onLink(row)}
          />
        </>
      ),
    }
  }
}

function Body({ row, onFile }: { row: ActivityRow; onFile: Doing['onFile'] }) {
  const t = useText(text)
  const say = useSay()
  const { note, file } = row
  if (row.type === 'note.added' && note)
    return note.isRemoved ? <em className="n-quiet">{t.noteRemoved}</em> : <NoteText note={note} />
  const said = wordsOf(row, say)
  return (
    <>
      {file && (
        <p>
          {file.isRemoved ? (
            <s>{file.name}</s>
          ) : (
            <button
              type="button"
              className="n-link"
              onClick={() => onFile(file)}
              aria-label={fill(t.show, { name: file.name })}
            >
              {file.name}
            </button>
          )}
        </p>
      )}
      {said && <p>{said}</p>}
      {row.changes && <Changes type={row.type} changes={row.changes} />}
    </>
  )
}

/** The text as it was written; the names of those mentioned stand out. Never read as markup. */
function NoteText({ note }: { note: NonNullable<ActivityRow['note']> }) {
  const names = note.mentions.map((one) => `@${one.name}`).toSorted((a, b) => b.length - a.length)
  return (
    <p className="n-note-text">
      {split(note.body, names).map((part, index) =>
        names.includes(part) ? <strong key={index}>{part}</strong> : part,
      )}
    </p>
  )
}

function split(body: string, names: readonly string[]): string[] {
  return names.reduce<string[]>(
    (parts, name) =>
      parts.flatMap((part) =>
        names.includes(part)
          ? [part]
          : part.split(name).flatMap((piece, i) => (i === 0 ? [piece] : [name, piece])),
      ),
    [body],
  )
}

type Change = NonNullable<ActivityRow['changes']>[number]

/** Old and new value of each field a save changed; `type` is the event that announced it. */
export function Changes({ type, changes }: { type: string; changes: readonly Change[] }) {
  const t = useText(text)
  const inWords = useCellText()
  return (
    <ul className="n-changes">
      {changes.map((change) => (
        <li key={change.field + (change.label ?? '')}>
          <OneChange told={toldChange(type, change)} inWords={inWords} hidden={t.hidden} />
        </li>
      ))}
    </ul>
  )
}

type OneChangeProps = { told: ToldChange; inWords: (cell: Cell) => string; hidden: string }

function OneChange({ told, inWords, hidden }: OneChangeProps) {
  const name = `${inWords(told.name)}: `
  if (told.was === null) return name + hidden
  const [was, is] = [inWords(told.was), inWords(told.is)]
  // Of a list only what went and what came is told.
  if (told.isList)
    return (
      <>
        {name}
        {!isNone(told.was) && <del>{was}</del>} {!isNone(told.is) && <ins>{is}</ins>}
      </>
    )
  return (
    <>
      {name}
      <del>{was}</del> <span aria-hidden="true">→</span> <ins>{is}</ins>
    </>
  )
}
/** What an event says beside its name. */
function wordsOf({ type, data, changes, person }: ActivityRow, say: (text: Bilingual) => string): string {
  const textOf = (key: string) => (typeof data[key] === 'string' ? data[key] : '')
  const kind = textOf('kind')
  const parts = [
    person ?? '',
    type === 'document.printed' ? sayPrint(data, say) : '',
    type.startsWith('promise.') || type.startsWith('clause.') ? sayKind(kind, say) : '',
    type === 'customer.held' || type === 'customer.released'
      ? say(holdNames[kind as keyof typeof holdNames] ?? NOTHING)
      : '',
    type === 'customer.classified' ? `${textOf('from') || '–'} → ${textOf('to')}` : '',
    type === 'promise.repromised' || type === 'promise.resumed'
      ? `${formatTime(textOf('from'))} → ${formatTime(textOf('to'))}`
      : '',
    type.startsWith('order_error.') ? say(errorKinds[textOf('error') as ErrorKind] ?? NOTHING) : '',
    /^(delay|order)_notice\./.test(type) ? sayNotice(textOf('why'), textOf('channel'), say) : '',
    type.startsWith('clause.') && data['version'] !== undefined ? `v${String(data['version'])}` : '',
    originOf({ type, data }) ?? '',
    textOf('number'),
    type === 'purchase.goods_came' ? sayGoods(data, say) : '',
    type.startsWith('purchase.') || type.startsWith('supply.') ? formatDayIf(textOf('expectedOn')) : '',
    textOf('waybill'),
    type.startsWith('exception.') ? sayException(kind, textOf('reason'), say) : textOf('reason'),
  ]
  const said = parts.filter(Boolean).join(' · ')
  if (said !== '' || changes || !Array.isArray(data['fields'])) return said
  return data['fields'].map((field) => say(nameOfField(String(field)))).join(say({ zh: '、', en: ', ' }))
}

/** Kind and reason of an exception, once where both read the same. */
function sayException(kind: string, reason: string, say: (text: Bilingual) => string): string {
  const told = [exceptionKindNames[kind as ExceptionKind] ?? NOTHING, reasonOf(reason)].map(say)
  return [...new Set(told.filter(Boolean))].join(' · ')
}

/** What came of an order to a supplier: beyond and missing only where there is something to tell. */
function sayGoods(data: ActivityRow['data'], say: (text: Bilingual) => string): string {
  const told = (['accepted', 'beyond', 'missing'] as const).filter((key) => Number(data[key] ?? 0) > 0)
  return told.map((key) => `${say(nameOfField(key))} ${Number(data[key])}`).join(' · ')
}

const formatDayIf = (day: string): string => (day ? formatDay(day) : '')

function sayPrint(data: ActivityRow['data'], say: (text: Bilingual) => string): string {
  const name = say(words[data['document'] as DocumentKind] ?? NOTHING)
  const [copies, nth] = [Number(data['copies'] ?? 1), Number(data['nth'] ?? 1)]
  const count = say({ zh: `${copies} 份`, en: copies === 1 ? '1 copy' : `${copies} copies` })
  return [name, count, nth > 1 ? say({ zh: `第 ${nth} 次打印`, en: `printed ${nth} times` }) : '']
    .filter(Boolean)
    .join(' · ')
}

const sayNotice = (why: string, channel: string, say: (text: Bilingual) => string): string =>
  [say(noticeReasonNames[why as NoticeReason] ?? NOTHING), say(channelNames[channel as Channel] ?? NOTHING)]
    .filter(Boolean)
    .join(' · ')

const NOTHING: Bilingual = { zh: '', en: '' }
const sayKind = (kind: string, say: (text: Bilingual) => string): string =>
  say(kindNames[kind as PromiseKind] ?? NOTHING)
