import { open, readFile, stat } from 'node:fs/promises';
import { app, type BrowserWindow, clipboard, dialog, Notification, nativeTheme, shell } from 'electron';
import type { Native, SavedKind } from '../app/native.ts';
import type { Say } from '../app/say.ts';
import type { SecretClipboard } from './clipboard.ts';
import { createNotices } from './notices.ts';
import { makePdf, printDocument } from './paper.ts';
import type { RevealTokens } from './reveal.ts';

/** Of a file that is chosen, in bytes. */
const largest = 65_536;
const certificates = ['pem', 'crt', 'cer', 'der'];

export interface NativeParts {
  readonly say: Say;
  /** The window that dialogs belong to; null while there is none. */
  readonly window: () => BrowserWindow | null;
  /** Opens one if there is none; resolves once its page is there. */
  readonly openWindow: () => Promise<void>;
  readonly secrets: SecretClipboard;
  readonly reveals: RevealTokens;
}

/** The computer's own dialogs, clipboard, printer and browser. */
export function createNative({ say, window, openWindow, secrets, reveals }: NativeParts): Native {
  return {
    confirm: (question) => confirm(window(), question),
    chooseCertificate: () => chooseFile(window(), say('native.authority.choose'), certificates),
    choosePanel: () => chooseFile(window(), say('native.panel.choose'), ['json']),
    chooseKeyFile: () => chooseFile(window(), say('native.keyFile.choose'), ['json']),
    chooseWhereToSave: (name, kind) =>
      chooseWhereToSave(
        window(),
        say(kind === 'mobileconfig' ? 'native.profile.save' : 'native.save.title'),
        name,
        kind,
      ),
    saveFile,
    copyText: async (text) => {
      await clipboard.writeText(text);
    },
    copySecret: (secret, clearAfter) => secrets.copy(secret, clearAfter),
    takeBackSecret: () => secrets.takeBack(),
    openPage: async (url) => {
      // Checked where the address was typed; checked once more where it leaves the app.
      if (new URL(url).protocol === 'https:') await shell.openExternal(url);
    },
    pdf: makePdf,
    print: printDocument,
    notify: createNotices(Notification, window, openWindow),
    setBadge: (count) => {
      app.setBadgeCount(count);
    },
    hasFocus: () => window()?.isFocused() ?? false,
    setTheme: (theme) => {
      nativeTheme.themeSource = theme;
    },
    askToReveal: (contents, confirmed) => {
      if (confirmed) reveals.touched(contents);
      return reveals.ask(contents);
    },
    redeem: (contents, token) => reveals.redeem(contents, token),
  };
}

async function confirm(
  parent: BrowserWindow | null,
  { title, message, go, stay }: Parameters<Native['confirm']>[0],
): Promise<boolean> {
  const box = {
    type: 'question',
    message: title,
    detail: message,
    buttons: [stay, go],
    defaultId: 0,
    cancelId: 0,
    noLink: true,
  } as const;
  const options = { ...box, buttons: [...box.buttons] };
  const { response } = await (parent ? dialog.showMessageBox(parent, options) : dialog.showMessageBox(options));
  return response === 1;
}

async function chooseFile(
  parent: BrowserWindow | null,
  title: string,
  extensions: string[],
): Promise<Uint8Array | null> {
  const options = {
    title,
    properties: ['openFile' as const],
    filters: [{ name: title, extensions }],
  };
  const { canceled, filePaths } = await (parent
    ? dialog.showOpenDialog(parent, options)
    : dialog.showOpenDialog(options));
  const path = filePaths[0];
  if (canceled || path === undefined) return null;
  try {
    const { size } = await stat(path);
    // Too large to be what was asked for: an empty file is refused in the same words.
    return size > largest ? new Uint8Array() : await readFile(path);
  } catch {
    return new Uint8Array();
  }
}

async function chooseWhereToSave(
  parent: BrowserWindow | null,
  title: string,
  name: string,
  kind: SavedKind,
): Promise<string | null> {
  const options = { title, defaultPath: name, filters: [{ name: kind.toUpperCase(), extensions: [kind] }] };
  const { canceled, filePath } = await (parent
    ? dialog.showSaveDialog(parent, options)
    : dialog.showSaveDialog(options));
  return canceled || !filePath ? null : filePath;
}

/** Writes a report where the person said, readable by its owner alone; reports hold addresses and hosts. */
async function saveFile(path: string, content: Uint8Array | string): Promise<boolean> {
  try {
    const file = await open(path, 'w', 0o600);
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    return true;
  } catch {
    return false;
  }
}
