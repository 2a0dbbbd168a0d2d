import { anna, type ConfigCase, oldPassword } from '../config-corpus.test-kit.ts';
import { builtInPassphrase, type Passphrase, sealed } from './cipher.ts';

const old = `imap ${anna} mail.example.test old`;
const salt = Buffer.alloc(64, 7);
const few = '{AES-256-CBC,1000}'.padEnd(18 + 4 * 48, 'A');
const key: Passphrase = { words: builtInPassphrase, salt };
const kept = sealed(oldPassword, few, key);
const settings = `[Common]\nmaster_passphrase_salt=${salt.toString('base64')}\nuse_master_passphrase=0\nconfig_version=5\n`;
const account = `[Account: 1]\nconfig_version=5\naccount_name=Anna\nprotocol=1\nreceive_server=mail.example.test\nuser_id=${anna}\n`;
const sends = 'use_smtp_auth=1\nsmtp_server=smtp.example.test\nssl_smtp=2\n';

const folder = (accounts: string, passwords: string, common = settings): ConfigCase['files'] => ({
  '.claws-mail/accountrc': accounts,
  '.claws-mail/clawsrc': common,
  '.claws-mail/passwordstorerc': `[config_version:5]\n\n${passwords}`,
});

export const clawsMailCases: readonly ConfigCase[] = [
  { is: 'one account', files: folder(account, `[account:1]\nrecv «${kept}»\n`), says: [old] },
  {
    is: 'sending with the same password, and other things kept beside it',
    files: folder(
      `${account}${sends}`,
      `[core:proxy]\nproxy_pass ${kept}\n\n[account:1]\nsend ${kept}\nrecv «${kept}»\n`,
    ),
    says: [old, `smtp ${anna} smtp.example.test old`],
  },
  {
    is: 'sending under another name',
    files: folder(
      `${account}${sends}smtp_user_id=bert\n`,
      `[account:1]\nrecv «${kept}»\nsend ${sealed('berts', few, key)}\n`,
    ),
    says: [old, 'smtp bert smtp.example.test another'],
  },
  {
    is: 'an account as written long ago, in clear',
    files: folder(
      account.replace('config_version=5\n', '').replace('protocol=1', 'protocol=3'),
      '[account:1]\nrecv «Old-Pass-1»\n',
      '[Common]\n',
    ),
    says: [old],
    narrow: true,
  },
  {
    is: 'POP3 with a token, and nothing kept',
    files: folder(
      `${account.replace('protocol=1', 'protocol=0')}use_pop_auth=1\npop_auth_method=2\n\n[Account: 2]\nprotocol=1\nreceive_server=x.test\nuser_id=x\n`,
      '[account:1]\nrecv x\n',
    ),
    says: [`pop3 ${anna} mail.example.test oauth`, 'imap x x.test none'],
  },
  {
    is: 'a passphrase of the person’s own',
    files: folder(
      account,
      `[account:1]\nrecv ${kept}\n`,
      settings.replace('use_master_passphrase=0', 'use_master_passphrase=1'),
    ),
    says: [`imap ${anna} mail.example.test locked:needs-unlocking`],
  },
  {
    is: 'another cipher, and one from before',
    files: folder(
      `${account}${sends}smtp_user_id=bert\n`,
      `[account:1]\nrecv {CHACHA20,1000}AAAA\nsend !c29tZXRoaW5n\n`,
    ),
    says: [
      `imap ${anna} mail.example.test unsupported:not-understood`,
      'smtp bert smtp.example.test unsupported:not-understood',
    ],
  },
  {
    is: 'far too many rounds',
    files: folder(account, `[account:1]\nrecv ${kept.replace('1000', '9999999')}\n`),
    says: [`imap ${anna} mail.example.test unsupported:not-understood`],
  },
];
