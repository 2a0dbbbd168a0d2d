import { app, protocol, type Session, session, type WebContents } from 'electron';
import { answerFace, listFaceFiles } from './face-files.ts';
import { appScheme, isDevelopment, isOwnAddress } from './origin.ts';

/** Must run before the app is ready: every window gets the operating system's sandbox, and `app://` is a real origin. */
export function prepareSecurity(): void {
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
  app.on('web-contents-created', (_event, contents) => guardContents(contents));
  // A certificate that is in doubt has no one to ask in this app: no window goes to the network.
  app.on('certificate-error', (event, _contents, _url, _error, _certificate, answer) => {
    event.preventDefault();
    answer(false);
  });
}

/** The session of every window, made once: in memory only, no permission, no network, and `app://` served from `folder`. */
export function makeFaceSession(folder: string): Session {
  const face = makeClosedSession('keyround', (url) => isOwnAddress(url));
  const files = isDevelopment ? new Map<string, string>() : listFaceFiles(folder);
  face.protocol.handle(appScheme, async (request) => {
    const { body, ...rest } = await answerFace(files, request);
    return new Response(body, rest);
  });
  return face;
}

/** A session in memory in which everything is denied and only addresses that `mayLoad` takes are loaded. */
export function makeClosedSession(name: string, mayLoad: (url: string) => boolean): Session {
  // Without the prefix "persist:" nothing of it is written to disk.
  const closed = session.fromPartition(name, { cache: false });
  closed.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  closed.setPermissionCheckHandler(() => false);
  closed.setDevicePermissionHandler(() => false);
  closed.setSpellCheckerEnabled(false);
  closed.on('will-download', (event) => event.preventDefault());
  closed.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !passes(details.url, mayLoad) }));
  return closed;
}

function passes(url: string, mayLoad: (url: string) => boolean): boolean {
  if (mayLoad(url) || url.startsWith('data:image/')) return true;
  return isDevelopment && /^(devtools|ws|blob):/.test(url);
}

function guardContents(contents: WebContents): void {
  contents.on('will-navigate', (event, url) => {
    if (!isOwnAddress(url)) event.preventDefault();
  });
  contents.on('will-frame-navigate', (details) => {
    if (!details.isMainFrame || !isOwnAddress(details.url)) details.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
