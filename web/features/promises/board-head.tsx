import { useState } from 'react'
import type { Text } from '#platform/text.ts'
import { promisesApi } from '#modules/promises/api.ts'
import { type BoardView, kindNames } from '#modules/promises/promise.ts'
import { type PromiseBoard, promiseText, viewNames, viewTones } from '#web/features/promises/promise-text.ts'
import { useOperation } from '#web/lib/api.ts'
import { formatDay, formatNumber, formatPercent } from '#web/lib/format.ts'
import { fill, useSay, useText } from '#web/lib/i18n.ts'
import { useIsNarrow } from '#web/lib/narrow.ts'
import { type SearchValues, one, useUrlState } from '#web/lib/search.ts'
import { Loaded } from '#web/ui/detail-page.tsx'

const text = {
  views: { zh: '看板分类', en: 'Views of the board' },
  byKind: { zh: '按事项', en: 'By kind' },
  byOwner: { zh: '按负责人', en: 'By owner' },
  ahead: { zh: '未来七天到期', en: 'Due in the next seven days' },
  riskNote: { zh: '可能延误 ≥ {share}', en: '{share} or more likely late' },
  untoldNote: { zh: '客户还拿着旧日期', en: 'the customer has the old date' },
  lateNote: { zh: '仍未兑现', en: 'and still open' },
  todayNote: { zh: '今天内须兑现', en: 'to be kept today' },
  pausedNote: { zh: '等待他人', en: 'waiting for somebody' },
  show: { zh: '按事项与负责人', en: 'By kind and owner' },
  nothing: { zh: '目前没有需要关注的承诺', en: 'Nothing needs attention now' },
} satisfies Text

const TILES = ['late', 'today', 'at_risk', 'untold', 'paused'] as const
type Tile = (typeof TILES)[number]
type Counts = PromiseBoard['total']

const countOf = (counts: Counts, tile: Tile): number => (tile === 'at_risk' ? counts.atRisk : counts[tile])

/** Above the list: what needs attention, by kind and owner, and what the next days bring. Every figure opens its rows. */
export function BoardHead() {
  const { values, change } = useUrlState()
  const board = useOperation(promisesApi.getPromiseBoard, {}, { refreshMs: 30_000, keepsPrevious: true })
  const show = (patch: SearchValues) => change({ ...CLEARED, ...patch })
  return (
    <Loaded read={board}>
      {(data) => (
        <div className="n-pr-head">
          <Tiles
            board={data}
            view={one(values['view']) ?? 'open'}
            onShow={(view) => change({ view: view === 'open' ? undefined : view, cursor: undefined })}
          />
          <Breakdown board={data} onShow={show} />
        </div>
      )}
    </Loaded>
  )
}

const CLEARED: SearchValues = {
  view: undefined,
  kind: undefined,
  owner: undefined,
  dueFrom: undefined,
  dueTo: undefined,
  where: undefined,
  cursor: undefined,
}

function Tiles({
  board,
  view,
  onShow,
}: {
  board: PromiseBoard
  view: string
  onShow: (view: BoardView) => void
}) {
  const t = useText(text)
  const say = useSay()
  const notes: Record<Tile, string> = {
    late: t.lateNote,
    today: t.todayNote,
    at_risk: fill(t.riskNote, { share: formatPercent(board.atRiskShare, 0) }),
    untold: t.untoldNote,
    paused: t.pausedNote,
  }
  return (
    <div className="n-pr-tiles" role="group" aria-label={t.views}>
      {TILES.map((tile) => {
        const n = countOf(board.total, tile)
        return (
          <button
            key={tile}
            type="button"
            className="n-pr-tile"
            data-tone={n > 0 ? viewTones[tile] : 'mute'}
            aria-pressed={view === tile}
            onClick={() => onShow(view === tile ? 'open' : tile)}
          >
            <span>{say(viewNames[tile])}</span>
            <b className="n-figure">{counted(n, board.countedTo.view)}</b>
            <small>{notes[tile]}</small>
          </button>
        )
      })}
      <div className="n-pr-tabs">
        {(['open', 'ended'] as const).map((tab) => (
          <button key={tab} type="button" aria-pressed={view === tab} onClick={() => onShow(tab)}>
            {say(viewNames[tab])}
          </button>
        ))}
      </div>
    </div>
  )
}

