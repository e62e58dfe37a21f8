import { SaxesParser, type SaxesTagNS } from 'saxes'

/** Namespaces of RFC 6120. */
export const namespaces = {
  streams: 'http://etherx.jabber.org/streams',
  errors: 'urn:ietf:params:xml:ns:xmpp-streams',
  tls: 'urn:ietf:params:xml:ns:xmpp-tls',
} as const

interface XmlName {
  readonly name: string
  readonly namespace: string
}

/** A child of the stream, as far as an opening needs it: what it is, and what stands in it. */
export interface StreamElement extends XmlName {
  readonly children: readonly XmlName[]
}

/** The head of a client's stream (§4.7). `to` must be a domain name. */
export function streamHead(to: string): string {
  return `<?xml version='1.0'?><stream:stream to='${escaped(to)}' version='1.0' xml:lang='en' xmlns='jabber:client' xmlns:stream='${namespaces.streams}'>`
}

export const startTls = `<starttls xmlns='${namespaces.tls}'/>`
export const streamEnd = '</stream:stream>'

/**
 * Reads one stream of a server's as it comes.
 * @returns takes a piece and gives the next child that is whole, undefined while there is none, `malformed`
 *   for good from where it is no stream: no XML, another root, or a DTD (which §11.1 forbids)
 */
export function readStream(): (piece: Buffer) => StreamElement | 'malformed' | undefined {
  const parser = new SaxesParser({ xmlns: true })
  const decoder = new TextDecoder()
  const whole: StreamElement[] = []
  const path: XmlName[] = []
  let children: XmlName[] = []
  let malformed = false
  const spoil = () => {
    malformed = true
  }
  parser.on('error', spoil)
  parser.on('doctype', spoil)
  parser.on('opentag', tag => {
    const element = named(tag)
    if (path.length === 0 && !isStream(element)) spoil()
    if (path.length === 2) children.push(element)
    path.push(element)
  })
  parser.on('closetag', tag => {
    path.pop()
    if (path.length !== 1) return
    whole.push({ ...named(tag), children })
    children = []
  })
  return piece => {
    if (!malformed) parser.write(decoder.decode(piece, { stream: true }))
    return malformed ? 'malformed' : whole.shift()
  }
}

function named({ local, uri }: SaxesTagNS): XmlName {
  return { name: local, namespace: uri }
}

function isStream({ name, namespace }: XmlName): boolean {
  return name === 'stream' && namespace === namespaces.streams
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>'"]/g, character => `&#${character.charCodeAt(0)};`)
}
