import { useTranslation } from 'react-i18next';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Page } from '../../components/page.tsx';
import { useApp } from '../../store/store.ts';
import { usePractice } from '../practice/use-practice.ts';

/** Short answers to what people ask most. */
export function HelpScreen() {
  const { t } = useTranslation();
  const home = useApp((state) => state.status?.space === 'home');
  const { busy, enter } = usePractice();
  const numbers = ['1', '2', '3', '4', '5', '6'] as const;
  return (
    <Page screen="help" title={t('help.title')} lead={t('help.lead')}>
      <div className="start">
        <Card flat>
          <ul className="rows">
            {numbers.map((number) => (
              <li key={number} className="stack-small">
                <h2>{t(`help.q${number}`)}</h2>
                <p className="muted">{t(`help.a${number}`)}</p>
              </li>
            ))}
          </ul>
        </Card>
        {home ? (
          <div className="row">
            <Button busy={busy} onPress={() => void enter()}>
              {t('help.practice')}
            </Button>
          </div>
        ) : null}
      </div>
    </Page>
  );
}
