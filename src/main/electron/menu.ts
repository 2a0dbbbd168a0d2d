import { Menu, type MenuItemConstructorOptions } from 'electron';
import type { Say } from '../app/say.ts';

/** A small menu: what the keyboard needs (copy, paste, zoom, quit) and nothing that could open a page. */
export function setMenu(say: Say): void {
  const role = (name: NonNullable<MenuItemConstructorOptions['role']>): MenuItemConstructorOptions => ({ role: name });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const template: MenuItemConstructorOptions[] = [
    ...(process.platform === 'darwin'
      ? [role('appMenu')]
      : [{ label: say('native.menu.file'), submenu: [role('quit')] }]),
    {
      label: say('native.menu.edit'),
      submenu: [role('undo'), role('redo'), separator, role('cut'), role('copy'), role('paste'), role('selectAll')],
    },
    {
      label: say('native.menu.view'),
      submenu: [role('resetZoom'), role('zoomIn'), role('zoomOut'), separator, role('togglefullscreen')],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
