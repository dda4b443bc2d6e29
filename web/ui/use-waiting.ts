import { useEffect, useEffectEvent, useState } from 'react'

const AGAIN_MS = 4_000
const TRIES_MAX = 150

/** Sends again when the connection is back, or after a while, until it arrives, is stopped, or was tried for ten minutes. */
export function useWaiting(sendAgain: () => void) {
  const [tries, setTries] = useState(0)
  const again = useEffectEvent(sendAgain)
  const isOn = tries > 0 && tries <= TRIES_MAX
  useEffect(() => {
    if (!isOn) return
    const go = () => again()
    const timer = setTimeout(go, AGAIN_MS)
    window.addEventListener('online', go, { once: true })
    return () => {
      clearTimeout(timer)
      window.removeEventListener('online', go)
    }
  }, [tries, isOn])
  return { isOn, begin: () => setTries((n) => n + 1), stop: () => setTries(0) }
}
