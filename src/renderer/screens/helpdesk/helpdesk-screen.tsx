import { useTranslation } from 'react-i18next';
import type { Status } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { Page } from '../../components/page.tsx';
import { useAct } from '../../store/act.ts';
import { reloadAll, useApp } from '../../store/store.ts';
import { KeychainNotice } from '../start/keychain-notice.tsx';

/** Before a session: what it is, and the memory rule in four sentences. */
export function HelpdeskScreen({ status }: { status: Status }) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const start = async () => {
    if (!(await run('helpdesk.start', {}))) return;
    await reloadAll();
    useApp.getState().go({ at: 'add-mailbox' });
  };
  const rules = ['helpdesk.rule1', 'helpdesk.rule2', 'helpdesk.rule3', 'helpdesk.rule4'] as const;
  return (
    <Page screen="helpdesk" title={t('helpdesk.title')} lead={t('helpdesk.lead')}>
      <div className="start">
        {status.keychain ? <KeychainNotice failure={status.keychain} /> : null}
        <Card>
          <ul className="stack-small bullets">
            {rules.map((rule) => (
              <li key={rule}>{t(rule)}</li>
            ))}
          </ul>
        </Card>
        <div className="row">
          <Button
            look="primary"
            size="large"
            busy={busy}
            isDisabled={status.keychain !== null}
            onPress={() => void start()}
          >
            {t('helpdesk.start')}
          </Button>
        </div>
      </div>
    </Page>
  );
}
