// The least that Electron can show: one window of the usual size with one line of text, and no app.
require('./first-paint.cjs');
const { app, BrowserWindow } = require('electron');

app.on('window-all-closed', () => app.quit());
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1180, height: 780, show: false });
  window.once('ready-to-show', () => window.show());
  window.loadURL('data:text/html,<!doctype html><title>Bare</title><p>Bare');
});
