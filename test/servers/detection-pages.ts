import type { ServerResponse } from 'node:http';
import type { Answer } from './web-server.ts';

/*
 * What the web servers say to a search from an address. Each kind of trouble has a domain of its own.
 */

export const path = '/mail/config-v1.1.xml';
const wellKnown = '/.well-known/autoconfig/mail/config-v1.1.xml';
export const localPart = 'anna.secret-name';

const servers = (host: string) => `
  <incomingServer type="imap"><hostname>${host}</hostname><port>993</port><socketType>SSL</socketType><username>%EMAILADDRESS%</username></incomingServer>
  <outgoingServer type="smtp"><hostname>${host}</hostname><port>465</port><socketType>SSL</socketType></outgoingServer>`;
export const config = (host: string, before = '') =>
  `<?xml version="1.0"?>${before}<clientConfig version="1.1"><emailProvider id="x">${servers(host)}</emailProvider></clientConfig>`;
export const say =
  (text: string): Answer =>
  (response) =>
    response.writeHead(200, { 'content-type': 'text/xml' }).end(text);
const goTo =
  (location: string, status = 302): Answer =>
  (response) =>
    response.writeHead(status, { location, 'set-cookie': 'who=you; Path=/' }).end();

function pour(response: ServerResponse, total: number): void {
  const piece = Buffer.alloc(64 * 1024, 0x61);
  let left = total;
  const more = (): void => {
    while (left > 0 && !response.destroyed) {
      left -= piece.length;
      if (!response.write(piece)) {
        response.once('drain', more);
        return;
      }
    }
    response.end();
  };
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.write('<clientConfig>');
  more();
}

function drip(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'text/xml' });
  const timer = setInterval(() => response.write('<'), 50);
  response.on('close', () => clearInterval(timer));
}

const entities = Array.from({ length: 20 }, (_, at) => `<!ENTITY e${at + 1} "${`&e${at};`.repeat(10)}">`).join('');
const bomb = config('&e20;', `<!DOCTYPE a [<!ENTITY e0 "x">${entities}]>`);
const outside = config('&e;', '<!DOCTYPE a [<!ENTITY e SYSTEM "https://other.test/entity">]>');

export const answers: Readonly<Record<string, Answer>> = {
  [`autoconfig.good.test${path}`]: say(config('mail.good.test')),
  'good.test/.well-known/change-password': goTo('https://good.test/account'),
  [`autoconfig.alias.test${path}`]: say(config('mail.alias.test')),
  [`autoconfig.abroad.test${path}`]: say(config('imap.other.test')),
  [`autoconfig.moved.test${path}`]: goTo(`https://other.test${path}`),
  [`moved.test${wellKnown}`]: goTo(`https://other.test${wellKnown}`, 307),
  'autodiscover.moved.test/autodiscover/autodiscover.xml': goTo('https://other.test/autodiscover.xml', 308),
  [`other.test${path}`]: say(config('imap.other.test')),
  [`other.test${wellKnown}`]: say(config('imap.other.test')),
  [`autoconfig.unsafe.test${path}`]: goTo(`http://plain.test${path}`),
  [`unsafe.test${wellKnown}`]: goTo(`http://www.unsafe.test${path}`),
  [`www.unsafe.test${path}`]: say(config('mail.unsafe.test')),
  [`near.test${wellKnown}`]: goTo(`https://www.near.test${path}`, 301),
  [`www.near.test${path}`]: say(config('mail.near.test')),
  [`autoconfig.sub.up.test${path}`]: goTo(`https://www.up.test${path}?emailaddress=${localPart}%40sub.up.test`),
  [`www.up.test${path}`]: say(config('mail.up.test')),
  [`autoconfig.round.test${path}`]: goTo(`https://autoconfig.round.test${path}`),
  [`autoconfig.port.test${path}`]: goTo(`https://in.autoconfig.port.test:8443${path}`),
  [`in.autoconfig.port.test${path}`]: say(config('mail.port.test')),
  [`autoconfig.user.test${path}`]: goTo(`https://anna@in.autoconfig.user.test${path}`),
  [`in.autoconfig.user.test${path}`]: say(config('mail.user.test')),
  [`autoconfig.bomb.test${path}`]: say(bomb),
  [`autoconfig.outside.test${path}`]: say(outside),
  [`autoconfig.huge.test${path}`]: (response) => pour(response, 100 * 1024 * 1024),
  [`autoconfig.endless.test${path}`]: drip,
  [`autoconfig.headers.test${path}`]: (response) => {
    const socket = response.socket;
    const timer = setInterval(() => socket?.write(`HTTP/1.1 200 OK\r\nx-${'y'.repeat(8_000)}: 1\r\n`), 5);
    socket?.on('close', () => clearInterval(timer));
  },
  [`autoconfig.garbage.test${path}`]: say('\u0000\ufffd not XML'),
  [`autoconfig.html.test${path}`]: say('<!DOCTYPE html><html><body>Sign in</body></html>'),
  'autodiscover.exchange.test/autodiscover/autodiscover.xml': (response) =>
    response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
  'exchange.test/autodiscover/autodiscover.xml': say(
    `<Autodiscover><Response><Account><Protocol><Type>IMAP</Type><Server>mail.exchange.test</Server><Port>993</Port></Protocol></Account></Response></Autodiscover>`,
  ),
};

/** Every host that answers. */
export const domains = [...new Set(Object.keys(answers).map((place) => place.split('/')[0] ?? ''))];
