import type { Protocol } from '../../../src/shared/model.ts';
import type { Script, Talk } from '../../kits/hostile-server.ts';
import { bendLines } from './bend-lines.ts';
import { echoesOf } from './canaries.ts';
import type { MailTruth } from './mail-truth.ts';
import type { Random } from './random.ts';
import { strangers } from './transcripts.ts';

export interface BendPlan {
  readonly protocol: Protocol;
  readonly password: string;
  /** `nothing` leaves every answer right. */
  readonly bend: 'nothing' | 'anything' | 'sign-in';
  /** Milliseconds of silence after which the server hangs up; null waits for the client. */
  readonly patience: number | null;
}

/** Bends the answers of a right script on their way out, and keeps what was really heard and said. */
export class MailBender {
  readonly #random: Random;
  readonly #plan: BendPlan;
  readonly #truth: MailTruth;
  readonly #timers = new Set<NodeJS.Timeout>();
  #closer: NodeJS.Timeout | undefined;
  #signingIn = false;
  #floods = false;

  constructor(random: Random, plan: BendPlan, truth: MailTruth) {
    this.#random = random;
    this.#plan = plan;
    this.#truth = truth;
  }

  /** True once an answer without end was sent. */
  get floods(): boolean {
    return this.#floods;
  }

  /** The script with this bend in it. */
  around(script: Script): Script {
    return {
      ...script,
      onOpen: (talk) => script.onOpen(this.#bent(talk)),
      onLine: (line, talk) => {
        clearTimeout(this.#closer);
        this.#truth.heard(line, talk.secure);
        if (talk.secure && /^(\S+ )?(AUTHENTICATE|LOGIN|AUTH|USER|PASS)( |$)/i.test(line)) this.#signingIn = true;
        script.onLine(line, this.#bent(talk));
      },
    };
  }

  stop(): void {
    clearTimeout(this.#closer);
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #bent(talk: Talk): Talk {
    return {
      notes: talk.notes,
      get secure() {
        return talk.secure;
      },
      send: (text) => this.#say(talk, Buffer.from(text)),
      flood: (piece) => talk.flood(piece),
      end: (text) => talk.end(text),
      cut: () => talk.cut(),
      startTls: (first) => this.#startTls(talk, first),
    };
  }

  #bends(): boolean {
    switch (this.#plan.bend) {
      case 'nothing':
        return false;
      case 'anything':
        return this.#random.chance(0.4);
      case 'sign-in':
        return this.#signingIn && this.#random.chance(0.8);
    }
  }

  #startTls(talk: Talk, first: string): void {
    this.#hangUpLater(talk, 400);
    const bent = this.#bends() ? this.#bytes(first) : null;
    if (bent === null) talk.startTls(first);
    else if (this.#random.chance(0.5)) talk.startTls(`${first}${bent.toString('utf8')}`);
    else this.#write(talk, bent);
  }

  #say(talk: Talk, right: Buffer): void {
    const dice = this.#bends() ? this.#random.below(100) : 100;
    if (dice === 100) {
      this.#write(talk, right);
      this.#hangUpLater(talk);
    } else if (dice < 4) this.#hangUpLater(talk);
    else if (dice < 7) talk.cut();
    else if (dice < 10) talk.end();
    else if (dice < 11) this.#flood(talk, right);
    else this.#deliver(talk, this.#random.chance(0.15) ? right : this.#bytes(right.toString('utf8')));
  }

  #bytes(right: string): Buffer {
    const { protocol, password } = this.#plan;
    const echoes = this.#truth.heardPassword ? echoesOf(password) : [];
    return bendLines(this.#random, right, { protocol, tag: this.#truth.tag, echoes });
  }

  /** Whole, in pieces, or a byte at a time, and then perhaps the end. */
  #deliver(talk: Talk, bytes: Buffer): void {
    const dice = this.#random.below(100);
    const end = this.#random.chance(0.3) ? () => talk.end() : () => this.#hangUpLater(talk);
    if (dice < 70 || bytes.length < 2 || bytes.length > 5_000) {
      this.#write(talk, bytes);
      end();
      return;
    }
    const size = dice < 90 ? Math.max(1, Math.ceil(bytes.length / (2 + this.#random.below(4)))) : 1;
    const pieces = Math.min(Math.ceil(bytes.length / size), 40);
    for (let piece = 0; piece <= pieces; piece += 1) {
      const timer = setTimeout(() => {
        this.#timers.delete(timer);
        if (piece === pieces) end();
        else this.#write(talk, bytes.subarray(piece * size, piece === pieces - 1 ? undefined : (piece + 1) * size));
      }, piece * 2);
      this.#timers.add(timer);
    }
  }

  #flood(talk: Talk, right: Buffer): void {
    this.#floods = true;
    const beginning = this.#random.pick(['', '* ', '250-', '-ERR ', ...strangers]);
    this.#write(talk, Buffer.from(beginning));
    const unit = this.#random.pick([
      Buffer.alloc(50, 'z'),
      right,
      Buffer.from('* OK x\r\n'),
      Buffer.from('250-x\r\n'),
      Buffer.from('\r\n'),
    ]);
    const piece = Buffer.alloc(64 * 1024, unit);
    this.#truth.said(piece, talk.secure);
    talk.flood(piece);
    this.#hangUpLater(talk, 2_500);
  }

  #write(talk: Talk, bytes: Buffer): void {
    this.#truth.said(bytes, talk.secure);
    talk.send(bytes);
  }

  #hangUpLater(talk: Talk, wait = this.#plan.patience ?? 0): void {
    clearTimeout(this.#closer);
    if (this.#plan.patience === null) return;
    this.#closer = setTimeout(() => (this.#random.chance(0.2) ? talk.cut() : talk.end()), wait);
  }
}
