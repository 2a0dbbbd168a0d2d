import { RefreshCw } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { AppUpdateView } from '../../../shared/apps.ts';
import type { ClientView, RotationView } from '../../../shared/views.ts';
import { Button, IconButton } from '../../components/button.tsx';
import { useAct } from '../../store/act.ts';
import { EvidenceRow } from '../devices/evidence-row.tsx';
import { AppUpdate } from './app-update.tsx';
import { Guide } from './guide.tsx';
import { isGuided } from './steps.ts';

interface RoundRowProps {
  rotation: RotationView;
  view: ClientView;
  /** Where the device is an app on this computer. */
  update: AppUpdateView | null;
  /** Several apps wait for an answer. */
  several: boolean;
  open: boolean;
  onOpen: (open: boolean) => void;
}

/** One device of the round: its evidence, and what can be done: by Keyround first, where it can. */
export function RoundRow(props: RoundRowProps) {
  const { rotation, view, update, several, open, onOpen } = props;
  const guided = isGuided(view, update);
  return (
    <EvidenceRow view={view} now={open && guided} side={<CheckAgain rotation={rotation} view={view} />}>
      {update && view.grade !== 'gone' ? (
        <AppUpdate
          rotation={rotation.id}
          update={update}
          device={view.client.name}
          several={several}
          onGuide={() => onOpen(true)}
        />
      ) : null}
      {open && guided ? <Guide rotation={rotation} view={view} /> : null}
      {guided ? <ToDoActs {...props} /> : null}
      {view.grade === 'told' || view.grade === 'gone' ? <UndoMark rotation={rotation} view={view} /> : null}
    </EvidenceRow>
  );
}

type RowProps = Pick<RoundRowProps, 'rotation' | 'view'>;

function useMark({ rotation, view }: RowProps) {
  const { busy, run } = useAct();
  const mark = (as: 'told' | 'gone' | 'waiting') =>
    void run('rotations.markClient', { rotation: rotation.id, client: view.client.id, mark: as });
  return { busy, mark };
}

function CheckAgain({ rotation, view }: RowProps) {
  const { t } = useTranslation();
  const { busy, run } = useAct();
  if (view.client.signIn.how !== 'mailbox-password' || view.grade === 'gone') return null;
  return (
    <IconButton
      size="small"
      icon={RefreshCw}
      label={t('round.checkAgainFor', { name: view.client.name })}
      busy={busy}
      onPress={() => void run('rotations.checkClient', { rotation: rotation.id, client: view.client.id })}
    />
  );
}

function ToDoActs({ rotation, view, open, onOpen }: RoundRowProps) {
  const { t } = useTranslation();
  const { busy, mark } = useMark({ rotation, view });
  const { name } = view.client;
  return (
    <div className="held-acts">
      <Button
        size="small"
        aria-expanded={open}
        aria-label={t(open ? 'round.hideHowFor' : 'round.howFor', { name })}
        onPress={() => onOpen(!open)}
      >
        {t(open ? 'round.hideHow' : 'round.how')}
      </Button>
      <Button
        size="small"
        look={open ? 'primary' : 'plain'}
        isDisabled={busy}
        aria-label={t('round.enteredFor', { name })}
        onPress={() => mark('told')}
      >
        {t('round.entered')}
      </Button>
      <Button
        size="small"
        look="quiet"
        isDisabled={busy}
        aria-label={t('round.goneFor', { name })}
        onPress={() => mark('gone')}
      >
        {t('round.gone')}
      </Button>
    </div>
  );
}

function UndoMark({ rotation, view }: RowProps) {
  const { t } = useTranslation();
  const { busy, mark } = useMark({ rotation, view });
  const gone = view.grade === 'gone';
  return (
    <div className="held-acts">
      <Button
        size="small"
        look="quiet"
        isDisabled={busy}
        aria-label={t(gone ? 'round.notGoneFor' : 'round.undoFor', { name: view.client.name })}
        onPress={() => mark('waiting')}
      >
        {t(gone ? 'round.notGone' : 'round.undo')}
      </Button>
    </div>
  );
}
