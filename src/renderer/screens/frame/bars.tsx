import { GraduationCap, Headset, KeyRound, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { EndSession } from '../helpdesk/end-session.tsx';
import { PracticeActs } from '../practice/practice-acts.tsx';
import { useKeychainCheck } from '../start/use-keychain-check.ts';

/** What must never be overlooked: the test runtime, the practice round, the helpdesk session. */
export function Bars({ status }: { status: Status }) {
  const { t } = useTranslation();
  return (
    <header>
      {status.standIn ? (
        <div className="bar bar-warn" role="note">
          <TriangleAlert size={17} aria-hidden />
          <span>{t('app.standIn')}</span>
          <span className="bar-acts">
            {t('app.standInMore', { version: status.version, electron: status.electron })}
          </span>
        </div>
      ) : null}
      {status.space === 'practice' ? (
        <div className="bar bar-info">
          <GraduationCap size={17} aria-hidden />
          <span>
            <strong>{t('practice.banner')}.</strong> {t('practice.bannerText')}
          </span>
          <PracticeActs />
        </div>
      ) : null}
      {status.space === 'helpdesk' ? (
        <div className="bar bar-info">
          <Headset size={17} aria-hidden />
          <span>
            <strong>{t('helpdesk.banner')}.</strong> {t('helpdesk.bannerText')}
          </span>
          <EndSession />
        </div>
      ) : null}
      {status.readOnly ? (
        <div className="bar bar-warn" role="note">
          <TriangleAlert size={17} aria-hidden />
          <span>
            <strong>{t(`failure.${status.readOnly.code}.what`)}</strong> {t(`failure.${status.readOnly.code}.do`)}
          </span>
          {status.readOnly.code === 'app.another-instance' ? null : <TryAgain />}
        </div>
      ) : null}
      {/* Always there, so that a screen reader hears it come. */}
      <div role="status">
        {status.keychainWaits ? (
          <div className="bar bar-info">
            <KeyRound size={17} aria-hidden />
            <span>{t('app.keychainWaits')}</span>
          </div>
        ) : null}
      </div>
    </header>
  );
}

/** Asks for the right to write once more; a disk that was full may have room again. */
function TryAgain() {
  const { t } = useTranslation();
  const { busy, check } = useKeychainCheck();
  return (
    <span className="bar-acts">
      <Button size="small" busy={busy} onPress={() => void check()}>
        {t('app.tryAgain')}
      </Button>
    </span>
  );
}
