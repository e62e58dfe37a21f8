/** The night of 4 October 2021: when reports began to come and when all was back (UTC). */
export const begins = Date.UTC(2021, 9, 4, 15, 40)
export const ends = Date.UTC(2021, 9, 4, 22, 45)

const minute = 60_000
const minutes = (ends - begins) / minute

/** Whom people reported. Two carriers are blamed by those who cannot load an app. */
const shares: Readonly<Record<string, number>> = {
  facebook: 0.35,
  whatsapp: 0.3,
  instagram: 0.25,
  messenger: 0.07,
  jio: 0.02,
  grameenphone: 0.01,
}

/**
 * How many report at a minute of the night, relative to the worst: steep within ten minutes, as caches run out
 * and word goes round; a long decay with waves; once more when it comes back for some and not for others.
 */
function heap(at: number): number {
  const rise = 1 / (1 + Math.exp(-(at - 8) / 1.6))
  const decay = 0.3 + 0.7 * Math.exp(-Math.max(0, at - 12) / 90)
  const waves = 1 + 0.15 * Math.sin(at / 7.5) + 0.1 * Math.sin(at / 3)
  const again = 0.25 * Math.exp(-(((at - 345) / 25) ** 2))
  const end = Math.min(1, (minutes - at) / 30)
  return rise * (decay + again) * waves * end
}

const whole = Array.from({ length: minutes }, (_, n) => heap(n + 0.5)).reduce((sum, each) => sum + each, 0)

/** Reports a minute of one service that the night brings, of `total` in all. */
export function floodPerMinute(service: string, at: number, total: number): number {
  if (at < begins || at >= ends) return 0
  return (total * (shares[service] ?? 0) * heap((at - begins) / minute)) / whole
}

/** A service that many use has about twenty a minute on any day. */
const usual: Readonly<Record<string, number>> = {
  facebook: 20,
  whatsapp: 20,
  instagram: 20,
  messenger: 8,
  jio: 12,
  grameenphone: 6,
}

/** Reports a minute of one service on any day: three times as many in the evening (of India) as before dawn. */
export function usualPerMinute(service: string, at: number): number {
  const hour = (at / 3_600_000 + 5.5) % 24
  return (usual[service] ?? 0) * (1 - 0.5 * Math.cos((2 * Math.PI * (hour - 8)) / 24 + Math.PI / 3))
}
