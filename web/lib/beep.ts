let audio: AudioContext | null = null

const TONES = {
  right: [[1_320, 0, 0.09]],
  wrong: [
    [220, 0, 0.16],
    [180, 0.2, 0.25],
  ],
} as const
const LOUDNESS = 0.15

/** A short high tone for right, two low ones for wrong; silent where the browser has no sound. */
export function beep(isRight: boolean): void {
  try {
    const context = (audio ??= new AudioContext())
    void context.resume()
    for (const [hertz, startS, lengthS] of isRight ? TONES.right : TONES.wrong) {
      const oscillator = context.createOscillator()
      const gain = context.createGain()
      oscillator.frequency.value = hertz
      gain.gain.value = LOUDNESS
      oscillator.connect(gain).connect(context.destination)
      oscillator.start(context.currentTime + startS)
      oscillator.stop(context.currentTime + startS + lengthS)
    }
  } catch {
    // What is heard is also seen.
  }
}
