import { readFileSync } from 'node:fs';
import { makeTestCertificates, type TestCertificates } from '../../servers/certificates.ts';
import { type Dovecot, type DovecotOptions, startDovecot } from '../../servers/dovecot.ts';
import { type WitnessRequest, witnessSignIn } from '../../servers/raw-clients.ts';
import { type PasswordPolicy, type Slapd, startSlapd } from '../../servers/slapd.ts';
import { freshPlace, type LinuxPlace, type OpenApp, openApp } from './app.ts';

/** A directory, a mail server whose passwords come from it, and a desktop for the app. */
export interface MailPlace {
  readonly certificates: TestCertificates;
  readonly slapd: Slapd;
  readonly dovecot: Dovecot;
  readonly place: LinuxPlace;
  /** Opens the app, as an ordinary account in the whole sandbox; a second time is a restart with everything it stored. */
  open(): Promise<OpenApp>;
  /** Asks the mail server itself, without the app. */
  signsIn(door: keyof typeof doors, user: string, password: string): Promise<string>;
  stop(): Promise<void>;
}

const doors = {
  imaps: { protocol: 'imap', security: 'tls' },
  pop3s: { protocol: 'pop3', security: 'tls' },
  submission: { protocol: 'submission', security: 'starttls' },
  submissions: { protocol: 'submission', security: 'tls' },
} as const satisfies Partial<Record<keyof Dovecot['ports'], Pick<WitnessRequest, 'protocol' | 'security'>>>;

/** Starts them all. Ready in about three seconds. */
export async function startMailPlace(
  options: { readonly policy?: PasswordPolicy; readonly dovecot?: Partial<DovecotOptions> } = {},
): Promise<MailPlace> {
  const ends: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const end of ends.reverse()) await end();
  };
  try {
    const certificates = await makeTestCertificates();
    const slapd = await startSlapd({ certificates, ...(options.policy ? { policy: options.policy } : {}) });
    ends.push(slapd.stop);
    const dovecot = await startDovecot({ certificates, passwords: slapd, ...options.dovecot });
    ends.push(dovecot.stop);
    const place = await freshPlace();
    ends.push(place.stop);
    let last: OpenApp | undefined;
    ends.push(async () => await last?.kill());
    return {
      ...{ certificates, slapd, dovecot, place },
      open: async () => {
        last = await openApp(place);
        last.page.setDefaultTimeout(15_000);
        const { uid, seccomp } = await sandboxOf(last);
        if (uid !== place.desktop.uid || uid === 0 || seccomp !== '2') throw new Error(`no sandbox: ${uid} ${seccomp}`);
        return last;
      },
      signsIn: async (door, user, password) => {
        const { host, ports, authorityFile } = dovecot;
        const asked = { ...doors[door], host, port: ports[door], authorityFile, user, password };
        const answer = await witnessSignIn(asked);
        if (answer.verdict === 'failed') throw new Error(answer.detail);
        return answer.verdict;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What the system says of the process that draws the page, and who the app runs as. */
export async function sandboxOf({ app }: OpenApp): Promise<{ uid: number | undefined; seccomp: string | undefined }> {
  const { uid, renderer } = await app.evaluate(({ BrowserWindow }) => ({
    uid: process.getuid?.(),
    renderer: BrowserWindow.getAllWindows()[0]?.webContents.getOSProcessId(),
  }));
  const status = readFileSync(`/proc/${renderer}/status`, 'utf8');
  return { uid, seccomp: /^Seccomp:\t(\d)/m.exec(status)?.[1] };
}
