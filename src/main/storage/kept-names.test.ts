import { describe, expect, it } from 'vitest';
import { failure } from '../../shared/failures.ts';
import { mailboxIdSchema, versionIdSchema } from '../../shared/ids.ts';
import type { JournalFact } from '../../shared/journal.ts';
import { failed, success } from '../../shared/result.ts';
import { createKeptNames } from './kept-names.ts';

const mailbox = mailboxIdSchema.parse('mailbox000000001');
const [one, two, three, four] = ['a', 'b', 'c', 'd'].map((letter) => versionIdSchema.parse(letter.repeat(16)));
const rotation = 'rotation00000001';

function names(accounts: readonly string[], facts: readonly unknown[], prefix = 'mailbox') {
  const entries = facts.map((fact, index) => ({ v: 1 as const, seq: index + 1, at: 0, fact: fact as JournalFact }));
  const keychain = { accounts: () => Promise.resolve(success(accounts)) };
  return createKeptNames(keychain, { salvage: () => Promise.resolve(success(entries)) }, prefix);
}
const account = (version: string | undefined, box: string = mailbox, prefix = 'mailbox') =>
  `${prefix}/${box}/${version}`;

describe('the names of what is kept', () => {
  it('come newest first: what the journal never heard of, then the last it named', async () => {
    const accounts = [one, two, three, four].map((version) => account(version));
    const facts = [
      { type: 'adopted', version: two },
      { type: 'staging', rotation, version: three },
      { type: 'staging', rotation, version: one },
    ];
    expect(await names(accounts, facts).of(mailbox)).toEqual(success([four, one, three, two]));
  });

  it('leave out what is not a version of a mailbox, and other prefixes', async () => {
    const accounts = [
      ...['unlocked', 'mailbox/try-out', `mailbox/${mailbox}`, `${account(one)}/more`, 'mailbox/../etc/passwd'],
      ...[account(one, mailbox, 'session/0123456789abcdef'), account(two)],
    ];
    expect(await names(accounts, []).all()).toEqual(success([{ mailbox, version: two }]));
    const session = await names(accounts, [], 'session/0123456789abcdef').all();
    expect(session).toEqual(success([{ mailbox, version: one }]));
  });

  it('are there without a journal, and say what the keychain says', async () => {
    const broken = { salvage: () => Promise.resolve(failed(failure('journal.failed'))) };
    const keychain = { accounts: () => Promise.resolve(success([account(two), account(one)])) };
    expect(await createKeptNames(keychain, broken, 'mailbox').of(mailbox)).toEqual(success([one, two]));
    const locked = { accounts: () => Promise.resolve(failed(failure('keychain.locked'))) };
    expect(await createKeptNames(locked, broken, 'mailbox').of(mailbox)).toMatchObject({ ok: false });
  });
});
