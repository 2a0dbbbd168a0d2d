import { X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useApp } from '../store/store.ts';
import { IconButton } from './button.tsx';
import { FailureNotice, Notice } from './notice.tsx';
import './toast.css';

const goodNewsStays = 6_000;

/** One message at the corner: good news goes by itself, a failure stays until it is closed. */
export function Toast() {
  const { t } = useTranslation();
  const toast = useApp((state) => state.toast);
  const close = useApp((state) => state.closeToast);
  useEffect(() => {
    if (toast?.kind !== 'done') return undefined;
    const timer = setTimeout(close, goodNewsStays);
    return () => clearTimeout(timer);
  }, [toast, close]);
  if (!toast) return null;
  return (
    <div className="toast" role={toast.kind === 'done' ? 'status' : 'alert'}>
      {toast.kind === 'done' ? <Notice tone="ok" title={toast.words} /> : <FailureNotice failure={toast.failure} />}
      <div className="toast-close">
        <IconButton size="small" icon={X} label={t('act.dismiss')} onPress={close} />
      </div>
    </div>
  );
}
