/** How many looks may be under way at once: from here in all, and at one host. */
export interface Manners {
  readonly atOnce: number
  readonly perHost: number
}

export const usualManners: Manners = { atOnce: 64, perHost: 4 }

/** Counts looks under way and says whether another one would be rude. No clock, no I/O. */
export class Etiquette {
  readonly #manners: Manners
  readonly #byHost = new Map<string, number>()
  #underWay = 0

  constructor(manners: Manners = usualManners) {
    this.#manners = manners
  }

  get full(): boolean {
    return this.#underWay >= this.#manners.atOnce
  }

  /** Takes a place at each of the hosts, if there is one at all of them. */
  enter(hosts: readonly string[]): boolean {
    if (this.full || hosts.some(host => (this.#byHost.get(host) ?? 0) >= this.#manners.perHost)) return false
    this.#underWay++
    for (const host of hosts) this.#byHost.set(host, (this.#byHost.get(host) ?? 0) + 1)
    return true
  }

  leave(hosts: readonly string[]): void {
    this.#underWay--
    for (const host of hosts) {
      const rest = (this.#byHost.get(host) ?? 1) - 1
      if (rest === 0) this.#byHost.delete(host)
      else this.#byHost.set(host, rest)
    }
  }
}
