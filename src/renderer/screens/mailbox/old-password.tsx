import { useTranslation } from 'react-i18next';
import type { KeptVersion, MailboxView, OldCheck } from '../../../shared/views.ts';
import { Button } from '../../components/button.tsx';
import { Technical } from '../../components/notice.tsx';
import { useAct } from '../../store/act.ts';
import { useApp } from '../../store/store.ts';
import { timeOf, whenOf } from '../../texts/time.ts';

/** While a change is under way, or nothing is certain, nothing is done on the side. */
export const mayAct = ({ rotation, recovery }: MailboxView): boolean => rotation === null && recovery === null;

/** The same for asking a server, where there is one to ask. */
export const mayAsk = (view: MailboxView): boolean =>
  mayAct(view) && (view.settings.receiving !== null || view.settings.sending !== null);

interface OldActsProps {
  view: MailboxView;
  kept: KeptVersion;
  name: string;
  onTold: (check: OldCheck) => void;
}

/** What can be done with a password that is no longer the mailbox's: ask whether it is dead, or put it back. */
export function OldActs({ view, kept, name, onTold }: OldActsProps) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  const startRotation = useApp((state) => state.startRotation);
  const announce = useApp((state) => state.announce);
  const check = async () => {
    const answer = await run('mailboxes.checkOld', { mailbox: view.id, version: kept.version });
    if (!answer) return;
    onTold(answer);
    announce(t(`old.verdict.${answer.verdict}`, { when: whenOf(t, answer.at) }));
  };
  if (!mayAct(view)) return null;
  return (
    <>
      {mayAsk(view) ? (
        <Button
          look="quiet"
          size="small"
          busy={busy}
          aria-label={`${t('old.check')} ${t('old.checkHelp')} ${name}`}
          onPress={() => void check()}
        >
          {t('old.check')}
        </Button>
      ) : null}
      {kept.label === 'previous' ? (
        <Button
          look="quiet"
          size="small"
          aria-label={`${t('old.putBack')}: ${name}`}
          onPress={() => void startRotation(view.id, kept.version)}
        >
          {t('old.putBack')}
        </Button>
      ) : null}
    </>
  );
}

/** What the last deliberate sign-in with it has shown, and what that means. */
export function OldVerdict({ check }: { check: OldCheck }) {
  const { t } = useTranslation();
  const { verdict, failure, at, rememberedUntil, tryAgainAt } = check;
  return (
    <div className="kept-wide small">
      <p className={verdict === 'still-works' ? 'kept-alive' : 'muted'}>
        {t(`old.verdict.${verdict}`, { when: whenOf(t, at) })} {meaning()}
      </p>
      {verdict === 'could-not-tell' && failure ? <Technical text={failure.technical} /> : null}
    </div>
  );

  function meaning(): string {
    if (verdict === 'still-works')
      return rememberedUntil === null ? t('old.stillWorks') : t('old.remembered', { time: timeOf(rememberedUntil) });
    if (verdict === 'dead') return '';
    const soon = failure?.code === 'provider.still-spreading' ? 'old.spreading' : 'old.tryAgain';
    if (tryAgainAt !== null) return t(soon, { time: timeOf(tryAgainAt) });
    return failure ? t(`failure.${failure.code}.what`) : '';
  }
}
