import { CircleHelp, GraduationCap, Headset, KeyRound, type LucideIcon, Menu, Plus, Settings, X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { MailboxListItem, Status } from '../../shared/views.ts';
import { HelpdeskSteps } from '../screens/helpdesk/helpdesk-steps.tsx';
import { usePractice } from '../screens/practice/use-practice.ts';
import { mailboxOf, type Route } from '../store/routes.ts';
import { useApp } from '../store/store.ts';
import { Brand } from './brand.tsx';
import { IconButton } from './button.tsx';
import { Avatar } from './tile.tsx';
import './sidebar.css';

/** The side bar: mailboxes above, everything else below. On narrow windows it folds into a menu. */
export function Sidebar({ status }: { status: Status }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const route = useApp((state) => state.route);
  const go = useApp((state) => state.go);
  const visit = (next: Route) => {
    setOpen(false);
    go(next);
  };
  return (
    <nav className={`sidebar ${open ? 'sidebar-open' : ''}`} aria-label={t('app.navigation')}>
      <div className="sidebar-top">
        <Brand />
        <div className="menu-button">
          <IconButton
            icon={open ? X : Menu}
            label={t('app.menu')}
            aria-expanded={open}
            onPress={() => setOpen(!open)}
          />
        </div>
      </div>
      <div className="sidebar-fold">
        {status.space === 'helpdesk' ? <HelpdeskSteps visit={visit} /> : <MailboxList route={route} visit={visit} />}
        <MoreLinks status={status} route={route} visit={visit} />
      </div>
    </nav>
  );
}

interface PartProps {
  route: Route;
  visit: (route: Route) => void;
}

function MailboxList({ route, visit }: PartProps) {
  const { t } = useTranslation();
  const mailboxes = useApp((state) => state.mailboxes);
  // Without the keychain nobody knows which there are.
  const none = useApp((state) => state.mailboxes.length === 0 && !state.status?.keychain);
  return (
    <div>
      <p className="nav-title" id="nav-mailboxes">
        {t('nav.mailboxes')}
      </p>
      <ul className="nav-list" aria-labelledby="nav-mailboxes">
        {none ? <li className="nav-none">{t('nav.none')}</li> : null}
        {mailboxes.map((mailbox, place) => (
          <li key={mailbox.id}>
            <MailboxLink mailbox={mailbox} place={place} route={route} visit={visit} />
          </li>
        ))}
        <li>
          <NavLink
            icon={Plus}
            look="nav-add"
            name={t('nav.add')}
            current={route.at === 'add-mailbox'}
            onPress={() => visit({ at: 'add-mailbox' })}
          />
        </li>
      </ul>
    </div>
  );
}

function MailboxLink({ mailbox, place, route, visit }: PartProps & { mailbox: MailboxListItem; place: number }) {
  const { t } = useTranslation();
  const current = mailboxOf(route) === mailbox.id;
  return (
    <AriaButton
      className="nav-item"
      onPress={() => visit({ at: 'mailbox', mailbox: mailbox.id })}
      {...(current ? { 'aria-current': 'page' as const } : {})}
    >
      <Avatar address={mailbox.address} place={place} />
      <span className="nav-words">
        <span className="nav-name" title={mailbox.address}>
          {mailbox.address}
        </span>
        <span className="nav-state">
          <span className={`dot dot-${mailbox.state}`} aria-hidden />
          <span>
            {t('nav.devices', { count: mailbox.clients })}, {t(`listState.${mailbox.state}`)}
          </span>
        </span>
      </span>
    </AriaButton>
  );
}

function MoreLinks({ status, route, visit }: PartProps & { status: Status }) {
  const { t } = useTranslation();
  const { enter } = usePractice();
  const home = status.space === 'home';
  return (
    <ul className="nav-list nav-end">
      {home ? (
        <li>
          <NavLink icon={GraduationCap} name={t('nav.practice')} current={false} onPress={() => void enter()} />
        </li>
      ) : null}
      {home ? (
        <li>
          <NavLink
            icon={Headset}
            name={t('nav.helpdesk')}
            current={route.at === 'helpdesk'}
            onPress={() => visit({ at: 'helpdesk' })}
          />
        </li>
      ) : null}
      <li>
        <NavLink
          icon={KeyRound}
          name={t('sheet.nav')}
          current={route.at === 'sheet'}
          onPress={() => visit({ at: 'sheet' })}
        />
      </li>
      <li>
        <NavLink
          icon={Settings}
          name={t('nav.settings')}
          current={route.at === 'settings'}
          onPress={() => visit({ at: 'settings' })}
        />
      </li>
      <li>
        <NavLink
          icon={CircleHelp}
          name={t('nav.help')}
          current={route.at === 'help'}
          onPress={() => visit({ at: 'help' })}
        />
      </li>
    </ul>
  );
}

interface NavLinkProps {
  icon: LucideIcon;
  name: string;
  look?: string;
  current: boolean;
  onPress: () => void;
}

function NavLink({ icon: Icon, name, look = '', current, onPress }: NavLinkProps) {
  return (
    <AriaButton
      className={`nav-item ${look}`}
      onPress={onPress}
      {...(current ? { 'aria-current': 'page' as const } : {})}
    >
      <Icon size={19} aria-hidden />
      <span>{name}</span>
    </AriaButton>
  );
}
