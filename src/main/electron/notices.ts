import { type BrowserWindow, Notification } from 'electron';
import type { Native } from '../app/native.ts';

/** Messages of the system. Without a server for them, as on a bare Linux desktop, nothing is shown and nothing fails. */
export function createNotices(window: () => BrowserWindow | null): Native['notify'] {
  // one that nobody holds is swept away, and its click with it
  const held = new Set<Notification>();
  return (message, onClick) => {
    if (!Notification.isSupported()) return;
    const notice = new Notification(message);
    const letGo = (): void => {
      held.delete(notice);
    };
    notice.once('close', letGo);
    notice.once('failed', letGo);
    notice.once('click', () => {
      letGo();
      const shown = window();
      if (shown?.isMinimized()) shown.restore();
      shown?.focus();
      onClick();
    });
    held.add(notice);
    notice.show();
  };
}
