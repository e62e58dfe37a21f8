import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A corner of 127/8 for one test file: addresses of its own, a port free on them, and a folder. */
export interface Place {
  /** `address(7)` → `127.x.y.7` */
  address(host: number): string
  readonly port: number
  readonly folder: string
  remove(): Promise<void>
}

export async function findPlace(): Promise<Place> {
  const net = `127.${1 + (process.pid % 250)}.${1 + Math.floor(Math.random() * 250)}`
  const address = (host: number) => `${net}.${host}`
  const folder = await mkdtemp(join(tmpdir(), 'prahari-dns-'))
  return {
    address,
    port: await freePort(address(1)),
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

function freePort(address: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject)
    server.listen(0, address, () => {
      const bound = server.address()
      const port = typeof bound === 'object' && bound !== null ? bound.port : 0
      server.close(() => resolve(port))
    })
  })
}
