import { expect, it } from 'vitest';
import { everyBindIsAnswered, readBinds } from '../servers/slapd-log.ts';

const doors = new Map([
  ['IP=127.0.0.2:1636', 'ldaps'],
  ['IP=127.0.0.3:1700', 'mail-server'],
] as const);
const at = '65f0c0de.0f1e2d3c 0x7f00';

it('a bind that slapd notes before its connection still has come through that door', () => {
  const lines = [
    'conn=1001 op=0 BIND dn="uid=anna,ou=people" method=128',
    'conn=1001 op=0 RESULT tag=97 err=0 qtime=0.00001 etime=0.01 text=',
    'conn=1002 op=0 BIND dn="uid=anna,ou=people" method=128',
    'conn=1001 fd=12 ACCEPT from IP=127.0.0.1:40000 (IP=127.0.0.2:1636)',
    'conn=1002 op=0 RESULT tag=97 err=49 qtime=0.00001 etime=0.01 text=',
    'conn=1002 fd=13 ACCEPT from IP=127.0.0.1:40001 (IP=127.0.0.3:1700)',
    'conn=1001 fd=12 closed',
    // started anew: the same number is another connection
    'conn=1001 op=0 BIND dn="uid=anna,ou=people" method=128',
    'conn=1001 op=0 RESULT tag=97 err=0 qtime=0.00001 etime=0.01 text=',
    'conn=1001 fd=14 ACCEPT from IP=127.0.0.1:40002 (IP=127.0.0.3:1700)',
  ];
  const binds = readBinds(lines.map((line) => `${at} ${line}`).join('\n'), doors);
  expect(binds.map(({ result, door }) => [result, door])).toEqual([
    [0, 'ldaps'],
    [49, 'mail-server'],
    [0, 'mail-server'],
  ]);
});

it('is not complete while a bind of an open connection has no answer', () => {
  const asked = `${at} conn=7 op=1 BIND dn="uid=anna,ou=people" method=128`;
  expect(everyBindIsAnswered(asked)).toBe(false);
  expect(everyBindIsAnswered(`${asked}\n${at} conn=7 op=1 RESULT tag=97 err=49 qtime=0 etime=0 text=`)).toBe(true);
  expect(everyBindIsAnswered(`${asked}\n${at} conn=7 fd=12 closed (connection lost)`)).toBe(true);
});
