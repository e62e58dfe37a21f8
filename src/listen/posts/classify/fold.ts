const ascii = /^[\0-\x7f]*$/
/** Joiners, soft hyphens, marks of direction, variation selectors: nobody sees them, and many type none. */
const unseen = /\p{Cf}|[\ufe00-\ufe0f]/gu
/** Marks on Latin letters; nuktas (য় ড় ঢ়, क़ फ़ ज़ as a letter and a dot); the virama, which Bengali names go with and without. */
const marks = /[\u0300-\u036f\u09bc\u093c\u09cd\u094d\u0981]/gu
/** A nasal before a consonant (न्, म् as in बन्द) is the same as the anusvara (बंद). */
const nasal = /[ङञणनम]\u094d(?=[क-ह])/gu
/** Bengali and Devanagari digits: both blocks begin theirs at …6. */
const digits = /[\u09e6-\u09ef\u0966-\u096f]/gu
const finalAnusvara = /\u0902$/u

/** What is written now so and now so, each with the one that stands for both: long and short i and u, e and ai, the o of English. */
const alike = new Map([
  ['ী', 'ি'],
  ['ূ', 'ু'],
  ['ঈ', 'ই'],
  ['ঊ', 'উ'],
  ['ৎ', 'ত'],
  ['ी', 'ि'],
  ['ू', 'ु'],
  ['ई', 'इ'],
  ['ऊ', 'उ'],
  ['ऐ', 'ए'],
  ['ै', 'े'],
  ['ॉ', 'ा'],
  ['ऑ', 'आ'],
  ['ँ', 'ं'],
])
const variants = new RegExp([...alike.keys()].join('|'), 'gu')

/**
 * One way of writing a word, whoever typed it on whatever keyboard: lower case, compatibility forms resolved
 * (full width, styled letters), without marks that people leave out. Two words that fold alike are taken for the
 * same; none of them is ever shown.
 */
export function fold(word: string): string {
  if (ascii.test(word)) return word.toLowerCase()
  return word
    .normalize('NFKD')
    .replace(unseen, '')
    .replace(nasal, '\u0902')
    .replace(marks, '')
    .normalize('NFC')
    .replace(digits, digit => String(((digit.codePointAt(0) ?? 0) % 16) - 6))
    .replace(variants, letter => alike.get(letter) ?? letter)
    .replace(finalAnusvara, '')
    .toLowerCase()
}

/** Spellings in which a drawn-out word (`downnnn`, `dowwwnn`) may be meant; none for a word that is not drawn out. */
export function undrawn(word: string): string[] {
  if (!/(.)\1\1/u.test(word)) return []
  return [
    word.replace(/(.)\1{2,}/gu, '$1'),
    word.replace(/(.)\1{2,}/gu, '$1$1'),
    word.replace(/(.)\1+/gu, '$1'),
  ]
}
