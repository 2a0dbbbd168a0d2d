import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RotationId, VersionId } from '../../../shared/ids.ts';
import type { RotationView, Status } from '../../../shared/views.ts';
import { StepBar } from '../../components/step-bar.tsx';
import { useApp } from '../../store/store.ts';
import { ChangingPart } from './changing-part.tsx';
import { FinishedPart, NeedsHelpPart, RevertedPart } from './outcome-parts.tsx';
import { PasswordPart } from './password-part.tsx';
import { ReadyPart } from './ready-part.tsx';
import { RoundPart } from './round-part.tsx';
import { stepOf } from './steps.ts';
import { YourTurnPart } from './your-turn-part.tsx';

/** The four steps of a change. Which one is shown comes from main alone, but for the press on Continue after step 1. */
export function ChangeScreen({
  rotation,
  ...rest
}: {
  rotation: RotationId;
  status: Status;
  putBack: VersionId | null;
}) {
  const view = useApp((state) => state.rotations[rotation]?.view);
  const load = useApp((state) => state.loadRotation);
  const loadMailbox = useApp((state) => state.loadMailbox);
  const mailbox = view?.mailbox;
  useEffect(() => {
    void load(rotation);
  }, [load, rotation]);
  useEffect(() => {
    if (mailbox) void loadMailbox(mailbox);
  }, [loadMailbox, mailbox]);
  return view ? <LoadedChange view={view} {...rest} /> : null;
}

function LoadedChange({ view, status, putBack }: { view: RotationView; status: Status; putBack: VersionId | null }) {
  const { t } = useTranslation();
  const [confirmed, setConfirmed] = useState(false);
  const steps = [t('step.ready'), t('step.password'), t('step.change'), t('step.round')];
  // While the new password is being stored its page stays: if the keychain refuses, nothing typed or written down is lost.
  const stage = view.stage === 'staging' && confirmed ? 'new-password' : view.stage;
  const above = <StepBar label={t('step.label')} steps={steps} now={stepOf(stage, confirmed)} />;
  switch (stage) {
    case 'getting-ready':
    case 'not-ready':
      return <ReadyPart view={view} above={above} onContinue={() => setConfirmed(true)} />;
    case 'new-password':
      return confirmed ? (
        <PasswordPart view={view} above={above} helpdesk={status.space === 'helpdesk'} putBack={putBack} />
      ) : (
        <ReadyPart view={view} above={above} onContinue={() => setConfirmed(true)} />
      );
    case 'staging':
    case 'submitting':
    case 'settling':
    case 'verifying':
    case 'waiting':
      return <ChangingPart view={view} above={above} />;
    case 'your-turn':
      return <YourTurnPart view={view} above={above} />;
    case 'reverted':
      return <RevertedPart view={view} above={above} />;
    case 'needs-help':
      return <NeedsHelpPart view={view} above={above} />;
    case 'round':
      return <RoundPart view={view} above={above} />;
    case 'finished':
      return <FinishedPart view={view} above={above} />;
  }
}
