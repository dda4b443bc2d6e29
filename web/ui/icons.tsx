/** Line icons on a 24 grid, drawn for Nuoda. A new one is a new row. */
const shapes = {
  home: 'M4 11.5 12 5l8 6.5M6 10v9h12v-9M10 19v-5h4v5',
  order: 'M7 4h10a1 1 0 0 1 1 1v15l-3-2-3 2-3-2-3 2V5a1 1 0 0 1 1-1M9.5 9h5M9.5 13h5',
  shortage: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v3M12 18v.1',
  truck:
    'M3 6h11v10H3zM14 10h4l3 3v3h-7M7 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4M17.5 19a2 2 0 1 0 0-4 2 2 0 0 0 0 4',
  alert: 'M12 4 21 19H3zM12 10v4M12 16.5v.1',
  promise: 'M12 3l7 3v6c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM8.5 12l2.5 2.5 4.5-5',
  customer: 'M4 20V7l8-3 8 3v13M9 20v-5h6v5M8.5 10h.1M12 10h.1M15.5 10h.1',
  contract: 'M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h5',
  stock: 'M3 20V9l9-5 9 5v11M7 20v-8h10v8M7 16h10',
  product: 'M4 8l8-4 8 4v8l-8 4-8-4zM4 8l8 4 8-4M12 12v8',
  layers: 'M12 4l8 4-8 4-8-4zM4 12l8 4 8-4M4 16l8 4 8-4',
  import: 'M12 4v10M8 10.5l4 4 4-4M4 17v3h16v-3',
  export: 'M12 15V4M8 8l4-4 4 4M4 17v3h16v-3',
  chart: 'M4 20h16M7 16v-5M12 16V6M17 16v-8',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4 20c1-4 4-5.5 8-5.5s7 1.5 8 5.5',
  team: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7M2.5 19c.7-3.5 3-5 6.5-5s5.8 1.5 6.5 5M16 4.5a3.5 3.5 0 0 1 0 6M17.5 14.5c2.3.6 3.6 2 4 4.5',
  shield: 'M12 3l7 3v6c0 4.5-3 7.5-7 9-4-1.5-7-4.5-7-9V6zM12 8v8M8.5 12h7',
  key: 'M15 13a4.5 4.5 0 1 0-4.2-3L4 17v3h3l.5-2H10v-2l2.8-3.4c.7.3 1.4.4 2.2.4M16.5 8v.1',
  audit: 'M5 4h14v7M5 4v16h6M8.5 8.5h7M8.5 12.5h4M16.5 19a3 3 0 1 0 0-6 3 3 0 0 0 0 6M19 18.5l2 2',
  menu: 'M4 7h16M4 12h16M4 17h16',
  fold: 'M14 6l-6 6 6 6',
  unfold: 'M10 6l6 6-6 6',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4',
  moon: 'M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10',
  screen: 'M3 5h18v11H3zM9 20h6M12 16v4',
  search: 'M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14M20 20l-4-4',
  columns: 'M4 5h16v14H4zM9.5 5v14M14.5 5v14',
  plus: 'M12 5v14M5 12h14',
  close: 'M6 6l12 12M18 6 6 18',
  play: 'M8 5l11 7-11 7z',
  keyboard: 'M3 7h18v11H3zM6.5 10.5h.1M10 10.5h.1M13.5 10.5h.1M17 10.5h.1M8 14.5h8',
  refresh: 'M19 12a7 7 0 1 1-2-5l2 2M19 4v5h-5',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  clock: 'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M12 8v4.5l3 2',
  up: 'M12 19V6M6 11l6-6 6 6',
  down: 'M12 5v13M6 13l6 6 6-6',
  edit: 'M5 19l1-4L16 5l3 3L9 18zM14 7l3 3',
  eye: 'M3 12c2.5-4.5 5.5-6.5 9-6.5s6.5 2 9 6.5c-2.5 4.5-5.5 6.5-9 6.5S5.5 16.5 3 12M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5',
  link: 'M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3A4 4 0 0 0 11 18.7l1-1',
  empty: 'M4 13l3-8h10l3 8v6H4zM4 13h5l1 2.5h4L15 13h5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3M12 14.5v2',
  out: 'M14 4h5v16h-5M4 12h11M11 8l4 4-4 4',
  barcode: 'M4 5v14M7.5 5v14M10 5v14M14 5v14M16.5 5v14M20 5v14',
  sound: 'M4 9h4l5-4v14l-5-4H4zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11',
  mute: 'M4 9h4l5-4v14l-5-4H4zM16 10l5 5M21 10l-5 5',
  more: 'M6 12h.1M12 12h.1M18 12h.1',
  grip: 'M9 6h.1M15 6h.1M9 12h.1M15 12h.1M9 18h.1M15 18h.1',
  note: 'M5 5h14v11h-8l-4 3.5V16H5zM8.5 9h7M8.5 12h4.5',
  clip: 'M8 12.5l6-6a3 3 0 0 1 4.3 4.3l-7.6 7.6a4.6 4.6 0 0 1-6.5-6.5L11 5',
  copy: 'M9 9h10v11H9zM15 9V4H5v11h4',
  previous: 'M15 5l-7 7 7 7',
  next: 'M9 5l7 7-7 7',
  follow: 'M6 16v-5a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5a2 2 0 0 0 4 0',
  globe:
    'M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16M4 12h16M12 4c2.5 2.4 3.5 5 3.5 8s-1 5.6-3.5 8c-2.5-2.4-3.5-5-3.5-8s1-5.6 3.5-8',
  printer: 'M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z',
  trash: 'M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13M10 11v5M14 11v5',
  desk: 'M4 12a8 8 0 0 1 16 0M4 12v5h3v-5zM17 12v5h3v-5M20 17c0 2.5-3 3.5-6 3.5',
} as const

export type IconName = keyof typeof shapes

/** Decoration: the text beside it says what it means. */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className="n-icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      aria-hidden="true"
      focusable="false"
    >
      <path
        d={shapes[name]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.7"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  )
}
