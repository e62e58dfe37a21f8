import type { NamedItem } from './items.ts'
import { beginsSentence, type Span } from './pattern.ts'
import type { Rules } from './rules.ts'

/** Words between a name and a sign that is said of it. */
const farthest = 5

/** The services whose last word in the post is a sign of trouble. */
export function servicesOf(
  items: readonly NamedItem[],
  signs: readonly Span[],
  works: readonly Span[],
  rules: Rules,
): Set<string> {
  const said = [
    ...signs.map(span => ({ span, trouble: true })),
    ...works.map(span => ({ span, trouble: false })),
  ].sort((a, b) => a.span.end - b.span.end)
  const troubled = new Set<string>()
  for (const { span, trouble } of said) {
    const services = spokenOf(items, span, rules)
    if (trouble) for (const id of services) troubled.add(id)
    else if (services.length > 0) for (const id of services) troubled.delete(id)
    else troubled.clear()
  }
  return troubled
}

/** Of which services something is said: those in it, those just before it, or the only one of the post. */
function spokenOf(items: readonly NamedItem[], span: Span, rules: Rules): readonly string[] {
  for (let place = span.end - 1; place >= span.start; place--)
    if (items[place]?.names !== undefined) return groupAt(items, place, rules)
  const sentence = items[span.start]?.sentence
  let between = 0
  for (let place = span.start - 1; place >= 0 && between <= farthest; place--) {
    const item = items[place]
    if (item === undefined || item.sentence !== sentence) break
    if (item.names !== undefined) return groupAt(items, place, rules)
    if (!rules.fillers.has(item.text)) between++
  }
  if (!beginsSentence(items, span.start, rules.fillers)) return []
  const sure = items.filter(({ doubtful }) => doubtful === undefined).flatMap(({ names = [] }) => names)
  const [only, ...more] = new Set(sure)
  return only !== undefined && more.length === 0 ? [only] : []
}

/** A name and those that are joined to it: `Facebook, Instagram and WhatsApp`. */
function groupAt(items: readonly NamedItem[], place: number, { connectors }: Rules): string[] {
  const group: string[] = []
  const sentence = items[place]?.sentence
  for (let at = place; at >= 0; at--) {
    const item = items[at]
    if (item === undefined || item.sentence !== sentence) break
    if (item.names === undefined && !connectors.has(item.text)) break
    if (item.names !== undefined && item.doubtful === undefined) group.push(...item.names)
  }
  return group
}
