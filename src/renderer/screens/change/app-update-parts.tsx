import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { UpdateAct } from '../../../shared/apps.ts';
import { Button } from '../../components/button.tsx';
import { Technical } from '../../components/notice.tsx';
import { copyWords, leftWords, placesOf, type UpdateProps, writtenSides } from './updates.ts';
import { useUpdateActs } from './use-updates.ts';

/** What would be written, and the two answers. */
export function AskingPart(props: UpdateProps) {
  const { t } = useTranslation();
  const { several, update } = props;
  const { name } = update;
  return (
    <>
      <Preview {...props} />
      <Acts>
        <ActButton {...props} act="agree" look={several ? 'plain' : 'primary'} words={t('appUpdate.agree', { name })} />
        <Decline {...props} />
      </Acts>
    </>
  );
}

function Preview({ update }: UpdateProps) {
  const { t } = useTranslation();
  const { name, whileOpen } = update;
  return (
    <div>
      <p>
        {[
          t(`appUpdate.preview.${writtenSides(update)}`),
          ...copyWords(t, update),
          ...(whileOpen === 'close-first' ? [t('appUpdate.closes')] : []),
          ...(whileOpen === 'restart-after' ? [t('appUpdate.restart', { name })] : []),
          ...leftWords(t, update),
        ].join(' ')}
      </p>
      <Technical text={placesOf(t, update)} />
    </div>
  );
}

/** It is open, and would write over the change. */
export function ClosePart(props: UpdateProps) {
  const { t } = useTranslation();
  return (
    <>
      <p className="app-update-what">{t('appUpdate.stage.close-first', { name: props.update.name })}</p>
      <Acts>
        <ActButton {...props} act="closed" look="primary" words={t('appUpdate.closed')} />
        <Decline {...props} />
      </Acts>
    </>
  );
}

export function ProvedPart(props: UpdateProps) {
  const { t } = useTranslation();
  const { name, whileOpen } = props.update;
  return (
    <>
      <p>
        {[
          ...(whileOpen === 'restart-after' ? [t('appUpdate.restartNow', { name })] : []),
          t('appUpdate.undoHelp', { name }),
        ].join(' ')}
      </p>
      <Acts>
        <ActButton {...props} act="confirm" look="primary" words={t('appUpdate.confirm')} />
        <ActButton {...props} act="undo" words={t('appUpdate.undo')} />
      </Acts>
    </>
  );
}

/** Read back, and not proved by a sign-in. What Keyround has not written is not its own to undo. */
export function UnprovedPart(props: UpdateProps) {
  const { t } = useTranslation();
  const { name, why, writes } = props.update;
  const ours = writes.length > 0;
  const help = [
    ...(why === null ? [t('appUpdate.unprovedHelp')] : []),
    ...(ours ? [t('appUpdate.undoHelp', { name })] : []),
  ];
  return (
    <>
      {help.length === 0 ? null : <p>{help.join(' ')}</p>}
      <Acts>
        <ActButton {...props} act="try-again" look="primary" words={t('appUpdate.tryAgain')} />
        <ActButton {...props} act="confirm" words={t('appUpdate.keep')} />
        {ours ? <ActButton {...props} act="undo" words={t('appUpdate.undo')} /> : null}
      </Acts>
    </>
  );
}

export function StuckPart(props: UpdateProps) {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('appUpdate.stuckHelp', { name: props.update.name })}</p>
      <Acts>
        <ActButton {...props} act="undo" words={t('appUpdate.putBack')} />
        <Anew {...props} words={t('appUpdate.lookAgain')} />
      </Acts>
    </>
  );
}

/** It is over, and may be begun anew where that could end otherwise. */
export function OverPart(props: UpdateProps) {
  const { t } = useTranslation();
  const { stage, name, whileOpen } = props.update;
  if (stage === 'done') return whileOpen === 'restart-after' ? <p>{t('appUpdate.restartNow', { name })}</p> : null;
  const words =
    stage === 'declined'
      ? t('appUpdate.afterAll')
      : stage === 'undone'
        ? t('appUpdate.tryAgain')
        : t('appUpdate.lookAgain');
  return (
    <Acts>
      <Anew {...props} words={words} />
    </Acts>
  );
}

/** Reads its store and plans once more. */
function Anew({ rotation, update, device, words }: UpdateProps & { words: string }) {
  const { busy, start } = useUpdateActs(rotation, update.client);
  const label = `${words}: ${device}`;
  return (
    <Button size="small" look="quiet" busy={busy} aria-label={label} onPress={() => void start(null)}>
      {words}
    </Button>
  );
}

const Acts = ({ children }: { children: ReactNode }) => <div className="held-acts">{children}</div>;

interface ActProps extends UpdateProps {
  act: UpdateAct;
  words: string;
  look?: 'primary' | 'plain';
}

function ActButton({ rotation, update, device, act, words, look = 'plain' }: ActProps) {
  const acts = useUpdateActs(rotation, update.client);
  return (
    <Button
      size="small"
      look={look}
      busy={acts.busy}
      aria-label={`${words}: ${device}`}
      onPress={() => void acts.act(act)}
    >
      {words}
    </Button>
  );
}

function Decline({ rotation, update, device, onGuide }: UpdateProps) {
  const { t } = useTranslation();
  const { busy, act } = useUpdateActs(rotation, update.client);
  const decline = async () => {
    if (await act('decline')) onGuide();
  };
  const words = t('appUpdate.decline');
  return (
    <Button size="small" busy={busy} aria-label={`${words}: ${device}`} onPress={() => void decline()}>
      {words}
    </Button>
  );
}
