import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store.ts';
import type { Store } from '../store/types.ts';
import { IconButton } from './button.tsx';
import { FailureNotice, Notice } from './notice.tsx';
import './toast.css';

const goodNewsStays = 6_000;

/**
 * One message at the corner: good news goes by itself, a failure stays until it is closed. It lies above an open dialog and
 * is said and reached there too.
 */
export function Toast() {
  const { t } = useTranslation();
  const toast = useApp((state) => state.toast);
  const close = useApp((state) => state.closeToast);
  const alreadySaid = useApp(standsOnTheScreen);
  useEffect(() => {
    if (toast?.kind !== 'done') return undefined;
    const timer = setTimeout(close, goodNewsStays);
    return () => clearTimeout(timer);
  }, [toast, close]);
  if (!toast || alreadySaid) return null;
  return (
    <div className="toast" role={toast.kind === 'done' ? 'status' : 'alert'} data-react-aria-top-layer="true">
      {toast.kind === 'done' ? <Notice tone="ok" title={toast.words} /> : <FailureNotice failure={toast.failure} />}
      <div className="toast-close">
        <IconButton size="small" icon={X} label={t('act.dismiss')} onPress={close} />
      </div>
    </div>
  );
}

/** Screens that begin with what is wrong with the keychain. */
const withKeychainNotice: readonly Store['route']['at'][] = ['start', 'add-mailbox', 'mailbox', 'helpdesk', 'settings'];

function standsOnTheScreen({ toast, status, route }: Store): boolean {
  const code = toast?.kind === 'failure' ? toast.failure.code : null;
  return code !== null && code === status?.keychain?.code && withKeychainNotice.includes(route.at);
}
