import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundApps } from '../../../shared/apps.ts';
import type { UnlockRequest } from '../../../shared/contract.ts';
import type { ClientId, MailboxId } from '../../../shared/ids.ts';
import { ask } from '../../api.ts';
import { Button } from '../../components/button.tsx';
import { Section } from '../../components/card.tsx';
import { useAct } from '../../store/act.ts';
import { AppsFound, namesOf } from './apps-found.tsx';

interface AppsHereProps {
  mailbox: MailboxId;
  /** Devices of the list that are apps on this computer. */
  linked: readonly ClientId[];
}

/**
 * Apps on this computer with settings of this mailbox. Files of other programs are read because somebody asks for it, or
 * because one of these apps is in the list; only the first puts what is found into the list.
 */
export function AppsHere({ mailbox, linked }: AppsHereProps) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const [found, setFound] = useState<FoundApps | null>(null);
  const look = async (unlock: UnlockRequest | null) => {
    const answer = await run('apps.find', { mailbox, unlock, adding: true });
    if (answer) setFound(answer);
  };
  const known = linked.join();
  useEffect(() => {
    if (known === '') return undefined;
    let isOn = true;
    void ask('apps.find', { mailbox, unlock: null, adding: false }).then((answer) => {
      // nobody asked, so that a failure is nobody's trouble
      if (isOn && answer.ok) setFound(answer.value);
    });
    return () => {
      isOn = false;
    };
  }, [mailbox, known]);
  if (found?.looked === false) return null;
  return (
    <Section
      title={t('apps.title')}
      help={t('apps.help')}
      acts={
        <Button look="quiet" busy={busy} onPress={() => void look(null)}>
          {t(found ? 'apps.again' : 'apps.look')}
        </Button>
      }
    >
      <div className="stack-small">
        <p role="status" className="muted">
          {found ? <Headline accounts={found.accounts} /> : null}
        </p>
        {found ? <AppsFound found={found} busy={busy} onUnlock={(unlock) => void look(unlock)} /> : null}
      </div>
    </Section>
  );
}

function Headline({ accounts }: Pick<FoundApps, 'accounts'>) {
  const { t } = useTranslation();
  const names = namesOf(accounts.filter(({ why }) => why !== 'other-server'));
  if (names.length > 0) return t('apps.found', { names });
  return t(accounts.length === 0 ? 'apps.none' : 'apps.onlyElsewhere');
}
