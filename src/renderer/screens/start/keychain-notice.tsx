import { useTranslation } from 'react-i18next';
import type { Failure } from '../../../shared/failures.ts';
import { Button } from '../../components/button.tsx';
import { FailureNotice } from '../../components/notice.tsx';
import { useKeychainCheck } from './use-keychain-check.ts';

/** Says plainly that nothing can be kept, before anything is asked or changed. */
export function KeychainNotice({ failure }: { failure: Failure }) {
  const { t } = useTranslation();
  const { busy, check } = useKeychainCheck();
  return (
    <section aria-label={t('welcome.keychainTitle')} className="stack-small">
      <FailureNotice
        failure={failure}
        acts={
          <Button size="small" busy={busy} onPress={() => void check()}>
            {t('welcome.keychainAgain')}
          </Button>
        }
      />
      <p className="muted small">{t('welcome.keychainSafe')}</p>
    </section>
  );
}
