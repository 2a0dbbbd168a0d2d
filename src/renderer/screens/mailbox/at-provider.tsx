import { Check } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ProviderManifest } from '../../../shared/provider.ts';
import type { MailboxView } from '../../../shared/views.ts';
import { Card, Section } from '../../components/card.tsx';
import { upTo } from '../../texts/propagation.ts';
import { AppPasswords } from './app-passwords.tsx';
import { SignIns } from './sign-ins.tsx';
import './at-provider.css';

const inOrder = [
  'self',
  'admin',
  'readsRules',
  'endsSessions',
  'signInLog',
  'appPasswords',
  'listsMailboxes',
] as const satisfies readonly (keyof ProviderManifest['capabilities'])[];

/** What the mailbox's provider can do, and on demand what it tells. What it cannot do is not spoken of. */
export function AtProvider({ view }: { view: MailboxView }) {
  const { t } = useTranslation();
  const { kind, capabilities, propagationSeconds, checked } = view.provider;
  if (kind === 'by-hand') return null;
  return (
    <Section title={t('atProvider.title')}>
      <Card>
        <ul className="abilities">
          {inOrder
            .filter((each) => capabilities[each])
            .map((each) => (
              <li key={each}>
                <Check size={17} aria-hidden />
                <span>{t(`atProvider.can.${each}`)}</span>
              </li>
            ))}
        </ul>
        {propagationSeconds > 0 ? (
          <p className="muted small told-note">{t('atProvider.propagation', { time: upTo(t, propagationSeconds) })}</p>
        ) : null}
        {checked.how === 'documentation' ? <p className="muted small told-note">{t('atProvider.untried')}</p> : null}
        {capabilities.signInLog ? <SignIns view={view} /> : null}
        {capabilities.appPasswords ? <AppPasswords view={view} /> : null}
      </Card>
    </Section>
  );
}
