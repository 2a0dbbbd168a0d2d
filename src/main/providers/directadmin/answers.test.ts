import { expect, it } from 'vitest';
import { readSaid } from './answers.ts';

it.each<[string, { error: boolean; text: string }]>([
  ['error=0&text=Password%20Changed&details=', { error: false, text: 'Password Changed ' }],
  ['error=1&text=Wrong+password&details=Anna', { error: true, text: 'Wrong password Anna' }],
  ['details=x&text=y&error=0\n', { error: false, text: 'y x' }],
  ['error=1&text=It&#39s&#32;&lt;b&gt;short&amp;error=0', { error: true, text: "It's <b>short&error=0 " }],
  ['error=1&text=a&#38;error&#61;0', { error: true, text: 'a&error=0 ' }],
  ['error=1&text=&#55296;&#9999999;b', { error: true, text: 'b ' }],
  ['error=0', { error: false, text: ' ' }],
  ['{"success":"E-Mail Updated"}', { error: false, text: '' }],
  ['{"error":"Cannot Modify","result":"too short"}', { error: true, text: 'Cannot Modify too short' }],
])('reads %j', (body, said) => {
  expect(readSaid(body)).toEqual(said);
});

it.each([
  '',
  'error=',
  'error=2&text=x',
  'error=00&text=x',
  'text=Password Changed',
  'error=0&error=1&text=x',
  'error=1&text=x&error=0',
  '<a href="?x=1&error=0">Password Changed</a>',
  '<html>error=0</html>',
  '{"success":"Something else"}',
  '{"success":"E-Mail Updated","error":"x"}',
  '{"error":"0","text":"done"}',
  '{"error":0}',
  '{}',
  'null',
])('takes neither yes nor no of %j', (body) => {
  expect(readSaid(body)).toBeNull();
});
