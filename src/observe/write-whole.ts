import { open, rename } from 'node:fs/promises'

/** What a file is called until it is whole. */
export const unfinished = '.part'

/** Writes a file beside, brings it to the disk and then names it: a crash leaves the old one or the new one. */
export async function writeWhole(file: string, text: string): Promise<void> {
  const beside = `${file}${unfinished}`
  const handle = await open(beside, 'w')
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(beside, file)
}
