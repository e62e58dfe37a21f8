import type { Status } from '../model/status.ts'

/** A shape to show: a status, a step that is waited for, or what people say. */
export type Mark = Status | 'waiting' | 'voice'

/**
 * The shapes of the six words, so that none is told by colour alone, and the watchman's lantern:
 * one hidden sprite a page, used by `<use href="#m-…">`.
 */
const shapes: Record<Mark, string> = {
  waiting: '<circle class="o" cx="8" cy="8" r="4.6"/>',
  voice:
    '<path d="M2.5 1.5h11a2 2 0 0 1 2 2v6a2 2 0 0 1-2 2H8.6L4.5 15v-3.5h-2a2 2 0 0 1-2-2v-6a2 2 0 0 1 2-2z"/><path class="k" d="M8 3.6v3.2M8 9v.4"/>',
  operational: '<circle cx="8" cy="8" r="7"/><path class="k" d="M4.6 8.3 7 10.7l4.4-5"/>',
  degraded_performance: '<path d="M8 .9 15.6 14.6H.4z"/><path class="k" d="M8 5.6v4.2M8 12v.6"/>',
  partial_outage: '<circle class="o" cx="8" cy="8" r="6.2"/><path d="M8 1.8a6.2 6.2 0 0 1 0 12.4z"/>',
  major_outage:
    '<path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5z"/><path class="k" d="m5.4 5.4 5.2 5.2m0-5.2-5.2 5.2"/>',
  under_maintenance:
    '<rect x="1" y="1" width="14" height="14" rx="2"/><path class="k" d="M5.8 4.6v6.8m4.4-6.8v6.8"/>',
  unknown:
    '<circle class="o" cx="8" cy="8" r="6.2" stroke-dasharray="2.4 1.9"/><path class="q" d="M6.2 6.5a1.9 1.9 0 1 1 2.7 1.7c-.6.3-.9.6-.9 1.2M8 11.2v.6"/>',
}

const lantern =
  '<path class="o" d="M9 6.5a3 3 0 0 1 6 0M12 1.2v2.3"/><path d="M6 7h12l1.6 2.4H4.4zM5 20h14v2.8H5z"/>' +
  '<path class="o" d="M6.4 9.4v10.4m11.2-10.4v10.4"/><path class="f" d="M12 11c2 2.2 2.8 3.4 2.8 4.9a2.8 2.8 0 0 1-5.6 0c0-1.5.8-2.7 2.8-4.9z"/>'

export const sprite = `<svg width="0" height="0" class="sprite" aria-hidden="true"><symbol id="m-lantern" viewBox="0 0 24 24">${lantern}</symbol>${Object.entries(
  shapes,
)
  .map(([status, shape]) => `<symbol id="m-${status}" viewBox="0 0 16 16">${shape}</symbol>`)
  .join('')}</svg>`

/** The lantern alone, as the site's icon. */
export const favicon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><style>path{fill:#7a4b00}.o{fill:none;stroke:#7a4b00;stroke-width:1.6}.f{fill:#e59a1a}</style>${lantern}</svg>`
