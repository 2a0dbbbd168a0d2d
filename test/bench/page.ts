/** `docs/benchmarks.md`: the figures of one run between what they mean and what they leave out. */
export interface Page {
  readonly date: string;
  readonly commit: string;
  readonly rounds: number;
  readonly machine: readonly string[];
  readonly start: readonly string[];
  readonly signIns: readonly string[];
}

/** The whole page as Markdown. */
export function benchmarkPage(page: Page): string {
  const list = page.machine.map((line) => `- ${line}`).join('\n');
  return `# Benchmarks

Written by \`npm run bench -- --write\` on ${page.date} from commit ${page.commit}, ${page.rounds} rounds. \`npm run bench\` prints the
same without writing, \`--quick\` takes 3 rounds. Nothing here is a test: times differ from machine to machine, so compare
only what stands in one table, best in the last two columns.

${list}

## Signing in

${page.signIns.join('\n').trim()}

### What the ways are

- **curl**: one process for each sign-in, 32 at once, the addresses and passwords on standard input, asked for its
  shortest way (\`sasl-ir\`, \`NOOP\`). Its time includes starting its processes and waiting for the answer to its goodbye,
  because that is when a script knows. It keeps no rule about refused passwords. With 100 accounts it pays for 200
  processes: the busier the machine, the more that weighs, so read its figure there beside the load average above.
- **proven**: Keyround's engine with passwords that have signed in at this server before, as in a round after a change.
- **unproven**: the same with passwords that have never signed in. At most one of them is on its way to a server at a
  time, so that a mistake in a whole list costs one refusal and not a ban. This is slow on purpose.
- **check-up**: what the button does: unproven, and the inbox is counted, which takes IMAP about twice the round trips.
  The button is for one mailbox; ten stand here only to show how the rule adds up.
- **first in its process**: the app has not signed in anywhere since it was started; it parses the trusted roots once.
- **rotation**: connections were opened while the provider worked; the time from its answer to the second sign-in.
- **without its rules**: the same probes, 32 at once. Not a way of the app: the difference to it is what the rules cost.

### What the rules cost

A mailbox signs in to receive before it signs in to send, and the first sign-in at a server goes alone; then 8, 16 and 32
may be on their way. A single account therefore takes 9 round trips where 5 would do, ten accounts wait for the first, and
unproven passwords wait for each other. Over a long line that makes Keyround slower than curl wherever the last two
columns are above 1. A ratio below 1 there is won by opening connections early or by starting no processes, never by
a shorter conversation that a server might take amiss.

### Method

One Dovecot (IMAP and submission, implicit TLS, a password file with 100 accounts, login processes reused, no limits
in the way) serves all. Rounds are interleaved: every way is measured once per round, every other round in reverse order;
ratios are taken inside a round, then the median. A run in which not everything signed in is not counted and is named.
The delay is a proxy in a process of its own: 30 ms each way, and a client's first byte is forwarded 90 ms after the
connection was made, which charges TCP's handshake. The engine runs in another process. Secrets and the budget's history
are in memory; the budget's rules are the real ones. The physical floor counts 4 round trips for IMAP and 5 for SMTP
over implicit TLS and no work at all.

## Starting

${page.start.join('\n')}

From the start of the process, on a virtual display, warm page cache, an existing profile; a first start of each is not
counted. Both windows are of the same Electron in the same run. Memory is the PSS of all processes two seconds after the
first text. The app is the built one; only a file that tells the time stands before its main file.

## Not measured

STARTTLS and POP3; other servers than Dovecot; loss, jitter, bandwidth and name look-up; wrong passwords and the
penalties that servers give for them; the keychain, the journal and the budget's files; several servers at once; the engine
inside Electron (it runs in Node here); a start with a cold page cache, with a graphics card, on macOS or Windows.
`;
}
