import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { MailboxListItem, MailboxView } from '../../../shared/views.ts';
import type { Route } from '../../store/routes.ts';
import { useApp } from '../../store/store.ts';

/** The one way through a session, in place of the list of mailboxes. */
export function HelpdeskSteps({ visit }: { visit: (route: Route) => void }) {
  const { t } = useTranslation();
  const route = useApp((state) => state.route);
  const mailbox = useApp((state) => state.mailboxes[0]);
  const view = useApp((state) => (mailbox ? state.views[mailbox.id] : undefined));
  const steps = stepsOf(mailbox, view);
  const at = placeOf(route);
  return (
    <div>
      <p className="nav-title" id="nav-helpdesk">
        {t('helpdesk.steps')}
      </p>
      <ol className="nav-list" aria-labelledby="nav-helpdesk">
        {steps.map(({ key, route: to }, index) => (
          <li key={key}>
            <AriaButton
              className="nav-item"
              isDisabled={to === null}
              onPress={() => (to ? visit(to) : undefined)}
              {...(index === at ? { 'aria-current': 'page' as const } : {})}
            >
              <span className="start-number" aria-hidden>
                {index + 1}
              </span>
              <span>{t(key)}</span>
            </AriaButton>
          </li>
        ))}
      </ol>
    </div>
  );
}

function stepsOf(mailbox: MailboxListItem | undefined, view: MailboxView | undefined) {
  const id = mailbox?.id;
  const rotation = view?.rotation ?? null;
  const last = view?.history[0]?.rotation ?? null;
  const form: Route = id ? { at: 'edit-mailbox', mailbox: id } : { at: 'add-mailbox' };
  const devices: Route | null = id ? { at: 'mailbox', mailbox: id } : null;
  const change: Route | null = id && rotation ? { at: 'change', rotation, mailbox: id } : null;
  const report: Route | null = id && last ? { at: 'report', rotation: last, mailbox: id } : null;
  return [
    { key: 'helpdesk.step1', route: form },
    { key: 'helpdesk.step2', route: devices },
    { key: 'helpdesk.step3', route: change },
    { key: 'helpdesk.step4', route: report },
  ] as const;
}

function placeOf(route: Route): number {
  switch (route.at) {
    case 'mailbox':
      return 1;
    case 'change':
      return 2;
    case 'report':
      return 3;
    case 'start':
    case 'add-mailbox':
    case 'edit-mailbox':
      return 0;
    default:
      return -1;
  }
}
