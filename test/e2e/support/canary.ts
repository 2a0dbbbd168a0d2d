import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { filesOf, type LinuxPlace, type OpenApp } from './app.ts';

/*
 * A marker secret is planted where a password belongs and looked for where none may be, in every form in which programs
 * write text. `canary.test.ts` plants it in each of these forms and places to prove that the search is not blind.
 */

/** One place that was looked at, with what was found there. */
export interface Trace {
  readonly where: string;
  readonly bytes: Buffer;
}

/** Base64 of a text inside something longer depends on where it begins: the characters that are its own, for a shift. */
function base64Inside(text: Buffer, shift: 0 | 1 | 2): string {
  const whole = Buffer.concat([Buffer.alloc(shift), text])
    .toString('base64')
    .replace(/=+$/, '');
  const begin = Math.ceil((shift * 8) / 6);
  const end = Math.floor(((shift + text.length) * 8) / 6);
  return whole.slice(begin, end);
}

const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** Every form in which a secret could leave a trace. `users` are the names that sign in with it. */
export function formsOf(secret: string, users: readonly string[]): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(secret, 'utf8');
  const html = secret
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
  const forms: [string, string][] = [
    ['plain', secret],
    ['JSON', JSON.stringify(secret).slice(1, -1)],
    ['HTML', html],
    ['URL', encodeURIComponent(secret)],
    ['hex', bytes.toString('hex')],
    ['HEX', bytes.toString('hex').toUpperCase()],
  ];
  for (const shift of [0, 1, 2] as const) {
    const inside = base64Inside(bytes, shift);
    forms.push([`base64 at ${shift}`, inside], [`base64url at ${shift}`, urlSafe(inside)]);
  }
  for (const user of users) {
    forms.push(['SASL PLAIN', Buffer.from(`\0${user}\0${secret}`).toString('base64')]);
  }
  return new Map([
    ...forms.map(([name, text]): [string, Buffer] => [name, Buffer.from(text, 'utf8')]),
    ['UTF-16LE', Buffer.from(secret, 'utf16le')],
  ]);
}

/** Where the secret was found and in which form, for example `…/keyround.log (base64 at 1)`. Empty is good. */
export function findSecret(traces: readonly Trace[], secret: string, users: readonly string[]): string[] {
  const forms = [...formsOf(secret, users)];
  return traces.flatMap(({ where, bytes }) =>
    forms.filter(([, form]) => bytes.includes(form)).map(([name]) => `${where} (${name})`),
  );
}

/** The words of a PDF, which are packed inside its file. */
export function textOfPdf(path: string): string {
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
}

/** Everything below a folder; of a PDF also its words. */
export function tracesInFiles(folder: string): Trace[] {
  return [...filesOf(folder)].flatMap(([where, bytes]) => [
    { where, bytes },
    ...(where.endsWith('.pdf') ? [{ where: `${where} as text`, bytes: Buffer.from(textOfPdf(where)) }] : []),
  ]);
}

/** Command lines and environments of every process of an account. */
export function tracesInProcesses(uid: number): Trace[] {
  const numbers = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return numbers.flatMap((pid) => {
    try {
      if (!readFileSync(`/proc/${pid}/status`, 'utf8').includes(`\nUid:\t${uid}\t`)) return [];
      return ['cmdline', 'environ'].map((part) => {
        const where = `/proc/${pid}/${part}`;
        return { where, bytes: readFileSync(where) };
      });
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

/** What the page says, as it is read by eye and by a screen reader. Fields show what is in them, passwords as dots. */
export async function traceOfPage({ page }: Pick<OpenApp, 'page'>, step: string): Promise<Trace> {
  const words = await page.evaluate(() => {
    const fields = [...document.querySelectorAll('input:not([type=password]), textarea')];
    const values = fields.map((field) => (field instanceof HTMLInputElement ? field.value : field.textContent));
    const said = [...document.querySelectorAll('*')].flatMap((element) =>
      ['aria-label', 'aria-description', 'aria-valuetext', 'title', 'alt', 'placeholder'].map((name) =>
        element.getAttribute(name),
      ),
    );
    return [document.title, location.href, document.body.textContent, ...values, ...said].filter(Boolean).join('\n');
  });
  return { where: `page at ${step}`, bytes: Buffer.from(words) };
}

/** The app's files, processes and output. Call it while the app runs and again after it has been closed. */
export function tracesOf({ desktop }: LinuxPlace, { output }: Pick<OpenApp, 'output'>): Trace[] {
  return [
    ...tracesInFiles(desktop.folder),
    ...tracesInProcesses(desktop.uid),
    { where: 'output of the app', bytes: Buffer.from(output()) },
  ];
}
