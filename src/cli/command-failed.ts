/** Thrown by a command that has said itself what is wrong: the exit code is 1, and nothing more is printed. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';
}
