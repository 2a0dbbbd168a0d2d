// Stands before an app's own main file and says on standard output when its first window had something to show. Nothing
// in the app knows of it.
const { app } = require('electron');

/** @param {Record<string, number | string | undefined>} told */
const tell = (told) => process.stdout.write(`bench ${JSON.stringify(told)}\n`);
/** Milliseconds since 1970, finer than Date. */
const now = () => performance.timeOrigin + performance.now();

/** Answers once there is text or an image on the page: the web's "first contentful paint". */
const firstContent = `new Promise((resolve) => {
  new PerformanceObserver((list, observer) => {
    const [seen] = list.getEntriesByName('first-contentful-paint');
    if (!seen) return;
    observer.disconnect();
    resolve(performance.timeOrigin + seen.startTime);
  }).observe({ type: 'paint', buffered: true });
})`;

app.once('browser-window-created', (_event, window) => {
  window.once('ready-to-show', () => {
    const shown = now();
    const { electron, chrome } = process.versions;
    window.webContents.executeJavaScript(firstContent).then((content) => tell({ shown, content, electron, chrome }));
  });
});
