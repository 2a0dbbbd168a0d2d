import { GraduationCap, Plus, ShieldCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Status } from '../../../shared/views.ts';
import { BrandMark } from '../../components/brand.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Page } from '../../components/page.tsx';
import { useApp } from '../../store/store.ts';
import { usePractice } from '../practice/use-practice.ts';
import { KeychainNotice } from './keychain-notice.tsx';
import './start.css';

/** The first screen: what Keyround does, and two ways in. */
export function StartScreen({ status }: { status: Status }) {
  const { t } = useTranslation();
  const steps = ['1', '2', '3'] as const;
  return (
    <Page screen="start" title={t('welcome.title')} lead={t('welcome.lead')} above={<BrandMark large />}>
      <div className="start">
        {status.keychain ? <KeychainNotice failure={status.keychain} /> : null}
        <Doors status={status} />
        <ol className="start-steps">
          {steps.map((step) => (
            <li key={step} className="start-step">
              <span className="start-number" aria-hidden>
                {step}
              </span>
              <div>
                <h2>{t(`welcome.step${step}`)}</h2>
                <p className="muted">{t(`welcome.step${step}About`)}</p>
              </div>
            </li>
          ))}
        </ol>
        <p className="start-safe">
          <ShieldCheck size={20} aria-hidden />
          {t('welcome.safe')}
        </p>
      </div>
    </Page>
  );
}

/** One primary button: the practice round for newcomers, adding a mailbox for those who are in it already. */
function Doors({ status }: { status: Status }) {
  const { t } = useTranslation();
  const go = useApp((state) => state.go);
  const { busy, enter } = usePractice();
  const add = () => go({ at: 'add-mailbox' });
  if (status.space !== 'home') {
    return (
      <div className="row">
        <Button look="primary" size="large" icon={Plus} onPress={add}>
          {t('welcome.add')}
        </Button>
      </div>
    );
  }
  return (
    <div className="start-doors">
      <Card>
        <div className="start-door">
          <Button look="primary" size="large" icon={GraduationCap} busy={busy} onPress={() => void enter()}>
            {t('welcome.practice')}
          </Button>
          <p>{t('welcome.practiceHelp')}</p>
        </div>
      </Card>
      <Card>
        <div className="start-door">
          <Button size="large" icon={Plus} isDisabled={status.keychain !== null} onPress={add}>
            {t('welcome.add')}
          </Button>
          <p>{t('mailboxForm.addLead')}</p>
        </div>
      </Card>
    </div>
  );
}
