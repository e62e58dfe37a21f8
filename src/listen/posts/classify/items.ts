import { nameAt } from './names.ts'
import type { Item } from './pattern.ts'
import type { Rules } from './rules.ts'
import type { Word } from './words.ts'

export interface NamedItem extends Item {
  /** It is an everyday word too, and does not stand as a name. */
  readonly doubtful?: true
}

/** Words as patterns know them, and names in one piece. Mentions of people are left out, whole hashtags are taken apart. */
export function itemsOf(written: readonly Word[], rules: Rules): NamedItem[] {
  const { vocabulary, names, everyday, technical } = rules
  const words = written.map(word => ({ ...word, text: vocabulary.known(word.text) }))
  const sentencesOfApps = new Set(
    words.filter(({ text }) => technical.has(text)).map(({ sentence }) => sentence),
  )
  const items: NamedItem[] = []
  for (let place = 0; place < words.length; place++) {
    const word = words[place]
    if (word === undefined) break
    const { sentence, mark } = word
    const name = nameAt(words, place, names, vocabulary.stem)
    if (name !== undefined) {
      const text = vocabulary.stem(word.text)
      const isCommon = name.length === 1 && everyday.has(text)
      const doubtful = isCommon && !word.named && !sentencesOfApps.has(sentence)
      const whole = [text, ...words.slice(place + 1, place + name.length).map(each => each.text)].join(' ')
      items.push({ text: whole, sentence, names: name.services, ...(doubtful ? { doubtful } : {}) })
      place += name.length - 1
      continue
    }
    if (mark === '@') continue
    if (mark === '#') items.push(...tagItems(word, rules))
    else items.push({ text: word.text, sentence })
  }
  return items
}

/** `#instagramdown` → a name and a sign; any other hashtag is a word. */
function tagItems({ text, sentence }: Word, { names, tags }: Rules): NamedItem[] {
  const body = text.replaceAll('_', '').replace(/\d+$/, '')
  for (let cut = Math.min(body.length - 2, 30); cut > 1; cut--) {
    const services = names.single.get(body.slice(0, cut))
    if (services === undefined || !tags.has(body.slice(cut))) continue
    return [
      { text: body.slice(0, cut), sentence, names: services },
      { text: 'down', sentence },
    ]
  }
  return [{ text, sentence }]
}
