import { execFile } from 'node:child_process'

/**
 * What a server said by kdig, in a few words: `NOERROR aa`, `REFUSED`, `silent`, `closed`; and, where it takes EDNS
 * for a mistake, what it says without: `FORMERR, NOERROR aa`.
 */
export async function askServer(
  server: string,
  name: string,
  type: 'A' | 'SOA',
  transport: 'udp' | 'tcp',
): Promise<string> {
  const how = [transport === 'tcp' ? '+tcp' : '+ignore', '+norec', '+timeout=2', '+retry=0']
  const first = wordOf(await run('kdig', [`@${server}`, name, type, ...how, '+edns', '+bufsize=1232']))
  if (first !== 'FORMERR') return first
  return `${first}, ${wordOf(await run('kdig', [`@${server}`, name, type, ...how, '+noedns']))}`
}

function wordOf(said: string): string {
  if (said.includes("can't connect")) return 'closed'
  const status = statusOf(said)
  if (status === undefined) return 'silent'
  const flags = flagsOf(said)
  return [status, ...['aa', 'tc'].filter(flag => flags.includes(flag))].join(' ')
}

/** What a recursive resolver answered by kdig. */
export interface Resolved {
  /** `silent` where it did not. */
  readonly rcode: string
  /** Whether it says that it has validated the answer (AD, RFC 4035 §3.2.3). */
  readonly validated: boolean
  readonly addresses: number
  /** Its own reason (RFC 8914): `DNSKEY Missing`. */
  readonly reason?: string
}

export async function askResolver(resolver: string, name: string): Promise<Resolved> {
  const said = await run('kdig', [`@${resolver}`, name, 'A', '+dnssec', '+timeout=10', '+retry=0'])
  const answers = said.split('\n').filter(line => /^[^;].*\sIN\s+A\s/.test(line))
  const reason = /EDE: \d+ \((.*?)\)/.exec(said)?.[1]
  return {
    rcode: statusOf(said) ?? 'silent',
    validated: flagsOf(said).includes('ad'),
    addresses: answers.length,
    ...(reason === undefined ? {} : { reason }),
  }
}

/** What delv made of a name: its verdict, and the words in which it told what is wrong. */
export interface Validated {
  readonly verdict: 'validated' | 'unsigned' | 'broken'
  readonly words: string
}

/** Validates with delv what a resolver, which need not validate, hands on. */
export async function validate(resolver: string, anchorFile: string, name: string): Promise<Validated> {
  const said = await run('delv', [`@${resolver}`, '-a', anchorFile, '+root=.', name, 'A'])
  const lines = said.split('\n')
  const failure = lines.find(line => /resolution failed: (?!ncache)/.test(line))
  if (failure !== undefined) return { verdict: 'broken', words: reasonIn(lines) ?? afterColon(failure) }
  const isUnsigned = lines.some(line => /^; (negative response, )?unsigned/.test(line))
  const isValidated = lines.some(line => /^; (negative response, )?fully validated/.test(line))
  if (isUnsigned) return { verdict: 'unsigned', words: '' }
  return isValidated ? { verdict: 'validated', words: '' } : { verdict: 'broken', words: 'said nothing' }
}

/** delv tells the trouble before it says that it failed: `validating example.test/DNSKEY: no valid signature found`. */
function reasonIn(lines: readonly string[]): string | undefined {
  const line = lines.find(text => /validating .*: |resolving '/.test(text))
  if (line === undefined) return undefined
  return line.includes('validating') ? afterColon(line) : line.replace(/^;; (.*?) resolving .*/, '$1')
}

function afterColon(line: string): string {
  return line.split(': ').at(-1) ?? line
}

function statusOf(said: string): string | undefined {
  return /status: ([A-Z]+)/.exec(said)?.[1]
}

function flagsOf(said: string): string[] {
  return (/Flags: ([a-z ]+);/.exec(said)?.[1] ?? '').split(' ')
}

/** All that a tool says; a status other than 0 is one of its words. */
function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(command, args, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(error)
      else resolve(`${stdout}${stderr}`)
    })
  })
}
