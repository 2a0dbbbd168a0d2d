import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import type { Trace } from '../../kits/secret-forms.ts';
import { filesOf, type LinuxPlace, type OpenApp } from './app.ts';

export { findSecret, formsOf, type Trace } from '../../kits/secret-forms.ts';

/*
 * A marker secret is planted where a password belongs and looked for where none may be, in every form in which programs
 * write text. `canary.test.ts` plants it in each of these forms and places to prove that the search is not blind.
 */

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
