import type { Status } from '../../shared/views.ts';
import { useApp } from '../store/store.ts';
import { ChangeScreen } from './change/change-screen.tsx';
import { HelpScreen } from './help/help-screen.tsx';
import { HelpdeskScreen } from './helpdesk/helpdesk-screen.tsx';
import { MailboxScreen } from './mailbox/mailbox-screen.tsx';
import { AddMailboxScreen, EditMailboxScreen } from './mailbox-form/mailbox-form-screens.tsx';
import { RecoveryScreen } from './recovery/recovery-screen.tsx';
import { ReportScreen } from './report/report-screen.tsx';
import { SettingsScreen } from './settings/settings-screen.tsx';
import { SheetScreen } from './sheet/sheet-screen.tsx';
import { StartScreen } from './start/start-screen.tsx';

/** The screen of the route. Screens with a subject are keyed by it, so that nothing of one lingers in the next. */
export function Screen({ status }: { status: Status }) {
  const route = useApp((state) => state.route);
  // A session that a crash has left behind comes before everything else: finish it or wipe it.
  if (status.leftOver && route.at !== 'sheet') return <RecoveryScreen status={status} />;
  switch (route.at) {
    case 'start':
      return status.space === 'helpdesk' ? <AddMailboxScreen status={status} /> : <StartScreen status={status} />;
    case 'recovery':
      return <RecoveryScreen status={status} />;
    case 'add-mailbox':
      return <AddMailboxScreen key={status.space} status={status} />;
    case 'edit-mailbox':
      return <EditMailboxScreen key={route.mailbox} mailbox={route.mailbox} />;
    case 'mailbox':
      return <MailboxScreen key={route.mailbox} mailbox={route.mailbox} status={status} />;
    case 'change':
      return (
        <ChangeScreen key={route.rotation} rotation={route.rotation} status={status} putBack={route.putBack ?? null} />
      );
    case 'report':
      return <ReportScreen key={route.rotation} rotation={route.rotation} mailbox={route.mailbox} />;
    case 'helpdesk':
      return <HelpdeskScreen status={status} />;
    case 'sheet':
      return <SheetScreen />;
    case 'settings':
      return <SettingsScreen status={status} />;
    case 'help':
      return <HelpScreen />;
  }
}
