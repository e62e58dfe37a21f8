import { bluesky } from './bluesky/bluesky.ts'
import { feed } from './feed/feed.ts'
import { json } from './json/json.ts'
import { mastodon } from './mastodon/mastodon.ts'
import { page } from './page/page.ts'
import type { AnyStatementReader } from './reader.ts'
import { statuspage } from './statuspage/statuspage.ts'
import { x } from './x/x.ts'

/** Every kind of official source. A new one is a folder beside this file and a line here. */
export const statementReaders: readonly AnyStatementReader[] = [
  statuspage,
  feed,
  mastodon,
  bluesky,
  json,
  x,
  page,
] as readonly unknown[] as readonly AnyStatementReader[]
