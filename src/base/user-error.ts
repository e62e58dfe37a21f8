/**
 * A user's mistake. It is shown without a stack trace, as three lines: what happened, where, what to do.
 * Codes are permanent: people search for them.
 */
export class UserError extends Error {
  override readonly name = 'UserError'
  readonly code: string
  readonly todo: string

  /**
   * @param code permanent, kebab-case, such as `catalogue-unknown-key`
   * @param message what happened, with the place (file, line)
   * @param todo what the reader should do next
   */
  constructor(code: string, message: string, todo: string) {
    super(message)
    this.code = code
    this.todo = todo
  }
}
