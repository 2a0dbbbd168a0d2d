import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { ClientView, RotationView } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Facts } from '../../components/card.tsx';
import { useApp } from '../../store/store.ts';
import { lookUp } from '../../texts/i18n.ts';
import { SecretText } from '../secrets/secret-text.tsx';
import { useCopy } from '../secrets/use-copy.ts';
import { useReveal } from '../secrets/use-reveal.ts';

/** A short guide for exactly this kind of device, with this mailbox's values filled in. */
export function Guide({ rotation, view }: { rotation: RotationView; view: ClientView }) {
  const { t } = useTranslation();
  const numbers = ['1', '2', '3'] as const;
  const { kind } = view.client;
  return (
    <section className="guide" aria-label={`${t('guide.title')}: ${view.client.name}`}>
      <h2>{t('guide.title')}</h2>
      <ol className="guide-steps">
        {numbers.map((number) => (
          <li key={number}>
            <span>{lookUp(`guide.${kind}.${number}`, t(`guide.other.${number}`))}</span>
          </li>
        ))}
      </ol>
      <NewPassword rotation={rotation} />
      <h3 className="field-label">{t('guide.values')}</h3>
      <Facts facts={valuesOf(t, view)} />
    </section>
  );
}

function valuesOf(t: TFunction, { client }: ClientView): (readonly [string, string])[] {
  const { receiving, sending, user } = client;
  const line = (server: { host: string; port: number; security: 'tls' | 'starttls' }, protocol: string) =>
    `${protocol} ${server.host}, ${t('mailboxForm.port')} ${server.port}, ${t(`mailboxForm.${server.security}`)}`;
  return [
    [t('guide.user'), user],
    ...(receiving ? [[t('lamp.receiving'), line(receiving, t(`mailboxForm.${receiving.protocol}`))] as const] : []),
    ...(sending ? [[t('lamp.sending'), line(sending, 'SMTP')] as const] : []),
  ];
}

function NewPassword({ rotation }: { rotation: RotationView }) {
  const { t } = useTranslation();
  const current = useApp((state) => state.views[rotation.mailbox]?.kept.find((kept) => kept.label === 'current'));
  const version = rotation.pending ?? current?.version ?? null;
  const subject = version ? { what: 'version' as const, mailbox: rotation.mailbox, version } : null;
  const { shown, show, hide } = useReveal(subject);
  const { busy, copy } = useCopy();
  if (!subject) return null;
  return (
    <div className="stack-small">
      <div className="row">
        <span className="field-label">{t('round.newPassword')}</span>
        <Button size="small" onPress={() => (shown === null ? void show() : hide())}>
          {t(shown === null ? 'act.show' : 'act.hide')}
        </Button>
        <Button size="small" busy={busy} onPress={() => void copy(subject)}>
          {t('act.copy')}
        </Button>
      </div>
      {shown === null ? null : <SecretText password={shown} />}
    </div>
  );
}
