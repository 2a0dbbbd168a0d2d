import { readAutoconfig } from '../../core/detect/autoconfig.ts';
import { readAutodiscover } from '../../core/detect/autodiscover.ts';
import { decide } from '../../core/detect/decide.ts';
import { type KnownService, serviceOfDomain, serviceOfMx } from '../../core/detect/known-service.ts';
import {
  type Guess,
  guessOfMx,
  noSuchPath,
  type PageAsk,
  pageOfMx,
  planSearch,
  type Registrable,
  type SearchPlan,
} from '../../core/detect/plan.ts';
import { hostOf, type Owner, ownerOf, type Sighting } from '../../core/detect/sighting.ts';
import { readSrv } from '../../core/detect/srv.ts';
import type { Detection, FoundHow } from '../../shared/detection.ts';
import { readXml } from '../providers/xml.ts';
import { inBudget, waited } from './budget.ts';
import type { Greets } from './greets.ts';
import type { NameAnswer, Names } from './names.ts';
import { createNotes, type Notes } from './notes.ts';
import type { Pages } from './pages.ts';

export interface SearchParts {
  readonly names: Names;
  readonly pages: Pages;
  readonly greets: Greets;
  readonly registrable: Registrable;
  readonly services: readonly KnownService[];
  /** Ids of the providers on the list. */
  readonly providers: readonly string[];
  /** For the whole search, in ms. */
  readonly budget: number;
}

/** Usual names wait so long for somebody to name a server, in ms, before anybody knocks there. */
const headStart = 1_500;

/**
 * Finds out about a mailbox from its address alone. Everything is asked at once and ends with the budget, whoever has
 * not answered by then. No password is sent or known here; the local part of the address goes to the domain of the address
 * and to nobody else. A domain of the table's own is answered without asking anybody. Null for what is no address.
 */
export async function searchFor(address: string, parts: SearchParts, stop: AbortSignal): Promise<Detection | null> {
  const owner = ownerOf(address);
  if (owner === null) return null;
  const notes = createNotes();
  const own = serviceOfDomain(parts.services, owner.domain);
  if (own !== null) notes.service({ known: own, source: { how: 'built-in', where: owner.domain } });
  else {
    await inBudget(parts.budget, stop, (signal) => {
      // Before anybody else hears of the end: what only ends because of it has not failed, it had no time.
      signal.addEventListener('abort', () => notes.close(), { once: true });
      return new Search(owner, parts, notes, signal).run();
    });
  }
  parts.names.close();
  return decide({ owner, registrable: parts.registrable, providers: parts.providers, ...notes.close() });
}

/** What the table alone knows of an address; nobody is asked anything. Null for what is no address. */
export function knownOnly(
  address: string,
  { registrable, services, providers }: Pick<SearchParts, 'registrable' | 'services' | 'providers'>,
): Detection | null {
  const owner = ownerOf(address);
  if (owner === null) return null;
  const known = serviceOfDomain(services, owner.domain);
  const service = known && { known, source: { how: 'built-in', where: owner.domain } as const };
  const seen = { sightings: [], exchange: false, changePages: [], looked: [], reached: true };
  return decide({ owner, registrable, providers, service, ...seen });
}

class Search {
  readonly #owner: Owner;
  readonly #parts: SearchParts;
  readonly #notes: Notes;
  readonly #signal: AbortSignal;
  /** Hosts that somebody has knocked at, or is about to: an MX host is often a usual name, too. */
  readonly #tried = new Set<string>();

  constructor(owner: Owner, parts: SearchParts, notes: Notes, signal: AbortSignal) {
    this.#owner = owner;
    this.#parts = parts;
    this.#notes = notes;
    this.#signal = signal;
  }

