import SMTPConnection from 'nodemailer/lib/smtp-connection';

/** No sign-in comes near this size, in bytes. */
const mostBytes = 1024 * 1024;

/**
 * nodemailer's connection with two things more. It limits one reply but not their number, keeps blank lines without end,
 * and takes a reply that was there before the command for the reply to the command.
 */
export class WatchedConnection extends SMTPConnection {
  #bytes = 0;

  /** Every read of nodemailer goes through here, before and after STARTTLS. */
  _onData(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > mostBytes) {
      this.emit('error', Object.assign(new Error('too much'), { code: 'EPROTOCOL' }));
      this.close();
      return;
    }
    const read: unknown = Reflect.get(SMTPConnection.prototype, '_onData');
    if (typeof read === 'function') read.call(this, chunk);
  }

  /** True if the server has said something that nothing was asked for. */
  hasUnread(): boolean {
    const replies: unknown = Reflect.get(this, '_responseQueue');
    const rest: unknown = Reflect.get(this, '_remainder');
    const held = this._socket ? this._socket.readableLength : 0;
    return held > 0 || (Array.isArray(replies) && replies.length > 0) || (typeof rest === 'string' && rest !== '');
  }
}
