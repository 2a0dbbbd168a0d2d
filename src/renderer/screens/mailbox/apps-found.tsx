import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FoundApp, FoundApps } from '../../../shared/apps.ts';
import type { UnlockRequest } from '../../../shared/contract.ts';
import { Badge, type Tone } from '../../components/badge.tsx';
import { Button } from '../../components/button.tsx';
import { Card } from '../../components/card.tsx';
import { PasswordField } from '../../components/field.tsx';
import { Folded } from '../../components/folded.tsx';
import { Notice, Technical } from '../../components/notice.tsx';
import { Tile } from '../../components/tile.tsx';
import { UnlockKeyring } from '../devices/unlock-keyring.tsx';
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

/** Each app once. */
export const namesOf = (accounts: readonly FoundApp[]): string[] => [...new Set(accounts.map(({ name }) => name))];

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

/**
 * Apps with a password that Keyround has never known: of a mailbox that was just added no earlier one is known, so that is
 * all that can be said of a stale one.
 */
function Another({ accounts }: Pick<FoundApps, 'accounts'>) {
  const { t } = useTranslation();
  const old = namesOf(accounts.filter(({ holds }) => holds === 'old'));
  const all = namesOf(accounts.filter(({ holds }) => holds === 'another'));
  const names = all.filter((name) => !old.includes(name));
  if (names.length === 0) return null;
  return (
    <Notice tone="info" title={t('apps.another', { names, count: names.length })}>
      <p>{t('apps.anotherHelp', { count: names.length })}</p>
    </Notice>
  );
}

interface AppsFoundProps {
  found: FoundApps;
  busy: boolean;
  onUnlock: (unlock: UnlockRequest) => void;
}

/** What was found: what needs doing first, then each sign-in. */
export function AppsFound({ found, busy, onUnlock }: AppsFoundProps) {
  const { accounts, troubles } = found;
  const locked = accounts.filter(({ holds }) => holds === 'locked');
  const stores = locked.filter(({ why }) => why !== 'keyring-locked');
  return (
    <div className="stack">
      <Stale accounts={accounts} />
      <Another accounts={accounts} />
      {accounts.length === 0 ? null : (
        <Card flat>
          <ul className="rows">
            {accounts.map((account) => (
              <AppRow key={keyOf(account)} account={account} />
            ))}
          </ul>
        </Card>
      )}
      {stores.length > 0 ? <Unlock stores={stores} busy={busy} onUnlock={onUnlock} /> : null}
      {locked.length > stores.length ? (
        <UnlockKeyring busy={busy} onUnlock={() => onUnlock({ how: 'keyring' })} />
      ) : null}
      {troubles.length > 0 ? <Troubles troubles={troubles} /> : null}
      <Technical text={placesOf(accounts)} />
    </div>
  );
}

const keyOf = ({ app, place, profile, protocol, host, port, user }: FoundApp): string =>
  JSON.stringify([app, place, profile, protocol, host, port, user]);

/** The files that name them, for the person who helps. */
const placesOf = (accounts: readonly FoundApp[]): string =>
  [...new Set(accounts.map(({ name, place }) => `${name}: ${place}`))].join(' · ');

function AppRow({ account }: { account: FoundApp }) {
  const { t } = useTranslation();
  const { name, profile, protocol, host, user, holds, why } = account;
  return (
    <li className="device device-found">
      <Tile icon="computer" />
      <div>
        <p className="device-name">{t('apps.account', { name, profile })}</p>
        <p className="device-about">{t(`apps.about.${protocol}`, { host, user })}</p>
        {why ? <p className="device-about">{t(`apps.why.${why}`)}</p> : null}
      </div>
      <div className="device-side">
        <Badge tone={tones[holds]}>{t(`apps.holds.${holds}`)}</Badge>
      </div>
    </li>
  );
}

interface UnlockProps extends Omit<AppsFoundProps, 'found'> {
  stores: readonly FoundApp[];
}

function Unlock({ stores, busy, onUnlock }: UnlockProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const wrong = text === '' && stores.some(({ why }) => why === 'wrong-unlocking');
  const submit = () => {
    if (text === '' || busy) return;
    setText('');
    onUnlock({ how: 'password', password: text });
  };
  return (
    <form
      className="stack-small"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <PasswordField
        label={t('apps.unlockLabel', { names: namesOf(stores) })}
        help={t('apps.unlockHelp')}
        error={wrong ? t('apps.why.wrong-unlocking') : null}
        value={text}
        onChange={setText}
      />
      <div>
        <Button type="submit" size="small" busy={busy} waiting={text === ''}>
          {t('apps.unlock')}
        </Button>
      </div>
    </form>
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
