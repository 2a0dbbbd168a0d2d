import { randomBytes } from 'node:crypto';
import { BrowserWindow, type Session } from 'electron';
import { appScheme } from './origin.ts';
import { makeClosedSession } from './security.ts';

/** Documents being printed, by the address they have for that long. A `data:` address would end at 2 MB. */
const documents = new Map<string, string>();
let paper: Session | null = null;

/** Styles are the document's own; nothing else is loaded and nothing runs. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

function paperSession(): Session {
  if (paper) return paper;
  paper = makeClosedSession('keyround-paper', (url) => documents.has(url));
  paper.protocol.handle(appScheme, (request) => {
    const html = documents.get(request.url);
    if (html === undefined) return new Response('', { status: 404 });
    return new Response(html, {
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy },
    });
  });
  return paper;
}

/**
 * Documents of our own on paper: in a window of its own that nobody sees, without preload, scripts, storage or network,
 * closed at once.
 */
async function withDocument<T>(html: string, use: (window: BrowserWindow) => Promise<T>): Promise<T> {
  const address = `${appScheme}://paper/${randomBytes(12).toString('hex')}`;
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: paperSession(),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      webviewTag: false,
      spellcheck: false,
    },
  });
  documents.set(address, html);
  try {
    await window.loadURL(address);
    return await use(window);
  } finally {
    documents.delete(address);
    window.destroy();
  }
}

export function makePdf(html: string): Promise<Uint8Array> {
  return withDocument(html, (window) => window.webContents.printToPDF({ pageSize: 'A4', printBackground: true }));
}

/** Resolves when the printer has it or the person has changed their mind. */
export function printDocument(html: string): Promise<void> {
  return withDocument(
    html,
    (window) => new Promise((resolve) => window.webContents.print({ printBackground: true }, () => resolve())),
  );
}