  async run(): Promise<void> {
    const plan = planSearch(this.#owner, this.#parts.registrable);
    const named = Promise.all([
      this.#askMx(),
      ...plan.srv.map((one) => this.#askSrv(one)),
      ...plan.pages.map((page) => this.#askPage(page)),
    ]);
    const patience = Promise.race([named, waited(headStart, this.#signal)]);
    await Promise.all([named, ...plan.guesses.map((guess) => this.#tryGuess(guess, 'common-name', patience))]);
  }

  /** What the name servers said, also counted as having been heard. */
  #heard<T>(answer: NameAnswer<T>): readonly T[] {
    if (answer.kind !== 'failed') this.#notes.heard();
    return answer.kind === 'found' ? answer.records : [];
  }

  async #askMx(): Promise<void> {
    const { domain } = this.#owner;
    const { names, services, registrable } = this.#parts;
    const note = this.#notes.begin({ how: 'built-in-mx', where: domain });
    const answer = await names.mx(domain);
    const records = this.#heard(answer);
    const best = Math.min(...records.map(({ priority }) => priority));
    const hosts = records
      .filter(({ priority }) => priority === best)
      .flatMap(({ exchange }) => hostOf(exchange) ?? [])
      // Neither an IP address nor a name of this computer or this network is anybody's mail exchanger.
      .filter((host) => registrable(host) !== null);
    const known = serviceOfMx(services, hosts);
    const [host] = hosts;
    note.ended(answer.kind === 'failed' ? 'failed' : known ? 'found' : 'nothing');
    if (host === undefined || this.#signal.aborted) return;
    if (known !== null) {
      this.#notes.service({ known, source: { how: 'built-in-mx', where: host } });
      return;
    }
    const theirs = registrable(host);
    const own = registrable(this.#owner.domain);
    const elsewhere = theirs !== null && theirs !== own ? [this.#askPage(pageOfMx(theirs))] : [];
    const isOwn = own !== null && theirs === own;
    const patience = Promise.race([Promise.all(elsewhere), waited(headStart, this.#signal)]);
    await Promise.all([...elsewhere, this.#tryGuess(guessOfMx(host), isOwn ? 'common-name' : 'mx', patience)]);
  }

  async #askSrv({ name, service }: SearchPlan['srv'][number]): Promise<void> {
    const note = this.#notes.begin({ how: 'srv', where: name });
    const answer = await this.#parts.names.srv(name);
    const servers = readSrv(this.#heard(answer), service, this.#owner, name);
    this.#notes.settings({ servers, exchange: false });
    note.ended(answer.kind === 'failed' ? 'failed' : servers.length > 0 ? 'found' : 'nothing');
  }

  async #askPage(ask: PageAsk): Promise<void> {
    const note = this.#notes.begin(ask.source);
    note.ended(ask.kind === 'change-password' ? await this.#askChangePage(ask) : await this.#askSettings(ask));
  }

  async #askSettings(ask: PageAsk): Promise<'found' | 'nothing' | 'failed' | 'refused'> {
    const answer = await this.#parts.pages.read(ask, this.#owner, this.#signal);
    if (answer.kind === 'no-such-host') return 'nothing';
    if (answer.kind !== 'answer') return answer.kind;
    this.#notes.heard();
    if (answer.status !== 200) return 'nothing';
    const root = readXml(answer.text);
    const read = ask.kind === 'autoconfig' ? readAutoconfig : readAutodiscover;
    const settings = root === null ? null : read(root, this.#owner, ask.source);
    if (settings === null) return 'refused';
    this.#notes.settings(settings);
    return settings.servers.length > 0 || settings.exchange ? 'found' : 'nothing';
  }

  /** A site that answers to everything is no site with such a page (the W3C's page tells how to know). */
  async #askChangePage({ url, source }: PageAsk): Promise<'found' | 'nothing' | 'failed'> {
    const { pages } = this.#parts;
    const nowhere = new URL(noSuchPath, url).href;
    const [there, everywhere] = await Promise.all([
      pages.status(url, this.#signal),
      pages.status(nowhere, this.#signal),
    ]);
    if (there === null || everywhere === null) return 'failed';
    this.#notes.heard();
    const isThere = there >= 200 && there < 400 && everywhere >= 400 && everywhere < 500;
    if (isThere) this.#notes.changePage(source.where);
    return isThere ? 'found' : 'nothing';
  }

  /** Knocks at a usual name, but only if it exists and nobody has named both kinds of servers in the meantime. */
  async #tryGuess(guess: Guess, how: FoundHow, patience: Promise<unknown>): Promise<void> {
    if (this.#tried.has(guess.host)) return;
    this.#tried.add(guess.host);
    const answer = await this.#parts.names.addresses(guess.host);
    if (this.#heard(answer).length === 0) return;
    await patience;
    if (this.#signal.aborted || this.#notes.complete()) return;
    const note = this.#notes.begin({ how, where: guess.host });
    const greeted = await Promise.all(
      guess.endpoints.map(async (endpoint) => ((await this.#parts.greets(endpoint, this.#signal)) ? endpoint : null)),
    );
    const servers = greeted.flatMap((endpoint): readonly Sighting[] =>
      endpoint === null
        ? []
        : [{ ...endpoint, user: this.#owner.address, signIn: 'password', source: { how, where: guess.host } }],
    );
    this.#notes.settings({ servers, exchange: false });
    note.ended(servers.length > 0 ? 'found' : 'nothing');
  }
}
