import { bengali } from './bn.ts'
import { romanBengali } from './bn-latn.ts'
import { english } from './en.ts'
import { hindi } from './hi.ts'
import { romanHindi } from './hi-latn.ts'
import type { Language } from './language.ts'

/** Every language that posts are read in: a file and a line each. */
export const languages: readonly Language[] = [english, bengali, hindi, romanBengali, romanHindi]