/** Counting stops somewhere: beyond it the figure says so. */
const counted = (n: number, max: number): string => (n >= max ? `${formatNumber(max)}+` : formatNumber(n))

function Breakdown({ board, onShow }: { board: PromiseBoard; onShow: (patch: SearchValues) => void }) {
  const t = useText(text)
  const p = useText(promiseText)
  const say = useSay()
  const [isOpen, setOpen] = useState(!useIsNarrow())
  const kinds = board.byKind.map((row) => ({
    key: row.kind,
    name: say(kindNames[row.kind]),
    counts: row,
    filter: { kind: row.kind },
  }))
  const owners = board.byOwner
    .toSorted((a, b) => weight(b) - weight(a))
    .slice(0, OWNERS_SHOWN)
    .map((row) => ({
      key: row.ownerId ?? 'none',
      name: row.ownerName ?? p.nobody,
      counts: row,
      filter: { owner: row.ownerId ?? 'none' },
    }))
  return (
    <details
      className="n-panel n-pr-more"
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>{t.show}</summary>
      <div className="n-pr-split">
        <Matrix title={t.byKind} rows={kinds} onShow={onShow} />
        {owners.length > 0 ? (
          <Matrix title={t.byOwner} rows={owners} onShow={onShow} />
        ) : (
          <p className="n-quiet">{t.nothing}</p>
        )}
        <Ahead board={board} onShow={onShow} />
      </div>
    </details>
  )
}

const OWNERS_SHOWN = 6
const weight = (counts: Counts): number => counts.late + counts.today + counts.atRisk + counts.untold

type MatrixRow = { key: string; name: string; counts: Counts; filter: SearchValues }

function Matrix({
  title,
  rows,
  onShow,
}: {
  title: string
  rows: MatrixRow[]
  onShow: (patch: SearchValues) => void
}) {
  const say = useSay()
  const tiles = TILES.filter((tile) => tile !== 'paused')
  return (
    <table className="n-pr-matrix">
      <thead>
        <tr>
          <th scope="col">{title}</th>
          {tiles.map((tile) => (
            <th key={tile} scope="col" data-align="end">
              {say(viewNames[tile])}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.name}</th>
            {tiles.map((tile) => {
              const n = countOf(row.counts, tile)
              return (
                <td key={tile} data-align="end" className="n-figure">
                  {n === 0 ? (
                    <span className="n-quiet">0</span>
                  ) : (
                    <button
                      type="button"
                      className="n-link"
                      data-tone={viewTones[tile]}
                      onClick={() => onShow({ view: tile, ...row.filter })}
                    >
                      {formatNumber(n)}
                    </button>
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** How much falls due on each of the next days. */
function Ahead({ board, onShow }: { board: PromiseBoard; onShow: (patch: SearchValues) => void }) {
  const t = useText(text)
  const most = Math.max(1, ...board.ahead.map((day) => day.due))
  return (
    <div className="n-pr-ahead">
      <p>{t.ahead}</p>
      <ol aria-label={t.ahead}>
        {board.ahead.map(({ day, due }) => (
          <li key={day}>
            <button type="button" onClick={() => onShow({ dueFrom: day, dueTo: day })}>
              <b className="n-figure">{counted(due, board.countedTo.day)}</b>
              <span style={{ height: `${(due / most) * 100}%` }} />
              <small>{formatDay(day).slice(11)}</small>
              <small>{day.slice(5)}</small>
            </button>
          </li>
        ))}
      </ol>
    </div>
  )
}
