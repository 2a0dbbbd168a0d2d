import { app, BrowserWindow, nativeTheme, type Rectangle, type Session } from 'electron';
import { faceUrl, isDevelopment } from './origin.ts';

export const smallestWindow = { width: 480, height: 560 };
const usualWindow = { width: 1_180, height: 780 };

export interface MainWindowOptions {
  readonly preload: string;
  readonly session: Session;
  /** Where it stood last time, already checked by `boundsOnScreen`; null for the usual size in the middle. */
  readonly bounds: Rectangle | null;
  /** Called when it was moved or resized, at most every half second, and when it closes. */
  readonly onBounds?: (bounds: Rectangle) => void;
}

/** The tokens `--background` of the two themes, so that nothing flashes before the first paint. */
const background = () => (nativeTheme.shouldUseDarkColors ? '#10181d' : '#f5f7f8');

/** The app's one window. It shows itself when the first picture is ready; `loaded` resolves when the page is. */
export function createMainWindow(options: MainWindowOptions): { window: BrowserWindow; loaded: Promise<void> } {
  const window = new BrowserWindow({
    ...usualWindow,
    ...options.bounds,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    backgroundColor: background(),
    title: app.getName(),
    webPreferences: {
      preload: options.preload,
      session: options.session,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      spellcheck: false,
      enableWebSQL: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      devTools: isDevelopment,
    },
  });
  window.once('ready-to-show', () => window.show());
  // The page may not rename the window.
  window.on('page-title-updated', (event) => event.preventDefault());
  followTheme(window);
  if (options.onBounds) reportBounds(window, options.onBounds);
  return { window, loaded: window.loadURL(faceUrl()) };
}

function followTheme(window: BrowserWindow): void {
  const repaint = () => window.setBackgroundColor(background());
  nativeTheme.on('updated', repaint);
  window.once('closed', () => nativeTheme.removeListener('updated', repaint));
}

function reportBounds(window: BrowserWindow, report: (bounds: Rectangle) => void): void {
  let timer: NodeJS.Timeout | undefined;
  const now = () => {
    clearTimeout(timer);
    report(window.getNormalBounds());
  };
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(now, 500);
  };
  window.on('resize', soon);
  window.on('move', soon);
  window.on('close', now);
  window.once('closed', () => clearTimeout(timer));
}
