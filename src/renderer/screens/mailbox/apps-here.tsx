import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundApp, FoundApps } from '../../../shared/apps.ts';
import type { ClientId, MailboxId } from '../../../shared/ids.ts';
import { ask } from '../../api.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Card, Section } from '../../components/card.tsx';
import { PasswordField } from '../../components/field.tsx';
import { Folded } from '../../components/folded.tsx';
import { Notice } from '../../components/notice.tsx';
import { Tile } from '../../components/tile.tsx';
import { useAct } from '../../store/act.ts';
import '../devices/device.css';

const tones: Record<FoundApp['holds'], Tone> = {
  old: 'bad',
  new: 'ok',
  another: 'warn',
  none: 'neutral',
  locked: 'info',
  oauth: 'neutral',
  unsupported: 'neutral',
};

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
  const look = async (unlock: string | null) => {
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
        {found ? <Answer found={found} busy={busy} onUnlock={(text) => void look(text)} /> : null}
      </div>
    </Section>
  );
}

const namesOf = (accounts: readonly FoundApp[]): string[] => [...new Set(accounts.map(({ name }) => name))];

function Headline({ accounts }: Pick<FoundApps, 'accounts'>) {
  const { t } = useTranslation();
  const names = namesOf(accounts.filter(({ why }) => why !== 'other-server'));
  if (names.length > 0) return t('apps.found', { names });
  return t(accounts.length === 0 ? 'apps.none' : 'apps.onlyElsewhere');
}

/** Apps that go on with a password that is none any more: they are told apart before anything else is read. */
function Stale({ accounts }: Pick<FoundApps, 'accounts'>) {
  const { t } = useTranslation();
  const names = namesOf(accounts.filter(({ holds }) => holds === 'old'));
  if (names.length === 0) return null;
  return (
    <Notice tone="warn" title={t('apps.stale', { names, count: names.length })}>
      <p>{t('apps.staleHelp', { count: names.length })}</p>
    </Notice>
  );
}

interface AnswerProps {
  found: FoundApps;
  busy: boolean;
  onUnlock: (text: string) => void;
}

function Answer({ found, busy, onUnlock }: AnswerProps) {
  const { accounts, troubles } = found;
  const locked = accounts.some(({ holds }) => holds === 'locked');
  return (
    <div className="stack-small">
      <Stale accounts={accounts} />
      {accounts.length === 0 ? null : (
        <Card flat>
          <ul className="rows">
            {accounts.map((account) => (
              <AppRow key={keyOf(account)} account={account} />
            ))}
          </ul>
        </Card>
      )}
      {locked ? <Unlock busy={busy} onUnlock={onUnlock} /> : null}
      {troubles.length > 0 ? <Troubles troubles={troubles} /> : null}
    </div>
  );
}

const keyOf = ({ app, place, profile, protocol, host, port, user }: FoundApp): string =>
  JSON.stringify([app, place, profile, protocol, host, port, user]);

function AppRow({ account }: { account: FoundApp }) {
  const { t } = useTranslation();
  const { name, profile, protocol, host, user, place, holds, why } = account;
  return (
    <li className="device">
      <Tile icon="computer" />
      <div>
        <p className="device-name">{t('apps.account', { name, profile })}</p>
        <p className="device-about">{t(`apps.about.${protocol}`, { host, user })}</p>
        {why ? <p className="device-about">{t(`apps.why.${why}`)}</p> : null}
        <p className="device-about mono">{place}</p>
      </div>
      <div className="device-side">
        <Badge tone={tones[holds]}>{t(`apps.holds.${holds}`)}</Badge>
      </div>
    </li>
  );
}

function Unlock({ busy, onUnlock }: Omit<AnswerProps, 'found'>) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const submit = () => {
    setText('');
    onUnlock(text);
  };
  return (
    <div className="stack-small">
      <PasswordField label={t('apps.unlockLabel')} help={t('apps.unlockHelp')} value={text} onChange={setText} />
      <div>
        <Button busy={busy} isDisabled={text === ''} onPress={submit}>
          {t('apps.unlock')}
        </Button>
      </div>
    </div>
  );
}

function Troubles({ troubles }: { troubles: FoundApps['troubles'] }) {
  const { t } = useTranslation();
  const count = troubles.length;
  return (
    <Folded title={t('apps.troubles')} summary={t('apps.troublesSummary', { count })} open={false}>
      <ul className="rows">
        {troubles.map(({ name, place, why }) => (
          <li key={`${name} ${place} ${why}`}>
            {name}: {t(`apps.why.${why}`)} <span className="mono">{place}</span>
          </li>
        ))}
      </ul>
    </Folded>
  );
}
