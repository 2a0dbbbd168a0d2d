import type { BrowserWindow, Notification } from 'electron';
import type { Native } from '../app/native.ts';

type Notices = Pick<typeof Notification, 'isSupported'> & (new (message: { title: string; body: string }) => Notice);
type Notice = Pick<Notification, 'once' | 'show'>;

/**
 * Messages of the system. Without a server for them, as on a bare Linux desktop, nothing is shown and nothing fails. A
 * click brings the window up before it is told; `open` opens one if there is none, and resolves once its page is there.
 */
export function createNotices(
  kind: Notices,
  window: () => Pick<BrowserWindow, 'isMinimized' | 'restore' | 'focus'> | null,
  open: () => Promise<void>,
): Native['notify'] {
  // one that nobody holds is swept away, and its click with it
  const held = new Set<Notice>();
  return (message, onClick) => {
    if (!kind.isSupported()) return;
    const notice = new kind(message);
    const bringUp = (): void => {
      const shown = window();
      if (shown?.isMinimized()) shown.restore();
      shown?.focus();
      onClick();
    };
    const letGo = (): void => {
      held.delete(notice);
    };
    notice.once('close', letGo);
    notice.once('failed', letGo);
    notice.once('click', () => {
      letGo();
      void open().then(bringUp, () => undefined);
    });
    held.add(notice);
    notice.show();
  };
}
