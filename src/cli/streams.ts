import type { Streams } from '../main/serve.ts'

export const processStreams: Streams = {
  out: text => {
    process.stdout.write(text)
  },
  err: text => {
    process.stderr.write(text)
  },
}
