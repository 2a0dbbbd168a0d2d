import type { Plant } from '../child/bundle.ts';

/** A bug that somebody could write one day, and the suite that has to catch it. */
export interface PlantedBug {
  readonly name: string;
  readonly plant: Plant;
  readonly caughtBy: 'kill' | 'double kill' | 'spoiled notes';
  /** What the suite says of it. */
  readonly says: RegExp;
}

/** Each is put into the engine while it is bundled; the app's own code has no switch for any of them. */
export const plantedBugs: readonly PlantedBug[] = [
  {
    name: 'promote before proof',
    plant: {
      file: 'core/rotation/machine.ts',
      snippet: '  for (const protocol of protocols) {\n    if (!signedIn(rotation, pending, protocol)) return settle(',
      instead:
        "  if (rotation.submissions.at(-1)?.outcome === 'accepted') return { kind: 'prove' };\n" +
        '  for (const protocol of protocols) {\n    if (!signedIn(rotation, pending, protocol)) return settle(',
    },
    caughtBy: 'kill',
    says: /I3: current was replaced before pending had signed in/,
  },
  {
    name: 'delete before proof',
    plant: {
      file: 'core/rotation/forget.ts',
      snippet: 'const proved = await currentSignsIn(ports, mailbox, desk, signal);',
      instead: 'const proved = ports === null ? await currentSignsIn(ports, mailbox, desk, signal) : success(true);',
    },
    caughtBy: 'kill',
    says: /I2: a version was removed without another having signed in/,
  },
  {
    name: 'retry after refusal',
    plant: {
      file: 'core/verify/attempt.ts',
      snippet: 'connection.signIn(ask.user, secret).then(async (finding) => {',
      instead:
        'connection.signIn(ask.user, secret)' +
        '.then((first) => first.ok ? first : connection.signIn(ask.user, secret)).then(async (finding) => {',
    },
    caughtBy: 'kill',
    says: /D6: a refused password was tried again at once/,
  },
  {
    name: 'journal without fsync',
    plant: {
      file: 'main/storage/file-layer.ts',
      snippet: '    await work(file);\n    await file.sync();',
      instead: '    await work(file);',
    },
    caughtBy: 'kill',
    says: /I1: something was sent without an intent on the disk/,
  },
  {
    name: 'probe before change',
    plant: {
      file: 'core/rotation/machine.ts',
      snippet: "  if (!last) return { kind: 'submit', attempt: 1, version: pending };",
      instead:
        "  const protocols = proof === 'answer' ? [] : proof;\n" +
        '  const first = protocols[0];\n' +
        '  if (!last && first && !rotation.probes.some((one) => one.version === pending))\n' +
        "    return signIn({ rotation, pending, protocols, protocol: first, now }, 'pending', pending);\n" +
        "  if (!last) return { kind: 'submit', attempt: 1, version: pending };",
    },
    caughtBy: 'kill',
    says: /a new password was tried before it was sent/,
  },
  {
    name: 'secret in a log line',
    plant: {
      file: 'main/storage/secrets.ts',
      snippet: 'const written = await keychain.set(name, secret.reveal());',
      instead:
        'const written = await keychain.set(name, secret.reveal());\n' +
        "      console.error('stored', Buffer.from(secret.reveal()).toString('base64'));",
    },
    caughtBy: 'kill',
    says: /a secret is in output \(base64/,
  },
  {
    name: 'secret in a view',
    plant: {
      file: 'core/rotation/submit.ts',
      snippet: 'state.lastFailure = failure(answer.code, answer.technical);',
      instead: 'state.lastFailure = failure(answer.code, encodeURIComponent(next.value.reveal()));',
    },
    caughtBy: 'kill',
    says: /a secret is in messages \(URL\)/,
  },
  {
    name: 'a version removed before that is noted',
    plant: {
      file: 'core/rotation/forget.ts',
      snippet: "const intent = await desk.write({ type: 'forgetting', version });",
      instead: 'const intent = success(undefined);',
    },
    caughtBy: 'kill',
    says: /I6: a kept version cannot be shown/,
  },
  {
    name: 'quitting not asked about while sending',
    plant: {
      file: 'core/rotation/view.ts',
      snippet: "    case 'submit':\n      return 'submitting';",
      instead: "    case 'submit':\n      return phase;",
    },
    caughtBy: 'kill',
    says: /I7: sent while quitting is not asked about/,
  },
  {
    name: 'a forged journal line believed',
    plant: {
      file: 'main/storage/journal-lines.ts',
      snippet: '  if (!sameSignature(mac, sign(key, tail.mac, body))) return null;\n',
      instead: '',
    },
    caughtBy: 'spoiled notes',
    says: /a forged line was believed/,
  },
];
