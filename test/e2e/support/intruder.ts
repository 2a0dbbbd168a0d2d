import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from './app.ts';

/** A web server on loopback that only counts who comes. */
export interface Listener {
  readonly origin: string;
  readonly visits: () => readonly string[];
  readonly stop: () => void;
}

export async function startListener(): Promise<Listener> {
  const visits: string[] = [];
  const server = createServer(({ url }, answer) => {
    visits.push(url ?? '');
    answer.writeHead(200, { 'access-control-allow-origin': '*' }).end('hello');
  });
  // Whoever only connects is counted too: a WebSocket, or a connection made in advance.
  server.on('connection', () => visits.push('connection'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    visits: () => [...visits],
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/**
 * What a script that has got into the page would try to reach the outside with. Each is tried from a task of its own,
 * because code that Playwright evaluates directly is let off the page's policy.
 */
export const waysOut = {
  'window.open': (to: string) => void window.open(to),
  'a new window by link': (to: string) => {
    const link = document.createElement('a');
    Object.assign(link, { href: to, target: '_blank' });
    document.body.append(link);
    link.click();
    link.remove();
  },
  'a link': (to: string) => {
    const link = document.createElement('a');
    link.href = to;
    document.body.append(link);
    link.click();
    link.remove();
  },
  'a download': (to: string) => {
    const link = document.createElement('a');
    Object.assign(link, { href: to, download: 'file' });
    document.body.append(link);
    link.click();
    link.remove();
  },
  location: (to: string) => location.assign(to),
  'an iframe': (to: string) => {
    const frame = document.createElement('iframe');
    frame.src = to;
    document.body.append(frame);
  },
  'a form': (to: string) => {
    const form = document.createElement('form');
    Object.assign(form, { action: to, method: 'post' });
    document.body.append(form);
    form.submit();
  },
  fetch: (to: string) => void fetch(to, { mode: 'no-cors' }).catch(() => undefined),
  XMLHttpRequest: (to: string) => {
    const request = new XMLHttpRequest();
    request.open('GET', to);
    request.send();
  },
  WebSocket: (to: string) => void new WebSocket(to.replace('http', 'ws')),
  EventSource: (to: string) => void new EventSource(to),
  sendBeacon: (to: string) => void navigator.sendBeacon(to, 'x'),
  'an image': (to: string) => {
    new Image().src = to;
  },
  'a script': (to: string) => {
    const script = document.createElement('script');
    script.setAttribute('src', to);
    document.body.append(script);
  },
  'a style sheet': (to: string) => {
    const link = document.createElement('link');
    Object.assign(link, { rel: 'stylesheet', href: to });
    document.head.append(link);
  },
  'a connection made in advance': (to: string) => {
    for (const rel of ['preconnect', 'prefetch', 'preload']) {
      const link = document.createElement('link');
      Object.assign(link, { rel, href: to, as: 'image' });
      document.head.append(link);
    }
  },
  'a background': (to: string) => document.body.style.setProperty('background-image', `url(${to})`),
  'a worker': (to: string) => void new Worker(to),
} satisfies Record<string, (to: string) => void>;

/** Tries one way out from a task of its own and gives it time to arrive. */
export async function tryWayOut(page: Page, way: keyof typeof waysOut, to: string): Promise<void> {
  await runLater(page, `(${waysOut[way].toString()})(${JSON.stringify(to)})`);
  await page.waitForTimeout(150);
}

/**
 * Runs code in a task of its own, so that the page's policy holds for it, and answers with what it came to as text.
 * Whatever it throws begins with `refused`.
 */
export async function runLater(page: Page, code: string): Promise<string> {
  return await page.evaluate(`new Promise((resolve) => {
    const refused = (error) => resolve('refused: ' + (error && error.name));
    setTimeout(async () => {
      try {
        resolve(String(await (${code})));
      } catch (error) {
        refused(error);
      }
    });
  })`);
}
