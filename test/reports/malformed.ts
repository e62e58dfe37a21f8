import fc from 'fast-check'

/** A request as it goes over the wire. */
export interface Malformed {
  readonly bytes: Uint8Array
  /** Whether its sender stops sending after it, as one does who was cut off. */
  readonly ends: boolean
}

const good = { service: 'chat', components: ['app'], problem: 'slow' }

const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.constant(null),
)
const otherThanText = fc.oneof(fc.integer(), fc.boolean(), fc.constant(null), fc.object({ maxDepth: 1 }))
const otherText = fc.string({ unit: 'binary', maxLength: 80 }).filter(text => text !== 'chat' && text !== '')

/** One report with exactly one thing wrong. */
const wrongReport: fc.Arbitrary<object> = fc.oneof(
  otherText.map(service => ({ ...good, service })),
  otherThanText.map(service => ({ ...good, service })),
  fc
    .array(
      otherText.filter(text => text !== 'app'),
      { minLength: 1, maxLength: 30 },
    )
    .map(components => ({
      ...good,
      components,
    })),
  fc.string({ minLength: 1 }).map(components => ({ ...good, components })),
  otherText.map(problem => ({ ...good, problem })),
  fc.tuple(fc.constantFrom('place', 'carrier'), otherText).map(([key, value]) => ({ ...good, [key]: value })),
  fc
    .tuple(fc.constantFrom('reporter', 'network', 'proof', 'at'), fc.constantFrom(null, [], {}, -1, ''))
    .map(([key, value]) => ({ ...good, [key]: value })),
  fc.tuple(fc.string({ minLength: 1 }), anything).map(([key, value]) => ({ ...good, [`x${key}`]: value })),
  fc.constantFrom('toString', 'constructor', 'hasOwnProperty').map(service => ({ ...good, service })),
  fc.record({ components: fc.constant(['app']), problem: fc.constant('slow') }),
)

const deep = fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom('[', '{"a":', '[{"reports":'))

/** A text that is no request, though some of it is JSON. */
export const malformedText: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: wrongReport.map(report => JSON.stringify(report)) },
  {
    weight: 3,
    arbitrary: fc.array(wrongReport, { maxLength: 8 }).map(reports => JSON.stringify({ reports })),
  },
  { weight: 2, arbitrary: fc.json({ maxDepth: 4 }) },
  { weight: 2, arbitrary: anything.map(reports => JSON.stringify({ reports }) ?? '') },
  { weight: 2, arbitrary: fc.string({ unit: 'binary' }) },
  { weight: 1, arbitrary: deep.map(([depth, open]) => open.repeat(depth)) },
  { weight: 1, arbitrary: deep.map(([depth]) => '['.repeat(depth) + ']'.repeat(depth)) },
  { weight: 1, arbitrary: fc.constant(`{"__proto__":{"service":"chat"},"constructor":1}`) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(wrongReport, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([report, place, text]) => spliced(JSON.stringify(report), place, text)),
  },
)

/** Fields of a form, none of which makes a whole one. */
export const malformedForm: fc.Arbitrary<string> = fc
  .array(
    fc.tuple(
      fc.constantFrom('component', 'problem', 'place', 'lang', 'x', ''),
      fc.string({ unit: 'binary' }),
    ),
  )
  .map(fields => fields.map(([name, value]) => `${name}=${wellFormed(value)}`).join('&'))

const types = fc.constantFrom(
  'application/json',
  'application/json; charset=utf-8',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  '',
)

const body: fc.Arbitrary<Buffer> = fc.oneof(
  { weight: 5, arbitrary: malformedText.map(text => Buffer.from(text)) },
  { weight: 1, arbitrary: malformedForm.map(text => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }).map(bytes => Buffer.from(bytes)) },
)

const address = fc.tuple(fc.nat(255), fc.nat(255), fc.nat(255)).map(parts => `10.${parts.join('.')}`)

/** HTTP as it should be, with something in it that is no report. */
const wrongBody: fc.Arbitrary<Malformed> = fc.tuple(types, body, address).map(([type, text, from]) => ({
  bytes: message(
    ['POST /api/v1/reports HTTP/1.1', 'Host: a', `X-Forwarded-For: ${from}`, `Content-Type: ${type}`],
    text,
  ),
  ends: false,
}))

/** HTTP as it should be, by a method or with a header that is refused. */
const wrongHead: fc.Arbitrary<Malformed> = fc
  .tuple(
    fc.constantFrom('GET', 'PUT', 'DELETE', 'PATCH', 'TRACE', 'POST'),
    fc.constantFrom('Authorization: Bearer x', 'Content-Encoding: gzip', 'Expect: a miracle', 'Upgrade: h2c'),
    address,
    body,
  )
  .map(([method, header, from, text]) => ({
    bytes: message(
      [
        `${method} /api/v1/reports?x HTTP/1.1`,
        'Host: a',
        `X-Forwarded-For: ${from}`,
        header,
        'Content-Type: application/json',
      ],
      text,
    ),
    ends: false,
  }))

const frame = 'POST /api/v1/reports HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n'
const frames: fc.Arbitrary<string> = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1 }).map(text => `${text}\r\n\r\n`),
  otherText.map(method => `${method} /api/v1/reports HTTP/1.1\r\nHost: a\r\n\r\n`),
  otherText.map(version => `POST /api/v1/reports ${version}\r\nHost: a\r\n\r\n`),
  otherText.map(header => `${frame}${header}\u0000: 1\r\n\r\n`),
  otherText.map(length => `${frame}Content-Length: x${length}\r\n\r\n{}`),
  fc
    .tuple(fc.nat(99), fc.nat(99))
    .map(([a, b]) => `${frame}Content-Length: ${a}\r\nContent-Length: 1${b}\r\n\r\n{}`),
  fc
    .nat(99)
    .map(length => `${frame}Content-Length: ${length}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`),
  otherText.map(size => `${frame}Transfer-Encoding: chunked\r\n\r\nz${size}\r\n{}\r\n`),
  fc.constant(
    'POST /api/v1/reports HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}',
  ),
  fc.constant('CONNECT reports:1 HTTP/1.1\r\nHost: a\r\n\r\n'),
  fc.integer({ min: 20, max: 2_000 }).map(count => `${frame}${'X-Filler: 0123456789\r\n'.repeat(count)}\r\n`),
)

/** What is no HTTP, or not as it should be, or stops in the middle. */
const wrongFrame: fc.Arbitrary<Malformed> = fc.oneof(
  frames.map(text => ({ bytes: Buffer.from(text), ends: true })),
  fc.integer({ min: 10, max: 5_000 }).map(length => ({
    bytes: Buffer.from(`${frame}Content-Length: ${length}\r\n\r\n{"serv`),
    ends: true,
  })),
)

/** Requests of which none may be taken, most of them in frames that are in order. */
export const malformedRequest: fc.Arbitrary<Malformed> = fc.oneof(
  { weight: 12, arbitrary: wrongBody },
  { weight: 3, arbitrary: wrongHead },
  { weight: 1, arbitrary: wrongFrame },
)

function message(head: readonly string[], text: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\nContent-Length: ${text.length}\r\n\r\n`), text])
}

function spliced(text: string, place: number, insert: string): string {
  const at = place % text.length
  return text.slice(0, at) + insert + text.slice(at + 1)
}

/** A form's value as a browser would write it; a lone half of a surrogate pair stays as it is. */
function wellFormed(text: string): string {
  return encodeURIComponent(text.toWellFormed())
}
