import { type RefObject, useEffect } from 'react'

/** Scrolls the box around an element so that it is seen whole; nothing further out moves. */
function reveal(element: HTMLElement): void {
  const box = scrollerOf(element)
  if (!box) return
  const [outer, inner] = [box.getBoundingClientRect(), element.getBoundingClientRect()]
  if (inner.left < outer.left || inner.right > outer.right)
    box.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2
  if (inner.top < outer.top || inner.bottom > outer.bottom)
    box.scrollTop += inner.top - outer.top - (outer.height - inner.height) / 2
}

function scrollerOf(element: HTMLElement): HTMLElement | null {
  for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) {
    const { overflowX, overflowY } = getComputedStyle(box)
    const isWide = box.scrollWidth > box.clientWidth && overflowX !== 'visible' && overflowX !== 'hidden'
    const isHigh = box.scrollHeight > box.clientHeight && overflowY !== 'visible' && overflowY !== 'hidden'
    if (isWide || isHigh) return box
  }
  return null
}

/** Keeps what is current in a bar or a menu in sight: looked for anew whenever `on` changes. */
export function useReveal(
  box: RefObject<HTMLElement | null>,
  selector: '[aria-current=page]' | '[aria-selected=true]',
  on: unknown,
): void {
  useEffect(() => {
    const current = box.current?.querySelector<HTMLElement>(selector)
    if (current) reveal(current)
  }, [box, selector, on])
}
