import type { TFunction } from 'i18next';
import { CircleAlert, CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Detection, FoundSource } from '../../../shared/detection.ts';
import { Button } from '../../components/button.tsx';
import { Card, Facts } from '../../components/card.tsx';
import { Folded } from '../../components/folded.tsx';
import { Notice } from '../../components/notice.tsx';
import { lookUp } from '../../texts/i18n.ts';
import { domainOf, HostInFull } from '../forms/confirm-hosts.tsx';
import type { MailboxText } from './draft.ts';
import { isComplete, type Side, sideState, strangersOf, sureOf, withStranger } from './found.ts';
import type { useMailboxForm } from './use-mailbox-form.ts';
import type { Search } from './use-search.ts';
import './found.css';

interface FoundProps {
  form: ReturnType<typeof useMailboxForm>;
  detection: Detection;
}

/** What was found, in plain words, and folded behind it where each of it comes from. */
export function FoundCard({ form, detection }: FoundProps) {
  const { t } = useTranslation();
  const { address, service } = detection;
  const side = (which: Side) =>
    [t(`found.${which}`), <OneSide key={which} form={form} detection={detection} side={which} />] as const;
  return (
    <Card title={t(isComplete(detection) ? 'found.title' : 'found.partTitle', { address })}>
      <div className="stack">
        <Facts
          facts={[
            ...(service ? [[t('found.service'), <Good key="service">{service.name}</Good>] as const] : []),
            side('receiving'),
            side('sending'),
            [t('found.changing'), <Good key="way">{wayWords(t, form.text)}</Good>],
          ]}
        />
        <Folded title={t('found.where')} summary={t('found.whereSummary')} open={false}>
          <ul className="stack-small small found-where">
            {originsOf(t, detection).map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        </Folded>
        {form.text.kind === 'cloud' || form.text.kind === 'exchange' ? (
          <Notice tone="info" title={t('mailboxForm.elsewhereOnly')} />
        ) : null}
      </div>
    </Card>
  );
}

const Good = ({ children }: { children: string }) => (
  <span className="found-value found-good">
    <CircleCheck size={17} aria-hidden />
    <span>{children}</span>
  </span>
);

function OneSide({ form, detection, side }: FoundProps & { side: Side }) {
  const { t } = useTranslation();
  const state = sideState(form.text, detection, side, form.confirmed);
  const { host } = form.text.servers[side];
  switch (state) {
    case 'found':
      return <Good>{host}</Good>;
    case 'confirmed':
      return <Good>{t('found.confirmedByYou', { host })}</Good>;
    case 'entered':
      return <Good>{t('found.yourOwn', { host })}</Good>;
    case 'unused':
      return <Good>{t(`mailboxForm.${side}None`)}</Good>;
    case 'to-confirm':
    case 'not-found':
      return (
        <span className="found-value found-open">
          <CircleAlert size={17} aria-hidden />
          <span>{t(state === 'to-confirm' ? 'found.toConfirm' : 'found.notFound')}</span>
        </span>
      );
  }
}

function wayWords(t: TFunction, { provider, values }: MailboxText): string {
  const name = lookUp(`provider.${provider}.name`, provider);
  const page = provider === 'by-hand' ? (values['page'] ?? '') : '';
  const host = /^https:\/\/([^/\s:?#]+)/i.exec(page.trim())?.[1];
  return host === undefined ? name : t('found.byHandAt', { provider: name, host });
}

/** One line for each thing that was found, with everybody who named it. */
function originsOf(t: TFunction, detection: Detection): readonly string[] {
  const { service, page } = detection;
  const line = (what: string, sources: readonly FoundSource[]) =>
    t('found.whereLine', { what, sources: sourceWords(t, sources) });
  const servers = [...detection.receiving, ...detection.sending].map(({ protocol, host, port, security, sources }) => {
    const name = { imap: 'IMAP', pop3: 'POP3', smtp: 'SMTP' }[protocol];
    return line(t('found.endpoint', { host, name, port, security: t(`found.security.${security}`) }), sources);
  });
  return [
    ...new Set([
      ...(service ? [line(service.name, [service.source])] : []),
      ...servers,
      ...(page ? [line(page.host, [page.source])] : []),
    ]),
  ];
}

function sourceWords(t: TFunction, sources: readonly FoundSource[]): string {
  return [...new Set(sources.map(({ how, where }) => t(`found.how.${how}`, { where })))].join('; ');
}

/** Hosts that nobody vouches for, in full, each with a question that has to be answered by a press. */
export function Strangers({ form, detection, onAnswered }: FoundProps & { onAnswered: () => void }) {
  const { t } = useTranslation();
  const strangers = strangersOf(detection).filter(({ host }) => !form.confirmed.includes(host));
  const open = (['receiving', 'sending'] as const).some(
    (side) => sureOf(detection, side) === null && form.text.servers[side].host === '',
  );
  if (!open || strangers.length === 0) return null;
  return (
    <Notice tone="warn" title={t('found.strangeTitle')}>
      <p>{t('found.strangeText', { domain: domainOf(detection.address) })}</p>
      <ul className="strangers">
        {strangers.map((stranger) => (
          <li key={stranger.host} className="stack-small">
            <HostInFull host={stranger.host} />
            <p className="small">{t('found.strangeBy', { sources: sourceWords(t, stranger.sources) })}</p>
            <div>
              <Button
                onPress={() => {
                  form.confirm([stranger.host]);
                  form.change((text) => withStranger(text, stranger));
                  // The pressed button is gone; the focus must not be.
                  onAnswered();
                }}
              >
                {t('found.strangeYes', { host: stranger.host })}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      <p>{t('found.strangeElse')}</p>
    </Notice>
  );
}

/** Why the form has to be filled in by hand; nothing where the person chose to. */
export function NothingFound({ search }: { search: Search }) {
  const { t } = useTranslation();
  const { detection, failed, running } = search;
  if (running) return null;
  if (failed) {
    return (
      <Notice tone="warn" title={t('found.failedTitle')}>
        <p>{t('found.failedText')}</p>
      </Notice>
    );
  }
  if (!detection) return null;
  const offline = detection.outcome === 'offline';
  return (
    <Notice
      tone="info"
      title={offline ? t('found.offlineTitle') : t('found.nothingTitle', { address: detection.address })}
    >
      <p>{t(offline ? 'found.offlineText' : 'found.nothingText')}</p>
    </Notice>
  );
}
